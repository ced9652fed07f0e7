package io.postern.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process and all its children, as the kernel counts them. */
public final class ProcessTree {
  /** The kernel's unit of processor time for a process: a hundredth of a second. */
  private static final double TICK_SECONDS = 0.01;

  private static final int FIRST_FIELD = 3;
  private static final int USER_TIME_FIELD = 14;
  private static final int TIME_FIELDS = 4;

  private final ProcessHandle root;

  public ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /** Processor time since the start, in seconds: of the living, and of those they waited for. */
  public double cpuSeconds() {
    long ticks = 0;
    for (ProcessHandle one : all()) {
      try {
        // The name, in parentheses, may hold anything.
        String stat = text(one, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        for (int i = 0; i < TIME_FIELDS; i++) {
          ticks += Long.parseLong(fields[USER_TIME_FIELD - FIRST_FIELD + i]);
        }
      } catch (IOException gone) {
        // It has ended meanwhile: its parent counts its time.
      }
    }
    return ticks * TICK_SECONDS;
  }

  /** Resident memory in KiB; what processes share is divided among them. */
  public long residentKib() {
    long kib = 0;
    for (ProcessHandle one : all()) {
      try {
        kib +=
            text(one, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
      } catch (IOException gone) {
        // It has ended meanwhile, and holds nothing more.
      }
    }
    return kib;
  }

  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  private static String text(ProcessHandle process, String file) throws IOException {
    return Files.readString(
        Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
  }
}

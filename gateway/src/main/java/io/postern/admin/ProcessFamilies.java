package io.postern.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.postern.admin.Family.Kind;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process and its Java machine, by the names that Prometheus's own libraries use. */
final class ProcessFamilies {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_OCTETS = 4096;

  private ProcessFamilies() {}

  static List<Family> families() {
    List<Family> families = new ArrayList<>();
    families.add(
        Family.of(
            "process_start_time_seconds",
            Kind.GAUGE,
            "When the process started, in seconds since 1970.",
            ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      families.add(
          Family.of(
              "process_cpu_seconds_total",
              Kind.COUNTER,
              "Processor time that the process has used.",
              system.getProcessCpuTime() / 1e9));
      families.add(
          Family.of(
              "process_open_fds",
              Kind.GAUGE,
              "Open file descriptors.",
              system.getOpenFileDescriptorCount()));
      families.add(
          Family.of(
              "process_max_fds",
              Kind.GAUGE,
              "File descriptors that may be open.",
              system.getMaxFileDescriptorCount()));
    }
    resident(families);
    families.add(memory());
    families.add(collections());
    families.add(
        Family.of(
            "jvm_threads_current",
            Kind.GAUGE,
            "Platform threads.",
            ManagementFactory.getThreadMXBean().getThreadCount()));
    return families;
  }

  /** Only Linux says it here. */
  private static void resident(List<Family> families) {
    try {
      String[] pages = Files.readString(STATM).split(" ", 3);
      families.add(
          Family.of(
              "process_resident_memory_bytes",
              Kind.GAUGE,
              "Memory that the process really has.",
              Long.parseLong(pages[1]) * PAGE_OCTETS));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
      // Another system: the metric is left out, as Prometheus's own libraries do.
      return;
    }
  }

  private static Family memory() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    return Family.filling("jvm_memory_used_bytes", Kind.GAUGE, "Memory that Java uses.")
        .with(heap.getUsed(), "area", "heap")
        .with(memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap")
        .filled();
  }

  private static Family collections() {
    Family.Filling filling =
        Family.filling("jvm_gc_collection_seconds", Kind.SUMMARY, "Garbage collections.");
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
      filling.withSuffix("_sum", one.getCollectionTime() / 1000.0, "gc", one.getName());
      filling.withSuffix("_count", one.getCollectionCount(), "gc", one.getName());
    }
    return filling.filled();
  }
}

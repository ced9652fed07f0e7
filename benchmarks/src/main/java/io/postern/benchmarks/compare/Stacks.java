package io.postern.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * The stacks of a recording of processor time (JFR's {@code jdk.CPUTimeSample}, JEP 509). Each
 * counts by the time that it stands for, in nanoseconds: a thread in a long call of the system is
 * sampled late, once for all.
 */
final class Stacks {
  /** A method in its place below its callers. */
  static final class Node {
    private final Map<String, Node> callees = new TreeMap<>();
    private final Part part;
    private long nanos;

    private Node(Part part) {
      this.part = part;
    }

    /** What the method itself is for. */
    Part part() {
      return part;
    }

    long nanos() {
      return nanos;
    }

    Map<String, Node> callees() {
      return callees;
    }
  }

  private final Node root = new Node(Part.OTHER);
  private final Map<Part, Long> parts = new EnumMap<>(Part.class);

  private Stacks() {}

  static Stacks of(Path recording) throws IOException {
    Stacks stacks = new Stacks();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        RecordedStackTrace trace = event.getStackTrace();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample") && trace != null) {
          stacks.add(
              event.getDuration("samplingPeriod").toNanos(),
              trace.getFrames().stream()
                  .map(
                      frame ->
                          new Part.Frame(
                              frame.getMethod().getType().getName(), frame.getMethod().getName()))
                  .toList());
        }
      }
    }
    return stacks;
  }

  private void add(long nanos, List<Part.Frame> stack) {
    parts.merge(Part.of(stack), nanos, Long::sum);
    root.nanos += nanos;
    Node at = root;
    for (Part.Frame frame : new ArrayList<>(stack).reversed()) {
      at = at.callees.computeIfAbsent(frame.shortly(), _ -> new Node(frame.part()));
      at.nanos += nanos;
    }
  }

  /** What all have in common. */
  Node root() {
    return root;
  }

  /** From 0 to 1. */
  double share(Part part) {
    return parts.getOrDefault(part, 0L) / (double) Math.max(1, root.nanos);
  }
}

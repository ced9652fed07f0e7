package io.postern.transcript;

import java.util.ArrayList;
import java.util.List;

/** Something that happened to the gateway, and what was heard of it. */
final class RecordedStep {
  /** What happened. */
  sealed interface Stimulus {}

  record Says(Voice voice, Part part) implements Stimulus {}

  record Closes(Voice voice) implements Stimulus {}

  record Handshakes(Voice voice) implements Stimulus {}

  /** {@code millis}: since the session began. */
  record Passes(long millis) implements Stimulus {}

  record Drains() implements Stimulus {}

  /** A part that a party heard. */
  record Hears(Voice voice, Part part) {}

  private final List<Hears> heard = new ArrayList<>();
  private Stimulus stimulus;
  private boolean closed;

  RecordedStep(Stimulus stimulus) {
    this.stimulus = stimulus;
  }

  Stimulus stimulus() {
    return stimulus;
  }

  List<Hears> heard() {
    return heard;
  }

  boolean isClosed() {
    return closed;
  }

  void closed() {
    closed = true;
  }

  /** The octets of a literal come in many pieces, which are one part here. */
  void hears(Voice voice, Part part) {
    if (part instanceof Part.Count more
        && !heard.isEmpty()
        && heard.getLast() instanceof Hears(Voice of, Part.Count before)
        && of == voice) {
      heard.removeLast();
      heard.add(new Hears(voice, new Part.Count(before.octets() + more.octets())));
    } else {
      heard.add(new Hears(voice, part));
    }
  }

  /**
   * Takes further octets of the literal that the step is about, if nothing but octets was heard of
   * it and it has room.
   */
  boolean takes(Voice voice, Part.Count more, long max) {
    if (stimulus instanceof Says(Voice of, Part.Count before)
        && of == voice
        && before.octets() + more.octets() <= max
        && heard.stream().allMatch(each -> each.part() instanceof Part.Count)) {
      stimulus = new Says(voice, new Part.Count(before.octets() + more.octets()));
      return true;
    }
    return false;
  }
}

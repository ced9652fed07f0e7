package io.postern.transcript;

import java.util.Optional;

/** One direction of a connection that is recorded: octets in, whatever their pieces; parts out. */
interface RecordedStream {
  /** What octets made. */
  sealed interface Found {}

  /** Nothing whole yet; that many octets were used, all that there were. */
  record Nothing(int used) implements Found {}

  /** A part is whole; behind it that many octets were used. */
  record Whole(int used, Part part) implements Found {}

  /** Framing is broken, and the gateway says so as well: filler that breaks it likewise. */
  record Broken(String octets) implements Found {}

  /** Where the stream is can't be told any more; {@code why} is a sentence for a comment. */
  record Lost(String why) implements Found {}

  Found read(byte[] octets, int offset, int length);

  /** What has come of a part that isn't whole, as filler; the gateway answered it already. */
  Optional<Part> partial();
}

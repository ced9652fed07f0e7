package io.postern.transcript;

/** A piece of what a party said or heard, as a recorded transcript may show it. */
sealed interface Part {
  /**
   * Octets with what must not be seen replaced by filler; CRLF at the end unless it was cut there.
   *
   * @param begins whether a command or response begins here
   */
  record Words(String octets, boolean begins) implements Part {}

  /** So many octets of a message, or of what can't be told from one. */
  record Count(long octets) implements Part {}
}

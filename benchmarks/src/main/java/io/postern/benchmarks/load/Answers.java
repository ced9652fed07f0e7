package io.postern.benchmarks.load;

/** What the server says behind the tag, and the client holds each answer to. */
final class Answers {
  static final String NOOP = " OK NOOP completed.\r\n";
  static final String FETCH = " OK FETCH completed.\r\n";
  static final String APPEND = " OK [APPENDUID 1 4711] APPEND completed.\r\n";
  static final String LOGOUT = " OK LOGOUT completed.\r\n";

  private Answers() {}

  /** Before a message's text. */
  static String messageHead(long octets) {
    return "* 1 FETCH (UID " + octets + " BODY[] {" + octets + "}\r\n";
  }
}

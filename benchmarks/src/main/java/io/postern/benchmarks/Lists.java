package io.postern.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Answers to {@link #COMMAND}: what a client that opens a large mailbox is sent. */
final class Lists {
  /** What asks for these lists. */
  static final String COMMAND =
      "UID FETCH 1:* (FLAGS ENVELOPE BODY.PEEK[HEADER.FIELDS (REFERENCES)])";

  static final int MEBIBYTE = 1024 * 1024;

  /** Room for one more line and for the last one. */
  private static final int LINE_OCTETS_MAX = 1200;

  private Lists() {}

  /** A mebibyte of FETCH lines, UID, FLAGS and ENVELOPE in each. */
  static byte[] plain() {
    return mebibyte(false);
  }

  /**
   * The same with two literals in each line: the subject (an argument, held), and a header field
   * (message data, streamed).
   */
  static byte[] withLiterals() {
    return mebibyte(true);
  }

  /** How many lines end in it that aren't cut by a literal, or begin behind one. */
  static int responses(byte[] list) {
    int responses = 0;
    for (int i = 0; i < list.length; i++) {
      if (list[i] == '*' && (i == 0 || list[i - 1] == '\n')) {
        responses++;
      }
    }
    return responses;
  }

  private static byte[] mebibyte(boolean literals) {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder made = new StringBuilder(MEBIBYTE);
    for (int n = 1; made.length() < MEBIBYTE - LINE_OCTETS_MAX; n++) {
      made.append(line(n, literals, random));
    }
    // Filled up, so that an operation is a mebibyte.
    String last = "* 1 FETCH (UID 1 FLAGS (";
    made.append(last).append("x".repeat(MEBIBYTE - made.length() - 4)).append("))\r\n");
    return made.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String line(int n, boolean literals, SplittableRandom random) {
    String name = "Sender Number " + random.nextInt(500);
    String address =
        "((\"" + name + "\" NIL \"sender" + random.nextInt(500) + "\" \"example.org\"))";
    String subject = "About the minutes of meeting " + random.nextInt(100000);
    String id = "<" + Long.toHexString(random.nextLong()) + "@mail.example.org>";
    String field = "References: " + id + "\r\n\r\n";
    return "* "
        + n
        + " FETCH (UID "
        + (1000 + n * 3)
        + " FLAGS ("
        + (random.nextBoolean() ? "\\Seen" : "\\Answered \\Seen $Forwarded")
        + ") ENVELOPE (\"Mon, 23 Nov 2026 10:15:"
        + (10 + random.nextInt(50))
        + " +0100\" "
        + (literals ? "{" + subject.length() + "}\r\n" + subject : "\"" + subject + "\"")
        + " "
        + (address + " ").repeat(3)
        + "((NIL NIL \"team\" \"example.com\")(\"Other\" NIL \"other\" \"example.com\")) NIL NIL"
        + " NIL \""
        + id
        + "\")"
        + (literals ? " BODY[HEADER.FIELDS (REFERENCES)] {" + field.length() + "}\r\n" + field : "")
        + ")\r\n";
  }
}

package io.postern.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What the fake server serves and the generator expects: each makes the same by itself. */
final class Content {
  /** A literal is this text again and again, cut where the literal ends. A power of two. */
  static final int TEXT_OCTETS = 1 << 20;

  /** A list is so many lines again and again. */
  static final int LINES = 5_000;

  private static final int LINE_OCTETS_MAX = 400;
  private static final int TEXT_LINE_OCTETS = 76;

  private static final Content MADE = new Content();

  private final ByteBuffer text = ByteBuffer.allocateDirect(TEXT_OCTETS);
  private final ByteBuffer list = ByteBuffer.allocateDirect(LINES * LINE_OCTETS_MAX);
  private final int[] ends = new int[LINES + 1];

  private Content() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < TEXT_OCTETS; i++) {
      int column = i % (TEXT_LINE_OCTETS + 2);
      int octet =
          switch (column) {
            case TEXT_LINE_OCTETS -> '\r';
            case TEXT_LINE_OCTETS + 1 -> '\n';
            default -> ' ' + random.nextInt('~' - ' ');
          };
      text.put((byte) octet);
    }
    text.flip();
    for (int n = 1; n <= LINES; n++) {
      list.put(line(n, random).getBytes(StandardCharsets.US_ASCII));
      ends[n] = list.position();
    }
    list.flip();
  }

  /** The text of literals; a view of its own. */
  static ByteBuffer text() {
    return MADE.text.duplicate();
  }

  /** The text of lists; a view of its own. */
  static ByteBuffer list() {
    return MADE.list.duplicate();
  }

  /** How many octets a list of that many lines has. */
  static long listOctets(int lines) {
    return (long) (lines / LINES) * MADE.ends[LINES] + MADE.ends[lines % LINES];
  }

  private static String line(int n, SplittableRandom random) {
    String address =
        "((\"Sender Number %d\" NIL \"sender%d\" \"example.org\"))"
            .formatted(random.nextInt(500), random.nextInt(500));
    return ("* %d FETCH (FLAGS (%s) UID %d ENVELOPE (\"Mon, 23 Nov 2026 10:15:%d +0100\""
            + " \"About the minutes of meeting %d\" %s %s %s ((NIL NIL \"team\" \"example.com\"))"
            + " NIL NIL NIL \"<%x@mail.example.org>\"))\r\n")
        .formatted(
            n,
            random.nextBoolean() ? "\\Seen" : "\\Answered \\Seen $Forwarded",
            1000 + n * 3,
            10 + random.nextInt(50),
            random.nextInt(100_000),
            address,
            address,
            address,
            random.nextLong());
  }
}

package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.FetchKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Recognises FETCH responses as servers send them by the thousand, where they lie: whole lines of
 * UID, FLAGS, MODSEQ, RFC822.SIZE, INTERNALDATE and ENVELOPE (RFC 9051, section 7.5.2) in the
 * plainest form that the grammar has. Names are in upper case, strings are quoted, without escapes,
 * controls and octets above 0x7F, and nothing needs a quirk.
 *
 * <p>What it accepts {@link Framer} and {@link ResponseParser} accept as well, with the same kinds
 * of data; whatever it refuses is for them to judge. It never looks behind a CR that doesn't end
 * the line, and never allocates.
 */
public final class FetchLines {
  /** Parentheses inside each other in such a line at most: of an ENVELOPE's address. */
  public static final int NESTING = 4;

  /** {@link #read}: not such a line. */
  public static final int NONE = -1;

  /** Octets are looked at eight at a time: so many must lie behind a line's start in any array. */
  private static final int WORD = Long.BYTES;

  /** So many must lie behind the last line's end: the longest look ahead. */
  private static final int MARGIN = 2 * WORD;

  /**
   * What fits in 32 bits whatever the digits are; a server with more of it is read the long way.
   */
  private static final int DIGITS_MAX = 9;

  private static final int SIZE_DIGITS_MAX = 18;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FETCH = word(" FETCH (");
  private static final long ENVELOPE = word("ENVELOPE");
  private static final long INTERNAL = word("INTERNAL");
  private static final long SIZE_BEGINS = word("RFC822.S");
  private static final int SIZE_ENDS = (int) word("IZE ");
  private static final int DATE = (int) word("DATE");
  private static final int UID = (int) word("UID ");
  private static final int FLAG = (int) word("FLAG");
  private static final int MODS = (int) word("MODS");

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private static final int DATE_TIME_OCTETS = 26;

  private int kinds;

  /** {@link FetchKind} bits of the line that was read last. */
  public int kinds() {
    return kinds;
  }

  /**
   * Where the last line that may be read ends: behind the last LF of {@code [from, limit)} that has
   * enough of the array behind it.
   *
   * @return {@code from} if there is none
   */
  public static int lastEnd(byte[] in, int from, int limit) {
    for (int i = Math.min(limit, in.length - MARGIN) - 1; i >= from; i--) {
      if (in[i] == '\n') {
        return i + 1;
      }
    }
    return from;
  }

  /**
   * Reads one line.
   *
   * @param at where a line begins, before {@link #lastEnd}: so it has an end
   * @return the place behind its CRLF, or {@link #NONE}
   */
  public int read(byte[] in, int at) {
    if (in[at] != '*' || in[at + 1] != ' ') {
      return NONE;
    }
    int i = digits(in, at + 2, DIGITS_MAX);
    if (i < 0 || in[at + 2] == '0' || (long) LONGS.get(in, i) != FETCH) {
      return NONE;
    }
    int found = 0;
    do {
      // Behind "(" the first time, then behind SP.
      i += found == 0 ? WORD : 1;
      switch (in[i]) {
        case 'F' -> {
          found |= FetchKind.FLAGS.bit();
          i = flags(in, i);
        }
        case 'U' -> {
          found |= FetchKind.UID.bit();
          i = uid(in, i);
        }
        case 'E' -> {
          found |= FetchKind.ENVELOPE.bit();
          i = envelope(in, i);
        }
        case 'R' -> {
          found |= FetchKind.SIZE.bit();
          i = size(in, i);
        }
        case 'I' -> {
          found |= FetchKind.INTERNALDATE.bit();
          i = internalDate(in, i);
        }
        case 'M' -> {
          found |= FetchKind.MODSEQ.bit();
          i = modSequence(in, i);
        }
        default -> i = NONE;
      }
      if (i < 0) {
        return NONE;
      }
    } while (in[i] == ' ');
    if (in[i] != ')' || in[i + 1] != '\r' || in[i + 2] != '\n') {
      return NONE;
    }
    kinds = found;
    return i + 3;
  }

  // Each of these begins where its item does, and answers with the place behind it, or NONE.

  private static int uid(byte[] in, int at) {
    return (int) INTS.get(in, at) == UID && in[at + 4] != '0'
        ? digits(in, at + 4, DIGITS_MAX)
        : NONE;
  }

  private static int size(byte[] in, int at) {
    return (long) LONGS.get(in, at) == SIZE_BEGINS && (int) INTS.get(in, at + WORD) == SIZE_ENDS
        ? digits(in, at + WORD + 4, SIZE_DIGITS_MAX)
        : NONE;
  }

  private static int modSequence(byte[] in, int at) {
    if ((int) INTS.get(in, at) != MODS
        || in[at + 4] != 'E'
        || in[at + 5] != 'Q'
        || in[at + 6] != ' '
        || in[at + 7] != '('
        || in[at + 8] == '0') {
      return NONE;
    }
    int i = digits(in, at + 8, SIZE_DIGITS_MAX);
    return i >= 0 && in[i] == ')' ? i + 1 : NONE;
  }

  private static int internalDate(byte[] in, int at) {
    if ((long) LONGS.get(in, at) != INTERNAL
        || (int) INTS.get(in, at + WORD) != DATE
        || in[at + 12] != ' '
        || in[at + 13] != '"') {
      return NONE;
    }
    int end = quoted(in, at + 13);
    return end == at + 13 + DATE_TIME_OCTETS + 2
            && DateTimes.isDateTime(in, at + 14, at + 14 + DATE_TIME_OCTETS)
        ? end
        : NONE;
  }

  private static int flags(byte[] in, int at) {
    if ((int) INTS.get(in, at) != FLAG
        || in[at + 4] != 'S'
        || in[at + 5] != ' '
        || in[at + 6] != '(') {
      return NONE;
    }
    int i = at + 7;
    if (in[i] == ')') {
      return i + 1;
    }
    while (true) {
      if (in[i] == '\\') {
        i++;
      }
      int start = i;
      while (isFlagChar(in[i])) {
        i++;
      }
      if (i == start) {
        return NONE;
      }
      if (in[i] == ')') {
        return i + 1;
      }
      if (in[i] != ' ') {
        return NONE;
      }
      i++;
    }
  }

  /** An open bracket is an ATOM-CHAR, but a token of its own to the lexer. */
  private static boolean isFlagChar(byte octet) {
    return octet != '[' && Ascii.isAtomChar(octet);
  }

  private static int envelope(byte[] in, int at) {
    if ((long) LONGS.get(in, at) != ENVELOPE || in[at + 8] != ' ' || in[at + 9] != '(') {
      return NONE;
    }
    int i = string(in, at + 10);
    if (i < 0 || in[i] != ' ') {
      return NONE;
    }
    i = string(in, i + 1);
    for (int list = 0; list < 6; list++) {
      if (i < 0 || in[i] != ' ') {
        return NONE;
      }
      i = addresses(in, i + 1);
    }
    if (i < 0 || in[i] != ' ') {
      return NONE;
    }
    i = string(in, i + 1);
    if (i < 0 || in[i] != ' ') {
      return NONE;
    }
    i = string(in, i + 1);
    return i >= 0 && in[i] == ')' ? i + 1 : NONE;
  }

  private static int addresses(byte[] in, int at) {
    if (in[at] != '(') {
      return nil(in, at);
    }
    int i = at + 1;
    do {
      if (in[i] != '(') {
        return NONE;
      }
      i = string(in, i + 1);
      for (int more = 0; more < 3; more++) {
        if (i < 0 || in[i] != ' ') {
          return NONE;
        }
        i = string(in, i + 1);
      }
      if (i < 0 || in[i] != ')') {
        return NONE;
      }
      i++;
    } while (in[i] != ')');
    return i + 1;
  }

  private static int string(byte[] in, int at) {
    return in[at] == '"' ? quoted(in, at) : nil(in, at);
  }

  private static int nil(byte[] in, int at) {
    return in[at] == 'N' && in[at + 1] == 'I' && in[at + 2] == 'L' ? at + 3 : NONE;
  }

  /**
   * From one quote to behind the next, eight octets at a time: which of them is a quote, a
   * backslash, below SP or above 0x7F. The lowest that is found so is one for certain: the borrow
   * of a subtraction only reaches octets behind it.
   */
  private static int quoted(byte[] in, int at) {
    int i = at + 1;
    while (true) {
      long octets = (long) LONGS.get(in, i);
      long quotes = octets ^ QUOTES;
      long backslashes = octets ^ BACKSLASHES;
      long stops =
          (((quotes - ONES) & ~quotes)
                  | ((backslashes - ONES) & ~backslashes)
                  | ((octets - SPACES) & ~octets)
                  | octets)
              & HIGHS;
      if (stops != 0) {
        i += Long.numberOfTrailingZeros(stops) >>> 3;
        return in[i] == '"' ? i + 1 : NONE;
      }
      i += WORD;
    }
  }

  /** At least one digit and not too many. */
  private static int digits(byte[] in, int at, int most) {
    int i = at;
    while (in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return i > at && i - at <= most ? i : NONE;
  }

  private static long word(String text) {
    long word = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      word = word << 8 | text.charAt(i);
    }
    return word;
  }
}

package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import io.postern.imap.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the terminals of the grammar, cut into segments where a literal needs the server's
 * consent.
 */
final class CommandWriter {
  /** Longer strings go as literals: some servers bound their lines tightly. */
  private static final int QUOTED_MAX = 1024;

  private static final int ASTRING = Ascii.ATOM | Ascii.DIGIT | Ascii.PLUS | Ascii.RESP_SPECIAL;
  private static final int LIST = ASTRING | Ascii.WILDCARD;

  private static final byte[] NOTHING = new byte[0];

  /** Nearly every command fits; kept from one to the next. */
  private static final int OCTETS_KEPT = 128;

  private CommandEncoder.Literals literals = CommandEncoder.Literals.SYNCHRONIZING;
  private boolean utf8;

  /** All segments, one behind the other. */
  private byte[] octets = NOTHING;

  private int length;

  /** Where segments end, the last one aside; mostly there is but one. */
  private int[] cuts = new int[0];

  /** A new command. */
  void begin(CommandEncoder.Literals newLiterals, boolean newUtf8) {
    literals = newLiterals;
    utf8 = newUtf8;
    length = 0;
    if (cuts.length > 0) {
      cuts = new int[0];
    }
    if (octets.length == 0) {
      octets = new byte[OCTETS_KEPT];
    }
  }

  /** Lets go of what was written, which may be a password. */
  void forget() {
    octets = NOTHING;
    length = 0;
  }

  /** Lets go of what a long command needed. */
  void rest() {
    if (octets.length > OCTETS_KEPT) {
      forget();
    }
  }

  byte[] array() {
    return octets;
  }

  /** The first segment is what stands in the array up to here. */
  int firstLength() {
    return cuts.length == 0 ? length : cuts[0];
  }

  /** Copies of the segments behind the first, in a list of the caller's own if there are any. */
  List<Octets> furtherSegments() {
    if (cuts.length == 0) {
      return List.of();
    }
    List<Octets> segments = new ArrayList<>(cuts.length);
    for (int i = 0; i < cuts.length; i++) {
      int end = i + 1 < cuts.length ? cuts[i + 1] : length;
      segments.add(Octets.copyOf(octets, cuts[i], end - cuts[i]));
    }
    return segments;
  }

  List<Octets> segments() {
    List<Octets> segments = new ArrayList<>();
    segments.add(Octets.copyOf(octets, 0, firstLength()));
    segments.addAll(furtherSegments());
    return List.copyOf(segments);
  }

  private void cut() {
    cuts = Arrays.copyOf(cuts, cuts.length + 1);
    cuts[cuts.length - 1] = length;
  }

  private void reserve(int count) {
    if (octets.length - length < count) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + count));
    }
  }

  void raw(char ascii) {
    reserve(1);
    octets[length++] = (byte) ascii;
  }

  /** Words of the grammar, and what was checked to be atoms. */
  void raw(String ascii) {
    reserve(ascii.length());
    length = Ascii.copy(ascii, octets, length);
  }

  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("the grammar has no negative numbers");
    }
    if (value > Integer.MAX_VALUE) {
      raw(Long.toString(value));
      return;
    }
    // Most numbers are short, and each command has some: no string for them.
    int rest = (int) value;
    int digits = digits(rest);
    reserve(digits);
    byte[] to = octets;
    int at = length + digits;
    length = at;
    do {
      int tenth = rest / 10;
      to[--at] = (byte) ('0' + rest - 10 * tenth);
      rest = tenth;
    } while (rest > 0);
  }

  private static int digits(int value) {
    int digits = 1;
    int rest = value;
    while (rest >= 1000) {
      rest /= 1000;
      digits += 3;
    }
    return rest < 10 ? digits : rest < 100 ? digits + 1 : digits + 2;
  }

  /** {@code "(" [item *(SP item)] ")"}. */
  <T> void list(List<T> items, Consumer<? super T> write) {
    raw('(');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        raw(' ');
      }
      write.accept(items.get(i));
    }
    raw(')');
  }

  void mailbox(Mailbox mailbox) {
    mailbox(mailbox.name());
  }

  void mailbox(String name) {
    string(nameOctets(name), ASTRING);
  }

  /** {@code list-mailbox}: as a mailbox, but wildcards may stand in an atom. */
  void pattern(String pattern) {
    string(nameOctets(pattern), LIST);
  }

  private byte[] nameOctets(String name) {
    return utf8
        ? name.getBytes(StandardCharsets.UTF_8)
        : ModifiedUtf7.encode(name).getBytes(StandardCharsets.US_ASCII);
  }

  void astring(Octets value) {
    string(value.toByteArray(), ASTRING);
  }

  void string(Octets value) {
    string(value.toByteArray(), 0);
  }

  /** An atom if all its octets are of the classes, else quoted, else a literal. */
  private void string(byte[] value, int atomClasses) {
    int classes = 0;
    boolean atom = value.length > 0;
    boolean quotable = value.length <= QUOTED_MAX;
    for (byte octet : value) {
      int of = Ascii.of(octet);
      classes |= of;
      atom &= of != 0;
      quotable &= octet != '\r' && octet != '\n';
      if (octet == 0) {
        throw new IllegalArgumentException("NUL in a string");
      }
    }
    if ((classes & Ascii.EIGHT_BIT) != 0) {
      quotable &= utf8 && Utf8.isValid(value, 0, value.length);
    }
    if (!quotable) {
      literal(value);
    } else if (atom && (classes & ~atomClasses) == 0 && !isNil(value)) {
      raw(value);
    } else {
      quoted(value);
    }
  }

  /** Where the grammar has both, an atom NIL isn't a string. */
  private static boolean isNil(byte[] value) {
    return Ascii.matches(value, 0, value.length, "NIL");
  }

  void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, octets, length, value.length);
    length += value.length;
  }

  private void quoted(byte[] value) {
    reserve(value.length * 2 + 2);
    octets[length++] = '"';
    for (byte octet : value) {
      if (octet == '"' || octet == '\\') {
        octets[length++] = '\\';
      }
      octets[length++] = octet;
    }
    octets[length++] = '"';
  }

  private void literal(byte[] value) {
    boolean waits = !literals.nonSynchronizing(value.length);
    raw('{');
    number(value.length);
    raw(waits ? "}\r\n" : "+}\r\n");
    if (waits) {
      cut();
    }
    raw(value);
  }
}

package io.postern.wire;

import io.postern.imap.SequenceSet;
import java.util.List;

/**
 * <pre>
 * seq-number   = nz-number / "*"
 * seq-range    = seq-number ":" seq-number
 * sequence-set = (seq-number / seq-range) ["," sequence-set]
 * sequence-set =/ seq-last-command
 * seq-last-command = "$"
 * </pre>
 *
 * RFC 9051, section 9.
 */
final class SequenceSetGrammar {
  private static final String REASON = "a sequence set is malformed";

  private SequenceSetGrammar() {}

  static SequenceSet parse(Cursor cursor) {
    cursor.part("a sequence set is missing");
    byte[] octets = cursor.array();
    int end = cursor.end();
    int at = cursor.start();
    if (octets[at] == '$' && end - at == 1) {
      return SequenceSet.SAVED;
    }
    SequenceSet.Element[] elements = new SequenceSet.Element[1 + commas(octets, at, end)];
    for (int i = 0; i < elements.length; i++) {
      int behind = find(octets, at, end, ',');
      elements[i] = element(octets, at, behind);
      at = behind + 1;
    }
    return new SequenceSet(List.of(elements));
  }

  private static int commas(byte[] octets, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += octets[i] == ',' ? 1 : 0;
    }
    return count;
  }

  private static SequenceSet.Element element(byte[] octets, int start, int end) {
    int colon = find(octets, start, end, ':');
    return colon == end
        ? new SequenceSet.Single(number(octets, start, end))
        : new SequenceSet.Range(number(octets, start, colon), number(octets, colon + 1, end));
  }

  private static int find(byte[] octets, int start, int end, char wanted) {
    int at = start;
    while (at < end && octets[at] != wanted) {
      at++;
    }
    return at;
  }

  private static long number(byte[] octets, int start, int end) {
    if (end - start == 1 && octets[start] == '*') {
      return SequenceSet.STAR;
    }
    long value = Numerals.value(octets, start, end);
    if (value < 1 || value > SequenceSet.NUMBER_MAX || octets[start] == '0') {
      throw new Refusal(REASON);
    }
    return value;
  }

  static void write(CommandWriter out, SequenceSet set) {
    if (set.isSaved()) {
      out.raw('$');
      return;
    }
    boolean first = true;
    for (SequenceSet.Element element : set.elements()) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      switch (element) {
        case SequenceSet.Single single -> write(out, single.number());
        case SequenceSet.Range range -> {
          write(out, range.first());
          out.raw(':');
          write(out, range.last());
        }
      }
    }
  }

  private static void write(CommandWriter out, long number) {
    if (number == SequenceSet.STAR) {
      out.raw('*');
    } else {
      out.number(number);
    }
  }
}

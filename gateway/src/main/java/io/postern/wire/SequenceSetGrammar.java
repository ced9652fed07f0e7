package io.postern.wire;

import io.postern.imap.SequenceSet;
import java.util.ArrayList;
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
    List<SequenceSet.Element> elements = new ArrayList<>(1);
    while (true) {
      int comma = find(octets, at, end, ',');
      int colon = find(octets, at, comma, ':');
      elements.add(
          colon == comma
              ? new SequenceSet.Single(number(octets, at, comma))
              : new SequenceSet.Range(number(octets, at, colon), number(octets, colon + 1, comma)));
      if (comma == end) {
        return new SequenceSet(elements);
      }
      at = comma + 1;
    }
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
    if (!Numerals.isNzNumber(octets, start, end, SequenceSet.NUMBER_MAX)) {
      throw new Refusal(REASON);
    }
    return Numerals.value(octets, start, end);
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

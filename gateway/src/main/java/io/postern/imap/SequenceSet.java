package io.postern.imap;

import java.util.List;

/**
 * A sequence-set of RFC 9051, section 9: numbers and ranges in the order as written, or {@code $}
 * (RFC 5182).
 *
 * @param elements empty only for {@link #SAVED}
 */
public record SequenceSet(List<Element> elements) {
  /** {@code $}: the result of the last SEARCH with SAVE. */
  public static final SequenceSet SAVED = new SequenceSet(List.of());

  /** {@code *}: the largest number in use. */
  public static final long STAR = -1;

  /** nz-number: the largest that 32 bits hold. */
  public static final long NUMBER_MAX = 0xFFFF_FFFFL;

  /** One number or one range; each number is 1 to {@link #NUMBER_MAX}, or {@link #STAR}. */
  public sealed interface Element {}

  public record Single(long number) implements Element {
    public Single {
      check(number);
    }
  }

  public record Range(long first, long last) implements Element {
    public Range {
      check(first);
      check(last);
    }
  }

  public SequenceSet {
    elements = List.copyOf(elements);
  }

  private static void check(long number) {
    if (number != STAR && (number < 1 || number > NUMBER_MAX)) {
      throw new IllegalArgumentException("not a sequence number");
    }
  }

  public boolean isSaved() {
    return elements.isEmpty();
  }
}

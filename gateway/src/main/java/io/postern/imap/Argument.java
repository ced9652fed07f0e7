package io.postern.imap;

import java.util.List;
import java.util.Objects;

/**
 * The form in which a policy function sees arguments (spec/policy-semantics.md, section 6; guide
 * 4.11.2.4).
 */
public sealed interface Argument {
  /** {@code (int, str)}: a number and its text; {@code *} in a sequence set is -1 and "*". */
  @SuppressWarnings("AvoidCommonTypeNames") // The RFC's word, and always said with its outer type.
  record Number(long value, String text) implements Argument {}

  /** {@code (int, int)}: a range, in the order as written; {@code *} is -1. */
  record Range(long first, long last) implements Argument {}

  /** {@code str}: a string or an atom. */
  record Text(String text) implements Argument {
    public Text {
      // A function may make one: the fault is its own, on its own thread.
      Objects.requireNonNull(text);
    }
  }

  /** {@code (",", a1, ...)}: a comma-separated list of two or more. */
  record Commas(List<Argument> items) implements Argument {
    public Commas {
      items = List.copyOf(items);
    }
  }

  /** {@code ("[", a1, ...)}. */
  record Brackets(List<Argument> items) implements Argument {
    public Brackets {
      items = List.copyOf(items);
    }
  }

  /** {@code ("(", a1, ...)}. */
  record Parens(List<Argument> items) implements Argument {
    public Parens {
      items = List.copyOf(items);
    }
  }

  /** What has no content to show. */
  enum Mark implements Argument {
    /** Message data: {@code '<LITERAL>'}, never shown to a policy. */
    LITERAL,
    /** NIL where the grammar has nstring: {@code None}. */
    NIL
  }
}

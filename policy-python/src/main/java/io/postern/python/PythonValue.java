package io.postern.python;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * A value of a policy, copied out of Python: what a table holds or a function returned. Python's
 * side makes tagged lists of it (reading.py), so no object of the policy is touched from Java.
 */
sealed interface PythonValue {
  /** What it is, without what is in it. */
  default String kind() {
    return switch (this) {
      case Text text -> "a str";
      case Whole whole -> "an int";
      case Constant constant -> toString();
      case Items items -> toString();
      case Function function -> "a function";
      case None none -> toString();
      case Other other -> toString();
    };
  }

  record Constant(PythonConstant constant) implements PythonValue {
    @Override
    public String toString() {
      return constant.name();
    }
  }

  record Text(String text) implements PythonValue {
    /** Characters of a text that a message shows. */
    private static final int SHOWN_MAX = 60;

    @Override
    public String toString() {
      return '"'
          + (text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX - 3) + "...")
          + '"';
    }
  }

  record Whole(long number) implements PythonValue {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** A tuple or a list. */
  record Items(List<PythonValue> items) implements PythonValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return "a tuple of " + items.size();
    }
  }

  record Function(String name) implements PythonValue {
    @Override
    public String toString() {
      return "the function " + name;
    }
  }

  record None() implements PythonValue {
    @Override
    public String toString() {
      return "None";
    }
  }

  /** What no entry and no answer can be. */
  record Other(String described) implements PythonValue {
    @Override
    public String toString() {
      return described;
    }
  }

  /** Reads what {@code plain} of reading.py made. */
  static PythonValue of(Value tagged) {
    return switch (tagged.getArrayElement(0).asString()) {
      case "c" -> new Constant(PythonConstant.of(tagged.getArrayElement(1).asInt()));
      case "s" -> new Text(tagged.getArrayElement(1).asString());
      case "i" ->
          tagged.getArrayElement(1).fitsInLong()
              ? new Whole(tagged.getArrayElement(1).asLong())
              : new Other("a number of more than 63 bits");
      case "t" -> {
        List<PythonValue> items = new ArrayList<>();
        for (long i = 1; i < tagged.getArraySize(); i++) {
          items.add(of(tagged.getArrayElement(i)));
        }
        yield new Items(items);
      }
      case "f" -> new Function(tagged.getArrayElement(1).asString());
      case "n" -> new None();
      default -> new Other(tagged.getArrayElement(1).asString());
    };
  }
}

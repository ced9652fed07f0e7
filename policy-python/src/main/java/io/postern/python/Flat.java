package io.postern.python;

import io.postern.imap.Argument;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments, flat: a text that tells their shape, and their values one after the other. Python
 * builds the tuple from them by a function made for the shape; handing tuples over as proxies costs
 * ten times as much.
 *
 * <p>A shape is made of these letters: {@code n} a number (two values), {@code r} a range (two),
 * {@code t} a text (one), {@code L} message data, {@code Z} NIL, and {@code , [ (} lists, each
 * ended by {@code .}.
 */
final class Flat {
  private final StringBuilder shape = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Flat(List<Argument> arguments) {
    arguments.forEach(this::add);
  }

  String shape() {
    return shape.toString();
  }

  List<Object> values() {
    return values;
  }

  private void add(Argument argument) {
    switch (argument) {
      case Argument.Number(long number, String text) -> two('n', number, text);
      case Argument.Range(long first, long last) -> two('r', first, last);
      case Argument.Text(String text) -> {
        shape.append('t');
        values.add(text);
      }
      case Argument.Commas(List<Argument> items) -> list(',', items);
      case Argument.Brackets(List<Argument> items) -> list('[', items);
      case Argument.Parens(List<Argument> items) -> list('(', items);
      case Argument.Mark mark -> shape.append(mark == Argument.Mark.LITERAL ? 'L' : 'Z');
    }
  }

  private void two(char kind, Object first, Object second) {
    shape.append(kind);
    values.add(first);
    values.add(second);
  }

  private void list(char kind, List<Argument> items) {
    shape.append(kind);
    items.forEach(this::add);
    shape.append('.');
  }

  /**
   * The text of a Python function that builds a tuple of that shape; nothing of a peer is in it.
   */
  static String builder(String shape) {
    StringBuilder body = new StringBuilder();
    int count = 0;
    for (int i = 0; i < shape.length(); i++) {
      switch (shape.charAt(i)) {
        case 'n', 'r' ->
            body.append("(a").append(count++).append(",a").append(count++).append("),");
        case 't' -> body.append('a').append(count++).append(',');
        case 'L' -> body.append('\'').append(Arguments.LITERAL).append("',");
        case 'Z' -> body.append("None,");
        case '.' -> body.append("),");
        default -> body.append("('").append(shape.charAt(i)).append("',");
      }
    }
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names.append(i == 0 ? "a" : ",a").append(i);
    }
    return "lambda " + names + ": (" + body + ")";
  }
}

package io.postern.python;

import io.postern.imap.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Value;

/**
 * The functions that build arguments from flat values, by shape. A shape that comes again and again
 * gets a function of its own; others are built list by list, which costs more, so that nobody can
 * make us compile by sending ever new shapes.
 */
final class Shapes {
  /** Shapes that are known; clients use a few dozen. */
  private static final int KNOWN_MAX = 256;

  /** How often a shape comes before it gets a function. */
  private static final int SEEN_MIN = 4;

  /** Longer ones are rare, and no two of them alike: sets of many numbers. */
  private static final int SHAPE_MAX = 100;

  private final Map<String, Known> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > KNOWN_MAX;
        }
      };

  private static final class Known {
    private int seen;
    private Optional<Value> builder = Optional.empty();
  }

  private final Value shape;
  private final Value pack;

  Shapes(Value shape, Value pack) {
    this.shape = shape;
    this.pack = pack;
  }

  /** Adds the function that builds the tuple, and its values, to what a call is made with. */
  void add(List<Argument> arguments, List<Object> call) {
    Flat flat = new Flat(arguments);
    Optional<Value> builder = builder(flat.shape());
    if (builder.isPresent()) {
      call.add(builder.get());
      call.addAll(flat.values());
    } else {
      call.add(pack);
      arguments.forEach(each -> call.add(built(each)));
    }
  }

  private Optional<Value> builder(String text) {
    if (text.length() > SHAPE_MAX) {
      return Optional.empty();
    }
    Known found = known.computeIfAbsent(text, each -> new Known());
    found.seen++;
    if (found.seen == SEEN_MIN) {
      found.builder = Optional.of(shape.execute(Flat.builder(text)));
    }
    return found.builder;
  }

  private Object built(Argument argument) {
    return switch (argument) {
      case Argument.Number(long number, String text) -> pack.execute(number, text);
      case Argument.Range(long first, long last) -> pack.execute(first, last);
      case Argument.Text(String text) -> text;
      case Argument.Commas(List<Argument> items) -> list(",", items);
      case Argument.Brackets(List<Argument> items) -> list("[", items);
      case Argument.Parens(List<Argument> items) -> list("(", items);
      case Argument.Mark mark -> mark == Argument.Mark.LITERAL ? Arguments.LITERAL : null;
    };
  }

  private Value list(String head, List<Argument> items) {
    List<Object> values = new ArrayList<>(items.size() + 1);
    values.add(head);
    items.forEach(each -> values.add(built(each)));
    return pack.execute(values.toArray());
  }
}

package io.postern.python;

import java.util.List;
import java.util.Locale;

/**
 * What to stack on the bodies of a command: kept as text, since nothing is stacked yet. {@code
 * (IMAP_BODY_TEXT, (Z_STACK_PROVIDER, "scanners", "strict"))} is {@code text provider scanners
 * strict}; a bare string is a program, as in the tradition.
 */
final class Stacks {
  private static final String EXPECTED =
      "(IMAP_BODY_FULL, (Z_STACK_PROGRAM, \"/path/of/program\")) or another body and kind of stack";

  private Stacks() {}

  static Read<String> text(PythonValue value) {
    List<PythonValue> items =
        value instanceof PythonValue.Items(List<PythonValue> found) ? found : List.of(value);
    if (items.isEmpty()
        || items.size() > 2
        || !(items.getFirst() instanceof PythonValue.Constant(PythonConstant body))
        || !body.name().startsWith("IMAP_BODY_")) {
      return new Read.Wrong<>("found " + value + ", expected " + EXPECTED);
    }
    StringBuilder text = new StringBuilder(word(body, "IMAP_BODY_"));
    if (items.size() == 1) {
      return new Read.Sound<>(text.toString());
    }
    return switch (items.get(1)) {
      case PythonValue.Text(String program) ->
          new Read.Sound<>(text.append(" program ").append(program).toString());
      case PythonValue.Function(String type) ->
          new Read.Sound<>(text.append(" proxy ").append(type).toString());
      case PythonValue.Items(List<PythonValue> stack) -> stack(text, stack);
      case PythonValue other ->
          new Read.Wrong<>("found " + other + " behind " + body + ", expected " + EXPECTED);
    };
  }

  private static Read<String> stack(StringBuilder text, List<PythonValue> stack) {
    if (stack.isEmpty()
        || !(stack.getFirst() instanceof PythonValue.Constant(PythonConstant kind))
        || !kind.name().startsWith("Z_STACK_")) {
      return new Read.Wrong<>("found a stack without its kind, expected Z_STACK_*");
    }
    text.append(' ').append(word(kind, "Z_STACK_"));
    for (PythonValue each : stack.subList(1, stack.size())) {
      switch (each) {
        case PythonValue.Text(String word) -> text.append(' ').append(word);
        case PythonValue.Function(String type) -> text.append(' ').append(type);
        case PythonValue.Whole(long number) -> text.append(' ').append(number);
        case PythonValue other -> {
          return new Read.Wrong<>("found " + other + " behind " + kind + ", expected a text");
        }
      }
    }
    return new Read.Sound<>(text.toString());
  }

  private static String word(PythonConstant constant, String prefix) {
    return constant.name().substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

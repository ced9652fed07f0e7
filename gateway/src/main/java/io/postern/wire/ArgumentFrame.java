package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A frame whose tokens are a policy's arguments, for the parser of commands.
 *
 * <p>A {@code str} becomes a TEXT token: an atom or a string, as the grammar wants it at that
 * place. So no octet of it can ever be read as anything else, whatever a policy puts in.
 */
final class ArgumentFrame {
  private static final byte[] TAG = {'x'};

  private final int depthMax;
  private final Optional<MessageLiteral> literal;
  private final Frame frame = new Frame();
  private final Map<String, Octets> remembered = new HashMap<>();
  private boolean announced;

  ArgumentFrame(int depthMax, Optional<MessageLiteral> literal) {
    this.depthMax = depthMax;
    this.literal = literal;
  }

  Frame frame() {
    return frame;
  }

  /** A string of the original command: where it isn't UTF-8, its text stands for its octets. */
  void remember(Octets string) {
    byte[] octets = string.toByteArray();
    if (Utf8.isValid(octets, 0, octets.length)) {
      remembered.put(string.text(), string);
    } else {
      remembered.putIfAbsent(string.text(), string);
    }
  }

  void write(String name, List<Argument> arguments) {
    add(Frame.ATOM, TAG, 0);
    // By hand: no regular expression in the parser.
    int from = 0;
    for (int space = name.indexOf(' '); space >= 0; space = name.indexOf(' ', from)) {
      add(Frame.ATOM, octets(name.substring(from, space)), 1);
      from = space + 1;
    }
    add(Frame.ATOM, octets(name.substring(from)), 1);
    list(arguments, 1, 0);
    if (announced != literal.isPresent()) {
      throw new Refusal("a message literal was left out or put in");
    }
  }

  private void list(List<Argument> items, int spacesBeforeFirst, int depth) {
    if (depth > depthMax) {
      throw new Refusal("parentheses are nested too deep");
    }
    int spaces = spacesBeforeFirst;
    boolean behindBrackets = false;
    for (Argument item : items) {
      boolean brackets = item instanceof Argument.Brackets;
      boolean partial =
          behindBrackets && item instanceof Argument.Text text && text.text().startsWith("<");
      item(item, brackets || partial ? 0 : spaces, depth);
      behindBrackets = brackets;
      spaces = 1;
    }
  }

  private void item(Argument item, int spaces, int depth) {
    switch (item) {
      case Argument.Text text -> add(Frame.TEXT, octets(text.text()), spaces);
      case Argument.Number number -> atom(number(number.value()), spaces);
      case Argument.Range range -> atom(range(range), spaces);
      case Argument.Commas commas -> atom(commas(commas), spaces);
      case Argument.Parens parens -> {
        add(Frame.OPEN, new byte[0], spaces);
        list(parens.items(), 0, depth + 1);
        add(Frame.CLOSE, new byte[0], 0);
      }
      case Argument.Brackets brackets -> {
        add(Frame.OPEN_BRACKET, new byte[0], spaces);
        list(brackets.items(), 0, depth + 1);
        add(Frame.CLOSE_BRACKET, new byte[0], 0);
      }
      case Argument.Mark mark -> {
        switch (mark) {
          case NIL -> add(Frame.NIL, new byte[0], spaces);
          case LITERAL -> announce(spaces);
        }
      }
    }
  }

  private void announce(int spaces) {
    if (announced || literal.isEmpty()) {
      throw new Refusal("a message literal was left out or put in");
    }
    announced = true;
    add(Frame.MARKER, new byte[0], spaces);
    MessageLiteral message = literal.get();
    frame.announce(message.octets(), message.synchronizing(), message.literal8());
  }

  private void atom(String ascii, int spaces) {
    add(Frame.ATOM, ascii.getBytes(StandardCharsets.US_ASCII), spaces);
  }

  private static String commas(Argument.Commas commas) {
    StringBuilder text = new StringBuilder();
    for (Argument item : commas.items()) {
      text.append(text.isEmpty() ? "" : ",");
      switch (item) {
        case Argument.Number number -> text.append(number(number.value()));
        case Argument.Range range -> text.append(range(range));
        case Argument.Text other -> throw notNumbers();
        case Argument.Commas other -> throw notNumbers();
        case Argument.Parens other -> throw notNumbers();
        case Argument.Brackets other -> throw notNumbers();
        case Argument.Mark other -> throw notNumbers();
      }
    }
    return text.toString();
  }

  private static Refusal notNumbers() {
    return new Refusal("a list of numbers holds something else");
  }

  private static String range(Argument.Range range) {
    return number(range.first()) + ":" + number(range.last());
  }

  private static String number(long value) {
    if (value < -1) {
      throw new Refusal("a number is negative");
    }
    return value == -1 ? "*" : Long.toString(value);
  }

  /** The octets of a text: those it had in the original command, else UTF-8. */
  private byte[] octets(String text) {
    Octets original = remembered.get(text);
    if (original != null) {
      return original.toByteArray();
    }
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
      throw new Refusal("a text holds NUL or half a character");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void add(byte kind, byte[] octets, int spaces) {
    int classes = 0;
    for (byte octet : octets) {
      int of = Ascii.of(octet);
      classes |= of == 0 ? Cursor.NO_CLASS : of;
    }
    int start = frame.length();
    frame.append(octets, 0, octets.length);
    frame.add(kind, start, frame.length(), classes, spaces);
  }
}

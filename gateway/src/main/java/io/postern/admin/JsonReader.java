package io.postern.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of one line, strictly (RFC 8259), by recursive descent. */
final class JsonReader {
  /** No request or answer of ours needs half of it; a bound, so that no line eats the stack. */
  private static final int DEPTH_MAX = 32;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /** The one value that the whole text is. */
  Object whole() {
    Object value = value();
    blanks();
    if (at < text.length()) {
      throw wrong("the end");
    }
    return value;
  }

  private Object value() {
    blanks();
    return switch (peek()) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw wrong("a value");
    };
  }

  private <T> T nested(java.util.function.Supplier<T> reader) {
    if (++depth > DEPTH_MAX) {
      throw wrong("at most " + DEPTH_MAX + " levels");
    }
    at++;
    T value = reader.get();
    depth--;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    if (next('}')) {
      return object;
    }
    do {
      blanks();
      String key = string();
      expect(':');
      if (object.put(key, value()) != null) {
        throw wrong("each key once");
      }
    } while (next(','));
    expect('}');
    return object;
  }

  private List<Object> array() {
    List<Object> array = new ArrayList<>();
    if (next(']')) {
      return array;
    }
    do {
      array.add(value());
    } while (next(','));
    expect(']');
    return array;
  }

  private String string() {
    if (peek() != '"') {
      throw wrong("a string");
    }
    at++;
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = peek();
      if (c < ' ') {
        throw wrong("the end of a string");
      }
      at++;
      switch (c) {
        case '"' -> {
          return string.toString();
        }
        case '\\' -> string.append(escaped());
        default -> string.append(c);
      }
    }
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0) {
            throw wrong("four hexadecimal digits");
          }
          code = code * 16 + digit;
          at++;
        }
        yield (char) code;
      }
      default -> {
        at--;
        throw wrong("an escape of JSON");
      }
    };
  }

  private Object number() {
    int start = at;
    boolean whole = true;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      whole &= "+.eE".indexOf(text.charAt(at)) < 0;
      at++;
    }
    String digits = text.substring(start, at);
    String magnitude = digits.startsWith("-") ? digits.substring(1) : digits;
    boolean zeros =
        magnitude.length() > 1 && magnitude.startsWith("0") && magnitude.charAt(1) >= '0';
    try {
      double value = Double.parseDouble(digits);
      char first = magnitude.isEmpty() ? ' ' : magnitude.charAt(0);
      if (zeros || !Double.isFinite(value) || first < '0' || first > '9') {
        throw new NumberFormatException();
      }
      // Parsed by the condition's own branch: a conditional expression would make both a double.
      return whole ? Long.valueOf(digits) : (Object) value;
    } catch (NumberFormatException notOne) {
      at = start;
      throw wrong("a number");
    }
  }

  private boolean word(String word, boolean value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private boolean next(char wanted) {
    blanks();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!next(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; a NUL, which JSON has nowhere, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "not JSON: expected " + expected + " at column " + (at + 1));
  }
}

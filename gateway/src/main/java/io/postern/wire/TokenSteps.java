package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Octets;
import java.nio.charset.StandardCharsets;

/**
 * The place in a frame's tokens that a command's parser has reached. What is expected and isn't
 * there is a {@link Refusal}.
 *
 * <p>Spacing is held to the grammar in one place: each token must have exactly the SP before it
 * that {@link #sp} announced, else none.
 */
abstract class TokenSteps {
  private Frame frame;
  private Syntax syntax;
  private int token;
  private boolean spaced;
  private int depth;
  private final int depthMax;

  private int start;
  private int end;
  private int classes;

  TokenSteps(int depthMax) {
    this.depthMax = depthMax;
  }

  void begin(Frame frame, Syntax syntax) {
    this.frame = frame;
    this.syntax = syntax;
    token = 0;
    spaced = false;
    depth = 0;
  }

  Frame frame() {
    return frame;
  }

  Syntax syntax() {
    return syntax;
  }

  /** The kind of the next token, 0 at the end. */
  byte kind() {
    return token < frame.tokens() ? frame.kind(token) : 0;
  }

  /** The first octet of the next token, 0 at the end or if it is empty. */
  int octet() {
    return token < frame.tokens() && frame.start(token) < frame.end(token)
        ? frame.array()[frame.start(token)]
        : 0;
  }

  /** Whether another token follows behind SP. */
  boolean spaceFollows() {
    return token < frame.tokens() && frame.spacesBefore(token) > 0;
  }

  /** Whether the next token is of that kind and stands close to the last one. */
  boolean glued(byte kind) {
    return !spaced && kind() == kind && frame.spacesBefore(token) == 0;
  }

  /** SP must stand before the next token. */
  void sp() {
    spaced = true;
  }

  /** The command must end here. */
  void finish() {
    if (token < frame.tokens() || spaced || frame.spacesAtEnd() > 0) {
      throw new Refusal("the command goes on where it should end");
    }
  }

  final void step() {
    if (token >= frame.tokens()) {
      throw new Refusal("an argument is missing");
    }
    if (frame.spacesBefore(token) != (spaced ? 1 : 0)) {
      throw new Refusal("arguments are not separated by one space");
    }
    spaced = false;
    start = frame.start(token);
    end = frame.end(token);
    classes = frame.classes(token);
    token++;
  }

  void open() {
    expect(Frame.OPEN, "an opening parenthesis is missing");
    deeper();
  }

  void close() {
    expect(Frame.CLOSE, "a closing parenthesis is missing");
    depth--;
  }

  /** At a list's end or at its next item: at the end the parenthesis is taken. */
  boolean closes() {
    if (glued(Frame.CLOSE)) {
      close();
      return true;
    }
    return false;
  }

  private void deeper() {
    if (++depth > depthMax) {
      throw new Refusal("parentheses are nested too deep");
    }
  }

  void expect(byte kind, String reason) {
    if (kind() != kind) {
      throw new Refusal(reason);
    }
    step();
  }

  // Words: what is neither a string nor a parenthesis. The span is start, end.

  /** One token that is a word, not joined with brackets. */
  void part(String reason) {
    if (kind() != Frame.ATOM && kind() != Frame.TEXT) {
      throw new Refusal(reason);
    }
    step();
    if (start == end) {
      throw new Refusal(reason);
    }
  }

  /** A word with the brackets in it, which are tokens of their own. */
  final void word(String reason) {
    byte first = kind();
    if (first == Frame.TEXT) {
      part(reason);
      return;
    }
    if (!isWord(first)) {
      throw new Refusal(reason);
    }
    step();
    while (token < frame.tokens() && frame.spacesBefore(token) == 0 && isWord(kind())) {
      end = frame.end(token);
      classes |= frame.classes(token);
      token++;
    }
  }

  static boolean isWord(byte kind) {
    return kind == Frame.ATOM || kind == Frame.OPEN_BRACKET || kind == Frame.CLOSE_BRACKET;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  byte[] array() {
    return frame.array();
  }

  /** The last word as text; ASCII has been checked. */
  String text() {
    return new String(frame.array(), start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** One of a set of words. */
  <V> V one(Words<V> words, String reason) {
    part(reason);
    V found = words.find(frame.array(), start, end);
    if (found == null) {
      throw new Refusal(reason);
    }
    return found;
  }

  /** Whether the next token is that word (given in upper case); it isn't taken. */
  boolean isWord(String upper) {
    byte kind = kind();
    return (kind == Frame.ATOM || kind == Frame.TEXT)
        && Ascii.matches(frame.array(), frame.start(token), frame.end(token), upper);
  }

  /** The join of the classes of the last word or string. */
  int classes() {
    return classes;
  }

  /** A copy of the last token's octets. */
  Octets copy() {
    return frame.copy(start, end);
  }
}

package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import io.postern.imap.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The place in a frame's tokens that a command's parser has reached, and the terminals of the
 * grammar. What is expected and isn't there is a {@link Refusal}.
 *
 * <p>Spacing is held to the grammar in one place: each token must have exactly the SP before it
 * that {@link #sp} announced, else none.
 */
final class Cursor {
  /** ATOM-CHAR. */
  private static final int ATOM = Ascii.ATOM | Ascii.DIGIT | Ascii.PLUS;

  private static final int ASTRING = ATOM | Ascii.RESP_SPECIAL;
  private static final int LIST = ASTRING | Ascii.WILDCARD;

  /**
   * The bit of octets that belong to no class, in tokens that were made from a policy's arguments.
   */
  static final int NO_CLASS = 1 << 8;

  private Frame frame;
  private Syntax syntax;
  private int token;
  private boolean spaced;
  private int depth;
  private final int depthMax;

  private int start;
  private int end;
  private int classes;

  Cursor(int depthMax) {
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

  private void step() {
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
  private void word(String reason) {
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

  private static boolean isWord(byte kind) {
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

  /** {@code atom = 1*ATOM-CHAR}, RFC 9051 section 9. */
  String atom(String reason) {
    word(reason);
    if ((classes & ~ATOM) != 0) {
      throw new Refusal(reason);
    }
    return text();
  }

  /**
   * {@code tag = 1*<any ASTRING-CHAR except "+">}: the span; validity is {@link
   * io.postern.imap.Tag}'s.
   */
  boolean tag() {
    if (!isWord(kind())) {
      return false;
    }
    if (frame.spacesBefore(token) != 0) {
      return false;
    }
    word("");
    return (classes & ~(ASTRING & ~Ascii.PLUS)) == 0;
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

  /** A flag of a client: {@code "\" atom / atom}, RFC 9051 section 9; never {@code \*}. */
  String flag() {
    word("a flag is malformed");
    int name = frame.array()[start] == '\\' ? start + 1 : start;
    boolean atom = name < end && (classes & ~(ATOM | Ascii.BACKSLASH)) == 0;
    for (int i = name; atom && i < end; i++) {
      atom = frame.array()[i] != '\\';
    }
    if (!atom) {
      throw new Refusal("a flag is malformed");
    }
    return text();
  }

  /** {@code number64 = 1*DIGIT}, up to 63 bits. */
  long number() {
    part("a number is missing");
    if ((classes & ~(Ascii.ATOM | Ascii.DIGIT)) != 0) {
      throw new Refusal("a number is malformed");
    }
    long value = Numerals.value(frame.array(), start, end);
    if (value < 0) {
      throw new Refusal("a number is malformed");
    }
    return value;
  }

  // Strings.

  /** {@code astring = 1*ASTRING-CHAR / string}. */
  Octets astring() {
    return string(ASTRING);
  }

  /** {@code string = quoted / literal}. */
  Octets string() {
    return string(0);
  }

  /** {@code nstring = string / nil}. */
  Optional<Octets> nstring() {
    return nil() ? Optional.empty() : Optional.of(string());
  }

  /** NIL where the grammar has it: it is taken. */
  boolean nil() {
    if (kind() == Frame.NIL || (kind() == Frame.ATOM && isWord("NIL"))) {
      step();
      return true;
    }
    return false;
  }

  private Octets string(int wordClasses) {
    switch (kind()) {
      case Frame.QUOTED -> {
        step();
        if ((classes & Ascii.EIGHT_BIT) != 0
            && !(syntax.utf8() && Utf8.isValid(frame.array(), start, end))) {
          throw new Refusal("a quoted string holds octets that it may not");
        }
        return (classes & Ascii.BACKSLASH) == 0 ? copy() : unescaped();
      }
      case Frame.LITERAL -> {
        step();
        return copy();
      }
      case Frame.TEXT -> {
        step(); // A policy's string is what the grammar wants it to be.
        return copy();
      }
      case Frame.LITERAL8 -> throw new Refusal("a literal8 is out of place");
      default -> {
        if (wordClasses == 0) {
          throw new Refusal("a string is missing");
        }
        word("a string is missing");
        if ((classes & ~wordClasses) != 0) {
          throw new Refusal("a string holds octets that must be quoted");
        }
        return copy();
      }
    }
  }

  Octets copy() {
    return frame.copy(start, end);
  }

  private Octets unescaped() {
    byte[] made = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      if (frame.array()[i] == '\\') {
        i++;
      }
      made[length++] = frame.array()[i];
    }
    return Octets.copyOf(made, 0, length);
  }

  /** {@code mailbox = "INBOX" / astring}, decoded. */
  Mailbox mailbox() {
    return new Mailbox(name(ASTRING));
  }

  /** {@code list-mailbox = 1*list-char / string}, decoded. */
  String listMailbox() {
    return name(LIST);
  }

  /** A reference of LIST: written like a mailbox, but never INBOX. */
  String reference() {
    return name(ASTRING);
  }

  private String name(int wordClasses) {
    boolean ofPolicy = kind() == Frame.TEXT;
    byte[] octets = string(wordClasses).toByteArray();
    if (ofPolicy && Utf8.isValid(octets, 0, octets.length)) {
      return new String(octets, StandardCharsets.UTF_8);
    }
    if (!syntax.utf8()) {
      return ModifiedUtf7.decode(octets, 0, octets.length)
          .orElseThrow(() -> new Refusal("a mailbox name is not modified UTF-7"));
    }
    return netUnicode(octets).orElseThrow(() -> new Refusal("a mailbox name is not valid UTF-8"));
  }

  /**
   * RFC 6855, section 3: valid UTF-8 without controls and without line and paragraph separators.
   */
  private static Optional<String> netUnicode(byte[] octets) {
    if (!Utf8.isValid(octets, 0, octets.length)) {
      return Optional.empty();
    }
    String name = new String(octets, StandardCharsets.UTF_8);
    boolean controls =
        name.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    return controls ? Optional.empty() : Optional.of(name);
  }
}

package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import io.postern.imap.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The terminals of the grammar of commands, RFC 9051 section 9, read from a frame's tokens. */
final class Cursor extends TokenSteps {
  /** ATOM-CHAR. */
  private static final int ATOM = Ascii.ATOM | Ascii.DIGIT | Ascii.PLUS;

  private static final int ASTRING = ATOM | Ascii.RESP_SPECIAL;
  private static final int LIST = ASTRING | Ascii.WILDCARD;

  /**
   * The bit of octets that belong to no class, in tokens that were made from a policy's arguments.
   */
  static final int NO_CLASS = 1 << 8;

  Cursor(int depthMax) {
    super(depthMax);
  }

  /** {@code atom = 1*ATOM-CHAR}, RFC 9051 section 9. */
  String atom(String reason) {
    word(reason);
    if ((classes() & ~ATOM) != 0) {
      throw new Refusal(reason);
    }
    return text();
  }

  /**
   * {@code tag = 1*<any ASTRING-CHAR except "+">}: the span; validity is {@link
   * io.postern.imap.Tag}'s.
   */
  boolean tag() {
    if (!isWord(kind()) || spaceFollows()) {
      return false;
    }
    word("");
    return (classes() & ~(ASTRING & ~Ascii.PLUS)) == 0;
  }

  /** A flag of a client: {@code "\" atom / atom}, RFC 9051 section 9; never {@code \*}. */
  String flag() {
    word("a flag is malformed");
    int name = array()[start()] == '\\' ? start() + 1 : start();
    boolean atom = name < end() && (classes() & ~(ATOM | Ascii.BACKSLASH)) == 0;
    for (int i = name; atom && i < end(); i++) {
      atom = array()[i] != '\\';
    }
    if (!atom) {
      throw new Refusal("a flag is malformed");
    }
    return text();
  }

  /** {@code number64 = 1*DIGIT}, up to 63 bits. */
  long number() {
    part("a number is missing");
    if ((classes() & ~(Ascii.ATOM | Ascii.DIGIT)) != 0) {
      throw new Refusal("a number is malformed");
    }
    long value = Numerals.value(array(), start(), end());
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
    return switch (kind()) {
      case Frame.QUOTED -> quoted();
      // A policy's string is what the grammar wants it to be.
      case Frame.LITERAL, Frame.TEXT -> {
        step();
        yield copy();
      }
      case Frame.LITERAL8 -> throw new Refusal("a literal8 is out of place");
      default -> {
        if (wordClasses == 0) {
          throw new Refusal("a string is missing");
        }
        word("a string is missing");
        if ((classes() & ~wordClasses) != 0) {
          throw new Refusal("a string holds octets that must be quoted");
        }
        yield copy();
      }
    };
  }

  /** Octets above 0x7F only where UTF-8 is on, RFC 6855 section 3. */
  private Octets quoted() {
    step();
    if ((classes() & Ascii.EIGHT_BIT) != 0
        && !(syntax().utf8() && Utf8.isValid(array(), start(), end()))) {
      throw new Refusal("a quoted string holds octets that it may not");
    }
    return (classes() & Ascii.BACKSLASH) == 0 ? copy() : unescaped();
  }

  private Octets unescaped() {
    byte[] made = new byte[end() - start()];
    int length = 0;
    for (int i = start(); i < end(); i++) {
      if (array()[i] == '\\') {
        i++;
      }
      made[length++] = array()[i];
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
    if (!syntax().utf8()) {
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

package io.postern.wire;

/**
 * What a token is by the grammar: the parser writes one beside each token that it accepts, and
 * arguments are made from tokens and roles alone. A token of an accepted response that has no role
 * doesn't exist.
 */
final class Roles {
  /** Not looked at yet. */
  static final byte NONE = 0;

  /**
   * Seen and not shown: the asterisk, the response's name, the second half of {@code ()} for NIL.
   */
  static final byte SYNTAX = 1;

  /** A keyword, item, code, capability or section: shown in upper case. */
  static final byte KEYWORD = 2;

  /** A string or atom as written. */
  static final byte STRING = 3;

  /** NIL where the grammar has it. */
  static final byte NIL = 4;

  static final byte NUMBER = 5;

  /** A sequence-set. */
  static final byte SET = 6;

  /** A flag or mailbox attribute: upper case if it begins with a backslash. */
  static final byte FLAG = 7;

  /** A mailbox name, to be decoded. */
  static final byte MAILBOX = 8;

  /** A tag in data: the octets that the gateway maps back (spec/policy-semantics.md, section 7). */
  static final byte TAG_REFERENCE = 9;

  /** Message data, in whatever form: never shown. */
  static final byte MESSAGE = 10;

  static final byte LIST = 11;
  static final byte LIST_END = 12;
  static final byte BRACKETS = 13;
  static final byte BRACKETS_END = 14;

  /**
   * The continuation of the token before: one value in several tokens, since brackets are tokens of
   * their own.
   */
  static final byte JOINED = 15;

  /** The text of a status or continuation. */
  static final byte TEXT = 16;

  /** The free text of a code: as written, quotes and all. */
  static final byte FREE_TEXT = 17;

  private Roles() {}
}

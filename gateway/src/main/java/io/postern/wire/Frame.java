package io.postern.wire;

import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The line being read: its octets (CRLF and held literals included) and its tokens, in arrays that
 * are reused.
 *
 * <p>A token has a kind, a span of octets, the join of its octets' {@link io.postern.imap.Ascii}
 * classes, and whether exactly one SP, none or more stood before it. A parser writes a role beside
 * it, from which arguments and views are made mechanically.
 */
public final class Frame {
  /** Kinds of tokens. */
  public static final byte ATOM = 1;

  /** A quoted string; the span is what stands between the quotes, escapes still in it. */
  public static final byte QUOTED = 2;

  /** A literal that was held; the span is its content. */
  public static final byte LITERAL = 3;

  /** A literal8 that was held. */
  public static final byte LITERAL8 = 4;

  /**
   * The marker of a literal whose octets aren't in the frame (streamed, refused, or still to come);
   * the span is empty.
   */
  public static final byte MARKER = 5;

  public static final byte OPEN = 6;
  public static final byte CLOSE = 7;
  public static final byte OPEN_BRACKET = 8;
  public static final byte CLOSE_BRACKET = 9;

  /** The rest of a line as text: behind a status word and its code, behind {@code +}. */
  public static final byte TEXT = 10;

  /** NIL among the arguments that a policy made; never from the wire, where NIL is an atom. */
  static final byte NIL = 11;

  // What a session keeps that rests: a short command fits (docs/performance.md).
  private static final int OCTETS = 128;
  private static final int TOKENS = 8;

  // What it gets when that isn't enough: most commands and list lines fit.
  private static final int WORKING_OCTETS = 512;
  private static final int WORKING_TOKENS = 64;

  /** A long, an int and an octet. */
  private static final int TOKEN_OCTETS = 13;

  /** Arrays up to this size stay with the session: lines of some kilobytes come again and again. */
  private static final int MEMORY_KEPT = 64 * 1024;

  private byte[] octets = new byte[OCTETS];
  private int length;

  /**
   * Of each token, from the highest bit down: 32 bits start, 16 bits classes, 8 bits spaces, 8 bits
   * kind. One store a token instead of four: the lexer lives on it.
   */
  private long[] tokenBits = new long[TOKENS];

  private int[] ends = new int[TOKENS];
  private byte[] roles = new byte[TOKENS];
  private int tokens;
  private int spacesAtEnd;
  private int filling;
  private boolean announces;
  private long announcedOctets;
  private boolean announcedSynchronizing;
  private boolean announcedLiteral8;

  /** Octets in the frame. */
  public int length() {
    return length;
  }

  /** The frame's own array: valid up to {@link #length}, until the next {@link #clear}. */
  public byte[] array() {
    return octets;
  }

  public int tokens() {
    return tokens;
  }

  public byte kind(int token) {
    return (byte) tokenBits[token];
  }

  public int start(int token) {
    return (int) (tokenBits[token] >>> 32);
  }

  public int end(int token) {
    return ends[token];
  }

  /** The joined {@link io.postern.imap.Ascii} bits of the token's octets. */
  public int classes(int token) {
    return (int) (tokenBits[token] >>> 16) & 0xFFFF;
  }

  /** How many SP stood before the token: 0, 1, or 2 for more. */
  public byte spacesBefore(int token) {
    return (byte) (tokenBits[token] >>> 8);
  }

  public byte role(int token) {
    return roles[token];
  }

  public void role(int token, byte role) {
    roles[token] = role;
  }

  /**
   * At a line's end: how many SP stood before its CRLF, behind the last token. The text of a TEXT
   * token counts as text.
   */
  public int spacesAtEnd() {
    return spacesAtEnd;
  }

  void spacesAtEnd(int count) {
    spacesAtEnd = count;
  }

  /**
   * Changes whenever the frame is emptied: token numbers and offsets of one filling mean nothing in
   * the next.
   */
  int filling() {
    return filling;
  }

  /**
   * The literal that the last token, a MARKER, announces: nothing once it has been held or
   * swallowed.
   */
  public Optional<MessageLiteral> announced() {
    return announces
        ? Optional.of(
            new MessageLiteral(announcedOctets, announcedSynchronizing, announcedLiteral8))
        : Optional.empty();
  }

  /** In parts: a server's list may announce one in each line, and nobody asks for a value then. */
  void announce(long literalOctets, boolean synchronizing, boolean literal8) {
    announces = true;
    announcedOctets = literalOctets;
    announcedSynchronizing = synchronizing;
    announcedLiteral8 = literal8;
  }

  void announceNothing() {
    announces = false;
  }

  /** Octets of memory that the line takes: its own, and those that note its tokens. */
  public long held() {
    return length + (long) TOKEN_OCTETS * tokens;
  }

  /** Octets of memory that the frame's arrays take at the moment. */
  long memory() {
    return octets.length + (long) TOKEN_OCTETS * ends.length;
  }

  /** A copy of the octets {@code [start, end)}. */
  public Octets copy(int start, int end) {
    return Octets.copyOf(octets, start, end - start);
  }

  void append(byte[] source, int offset, int count) {
    if (octets.length - length < count) {
      int doubled = Math.max(octets.length * 2, WORKING_OCTETS);
      octets = Arrays.copyOf(octets, Math.max(doubled, length + count));
    }
    System.arraycopy(source, offset, octets, length, count);
    length += count;
  }

  /**
   * The last token, a MARKER, becomes the literal whose content is the frame's octets from {@code
   * start} on.
   */
  void holdLast(byte kind, int start, int classBits) {
    tokenBits[tokens - 1] = bits(kind, start, classBits, spacesBefore(tokens - 1));
    ends[tokens - 1] = length;
  }

  private static long bits(int kind, int start, int classBits, int spacesBefore) {
    return (long) start << 32 | classBits << 16 | spacesBefore << 8 | kind;
  }

  /** {@code classBits}: at most 15 bits. */
  void add(int kind, int start, int end, int classBits, int spacesBefore) {
    int token = tokens;
    if (token == ends.length) {
      grow();
    }
    tokenBits[token] = bits(kind, start, classBits, Math.min(spacesBefore, 2));
    ends[token] = end;
    tokens = token + 1;
  }

  private void grow() {
    int capacity = Math.max(tokens * 2, WORKING_TOKENS);
    tokenBits = Arrays.copyOf(tokenBits, capacity);
    ends = Arrays.copyOf(ends, capacity);
    roles = Arrays.copyOf(roles, capacity);
  }

  /**
   * Empties the frame for the next line; what one long line needed isn't kept for the session's
   * life.
   */
  public void clear() {
    if (memory() > MEMORY_KEPT) {
      shrink();
    } else {
      Arrays.fill(roles, 0, tokens, (byte) 0);
    }
    length = 0;
    tokens = 0;
    spacesAtEnd = 0;
    filling++;
    announces = false;
  }

  /** While the frame is empty: gives back what longer lines have needed. */
  void rest() {
    if (octets.length > OCTETS || ends.length > TOKENS) {
      shrink();
    }
  }

  private void shrink() {
    octets = new byte[OCTETS];
    tokenBits = new long[TOKENS];
    ends = new int[TOKENS];
    roles = new byte[TOKENS];
  }

  /** For tests: overwrites what a view that outlived its line would see. */
  void poison() {
    Arrays.fill(octets, (byte) 0xEE);
    Arrays.fill(tokenBits, -1);
  }
}

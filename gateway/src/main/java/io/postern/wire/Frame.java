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

  // Most commands and FETCH list lines fit; an idle session keeps little (docs/performance.md).
  private static final int OCTETS = 512;
  private static final int TOKENS = 64;

  /** Arrays up to this size stay with the session: lines of some kilobytes come again and again. */
  private static final int MEMORY_KEPT = 64 * 1024;

  private byte[] octets = new byte[OCTETS];
  private int length;
  private int[] starts = new int[TOKENS];
  private int[] ends = new int[TOKENS];
  private int[] classes = new int[TOKENS];
  private byte[] kinds = new byte[TOKENS];
  private byte[] spaces = new byte[TOKENS];
  private byte[] roles = new byte[TOKENS];
  private int tokens;
  private int spacesAtEnd;
  private int filling;
  private MessageLiteral announced;

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
    return kinds[token];
  }

  public int start(int token) {
    return starts[token];
  }

  public int end(int token) {
    return ends[token];
  }

  /** The joined {@link io.postern.imap.Ascii} bits of the token's octets. */
  public int classes(int token) {
    return classes[token];
  }

  /** How many SP stood before the token: 0, 1, or 2 for more. */
  public byte spacesBefore(int token) {
    return spaces[token];
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
    return Optional.ofNullable(announced);
  }

  void announced(MessageLiteral literal) {
    announced = literal;
  }

  /** Octets of memory that the frame's arrays take at the moment. */
  public long memory() {
    return octets.length + 15L * kinds.length; // Three ints and three octets a token.
  }

  /** A copy of the octets {@code [start, end)}. */
  public Octets copy(int start, int end) {
    return Octets.copyOf(octets, start, end - start);
  }

  void append(byte[] source, int offset, int count) {
    if (octets.length - length < count) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + count));
    }
    System.arraycopy(source, offset, octets, length, count);
    length += count;
  }

  /**
   * The last token, a MARKER, becomes the literal whose content is the frame's octets from {@code
   * start} on.
   */
  void holdLast(byte kind, int start, int classBits) {
    kinds[tokens - 1] = kind;
    starts[tokens - 1] = start;
    ends[tokens - 1] = length;
    classes[tokens - 1] = classBits;
  }

  int add(byte kind, int start, int end, int classBits, int spacesBefore) {
    if (tokens == starts.length) {
      int capacity = tokens * 2;
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      classes = Arrays.copyOf(classes, capacity);
      kinds = Arrays.copyOf(kinds, capacity);
      spaces = Arrays.copyOf(spaces, capacity);
      roles = Arrays.copyOf(roles, capacity);
    }
    kinds[tokens] = kind;
    starts[tokens] = start;
    ends[tokens] = end;
    classes[tokens] = classBits;
    spaces[tokens] = (byte) Math.min(spacesBefore, 2);
    roles[tokens] = 0;
    return tokens++;
  }

  /**
   * Empties the frame for the next line; what one long line needed isn't kept for the session's
   * life.
   */
  public void clear() {
    if (memory() > MEMORY_KEPT) {
      octets = new byte[OCTETS];
      starts = new int[TOKENS];
      ends = new int[TOKENS];
      classes = new int[TOKENS];
      kinds = new byte[TOKENS];
      spaces = new byte[TOKENS];
      roles = new byte[TOKENS];
    }
    length = 0;
    tokens = 0;
    spacesAtEnd = 0;
    filling++;
    announced = null;
  }

  /** For tests: overwrites what a view that outlived its line would see. */
  void poison() {
    Arrays.fill(octets, (byte) 0xEE);
    Arrays.fill(kinds, (byte) -1);
  }
}

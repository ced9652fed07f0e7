package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Limits;
import io.postern.imap.Violation;

/**
 * Cuts one direction of a connection into lines and literals: a lexer with a mode, each octet lexed
 * once, any split of the same octets giving the same events. CRLF only; in doubt a violation, never
 * a resynchronisation (design.md, section 3).
 *
 * <p>A literal of no octets gives no CHUNK: behind {@link #stream}, ask {@link #literalRemaining}.
 */
public final class Framer {
  /** Whose octets are read. */
  public enum Side {
    CLIENT,
    SERVER
  }

  /** What {@link #read} met. */
  public enum Event {
    /** All input used; more is needed. */
    MORE,
    /** A command, response or plain line is whole: see {@link #frame}; go on with {@link #next}. */
    LINE,
    /**
     * A literal is announced; its {@code MARKER} is the frame's last token. Say hold, stream,
     * swallow or abandon.
     */
    LITERAL,
    /**
     * Octets of a streamed literal: those that this read consumed, nothing else. At {@link
     * #literalRemaining} 0 it has ended.
     */
    CHUNK,
    /** Framing is broken for good: see {@link #violation}. */
    VIOLATION
  }

  private enum Phase {
    LINE,
    /** A line was handed out; {@link #next} is due. */
    LINE_DONE,
    /** A literal was announced; the caller must say what to do with it. */
    ANNOUNCED,
    HOLDING,
    STREAMING,
    SWALLOWING,
    BROKEN
  }

  /**
   * For tests: whether a frame is overwritten when its line is over, so that a view that outlives
   * it is seen.
   */
  static volatile boolean poisoning;

  /**
   * Tokens of one line: each costs more memory than the octets of a parenthesis, so that 16 MiB of
   * them would cost 200 (threats T28). A SEARCH answer with a million numbers has half as many.
   */
  static final int TOKENS_MAX = 1 << 21;

  private final Frame frame = new Frame();
  private final Lexer lexer;
  private Phase phase = Phase.LINE;
  private int lineMax;
  private int lineOctets;
  private int consumed;
  private long remaining;
  private int heldStart;
  private int heldClasses;
  private Violation violation = new Violation(Violation.Kind.LINE_TOO_LONG, -1);

  /** The line's bound is that before login: see {@link #lineMax}. */
  public Framer(Side side, Limits limits) {
    lexer = new Lexer(side, frame);
    lineMax =
        switch (side) {
          case CLIENT -> limits.clientLineBeforeLogin();
          case SERVER -> limits.serverLineBeforeLogin();
        };
  }

  /** Reads from {@code input[offset, limit)} up to the next event. */
  public Event read(byte[] input, int offset, int limit) {
    int at = offset;
    consumed = 0;
    while (at < limit) {
      switch (phase) {
        case LINE -> {
          return line(input, offset, at, limit);
        }
        case HOLDING -> {
          int count = (int) Math.min(remaining, limit - at);
          if (!hold(input, at, count)) {
            return broken(Violation.Kind.NUL, lineOctets);
          }
          at += count;
        }
        case SWALLOWING -> {
          int count = (int) Math.min(remaining, limit - at);
          remaining -= count;
          at += count;
          if (remaining == 0) {
            phase = Phase.LINE;
          }
        }
        case STREAMING -> {
          consumed = (int) Math.min(remaining, limit - at);
          remaining -= consumed;
          if (remaining == 0) {
            phase = Phase.LINE;
          }
          return Event.CHUNK;
        }
        case BROKEN -> {
          return Event.VIOLATION;
        }
        case LINE_DONE, ANNOUNCED -> throw new IllegalStateException("an event waits in " + phase);
      }
    }
    consumed = at - offset;
    return phase == Phase.BROKEN ? Event.VIOLATION : Event.MORE;
  }

  private Event line(byte[] input, int offset, int from, int limit) {
    // The bound ends the piece, so that a breach behind it is never seen, wherever the pieces are
    // cut.
    int end = (int) Math.min(limit, (long) from + lineMax - lineOctets);
    Lexer.Outcome outcome = lexer.scan(input, from, end);
    int stopped = lexer.stopped();
    frame.append(input, from, stopped - from);
    lineOctets += stopped - from;
    consumed = stopped - offset;
    if (frame.tokens() > TOKENS_MAX) {
      return broken(Violation.Kind.LINE_TOO_LONG, -1);
    }
    return switch (outcome) {
      case LINE -> {
        phase = Phase.LINE_DONE;
        yield Event.LINE;
      }
      case LITERAL -> {
        phase = Phase.ANNOUNCED;
        frame.announce(lexer.marker().octets(), !lexer.marker().plus(), lexer.marker().literal8());
        yield Event.LITERAL;
      }
      case VIOLATION -> broken(lexer.kind(), lineOctets);
      case MORE -> end < limit ? broken(Violation.Kind.LINE_TOO_LONG, lineOctets) : Event.MORE;
    };
  }

  private boolean hold(byte[] input, int from, int count) {
    int classes = heldClasses;
    boolean nul = false;
    for (int i = from; i < from + count; i++) {
      classes |= Ascii.of(input[i]);
      nul |= input[i] == 0;
    }
    heldClasses = classes;
    frame.append(input, from, count);
    remaining -= count;
    if (nul && !lexer.marker().literal8()) {
      return false;
    }
    if (remaining == 0) {
      held();
    }
    return true;
  }

  private void held() {
    frame.holdLast(
        lexer.marker().literal8() ? Frame.LITERAL8 : Frame.LITERAL, heldStart, heldClasses);
    phase = Phase.LINE;
  }

  private Event broken(Violation.Kind kind, long position) {
    violation = new Violation(kind, position);
    phase = Phase.BROKEN;
    return Event.VIOLATION;
  }

  /** How many octets the last {@link #read} used. */
  public int consumed() {
    return consumed;
  }

  public Frame frame() {
    return frame;
  }

  /** Behind VIOLATION: what was breached, and how many octets of the line's own came before it. */
  public Violation violation() {
    return violation;
  }

  /**
   * Behind LINE: clears the frame and begins the next line in the mode of commands or responses.
   */
  public void next() {
    beginLine(Phase.LINE_DONE);
    lexer.beginLine();
  }

  /**
   * Behind LINE or before any octet: the next line is plain (SASL, DONE): octets up to CRLF, no
   * tokens.
   */
  public void nextPlain() {
    beginLine(Phase.LINE_DONE);
    lexer.beginPlain();
  }

  private void beginLine(Phase expected) {
    if (phase != expected && (phase != Phase.LINE || lineOctets > 0)) {
      throw new IllegalStateException("in mid-line, in " + phase);
    }
    clear();
    lineOctets = 0;
    phase = Phase.LINE;
  }

  private void clear() {
    if (poisoning) {
      frame.poison();
    }
    frame.clear();
  }

  /**
   * The longest line from now on, in octets with CRLF, without its literals' content; it counts
   * over all segments of a command or response.
   */
  public void lineMax(int octets) {
    lineMax = Math.max(octets, lineOctets);
  }

  /** The session is quiet, maybe for hours: between two lines, memory for long ones isn't kept. */
  public void rest() {
    if (phase == Phase.LINE && lineOctets == 0) {
      frame.rest();
    }
  }

  /** Whether a line has begun that isn't whole yet: a peer that closes now was in mid-line. */
  public boolean midLine() {
    return lineOctets > 0 && phase != Phase.LINE_DONE;
  }

  /** Behind LITERAL: how many octets are announced, up to 63 bits. */
  public long literalOctets() {
    return lexer.marker().octets();
  }

  public boolean literalSynchronizing() {
    return !lexer.marker().plus();
  }

  public boolean literal8() {
    return lexer.marker().literal8();
  }

  /** Octets of the current literal that are still to come. */
  public long literalRemaining() {
    return phase == Phase.ANNOUNCED ? lexer.marker().octets() : remaining;
  }

  /**
   * The literal's octets become the frame's LITERAL or LITERAL8 token; NUL in a plain literal is a
   * violation. Its size has been held against a bound before; memory grows with the octets that
   * come, not with the announcement.
   */
  public void hold() {
    begin(Phase.HOLDING);
    heldStart = frame.length();
    heldClasses = 0;
    if (remaining == 0) {
      held();
    }
  }

  /**
   * The literal's octets come as CHUNKs, uncopied; the frame is cleared: what follows is a segment
   * of its own.
   */
  public void stream() {
    begin(Phase.STREAMING);
    clear();
    lexer.beginSegment();
    if (remaining == 0) {
      phase = Phase.LINE;
    }
  }

  /** How many octets of a streamed literal are still to come; 0 if none is streamed. */
  public long streaming() {
    return phase == Phase.STREAMING ? remaining : 0;
  }

  /** So many of a streamed literal's octets, at most {@link #streaming}, went another way. */
  public void passed(int octets) {
    if (octets > streaming()) {
      throw new IllegalStateException("more than the literal has");
    }
    remaining -= octets;
    if (remaining == 0) {
      phase = Phase.LINE;
    }
  }

  /**
   * The literal's octets are counted and thrown away, without an event; the line goes on behind
   * them.
   */
  public void swallow() {
    begin(Phase.SWALLOWING);
    if (remaining == 0) {
      phase = Phase.LINE;
    }
  }

  private void begin(Phase literal) {
    if (phase != Phase.ANNOUNCED) {
      throw new IllegalStateException("no literal is announced in " + phase);
    }
    frame.announceNothing();
    remaining = lexer.marker().octets();
    phase = literal;
  }

  /**
   * The literal's octets will never come (a synchronizing one that was refused): the line is over.
   * As {@link #next}.
   */
  public void abandon() {
    beginLine(Phase.ANNOUNCED);
    lexer.beginLine();
  }
}

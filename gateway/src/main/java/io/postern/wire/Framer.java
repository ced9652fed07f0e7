package io.postern.wire;

import io.postern.imap.Limits;
import io.postern.imap.Violation;

/**
 * Cuts one direction of a connection into lines and literals: a lexer with a mode, each octet lexed once, any split of the same
 * octets giving the same events. CRLF only; in doubt a violation, never a resynchronisation (design.md, section 3).
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
    /** A literal is announced; its {@code MARKER} is the frame's last token. Say hold, stream, swallow or abandon. */
    LITERAL,
    /** Octets of a streamed literal: those that this read consumed, nothing else. At {@link #literalRemaining} 0 it has ended. */
    CHUNK,
    /** Framing is broken for good: see {@link #violation}. */
    VIOLATION
  }

  public Framer(Side side, Limits limits) {
    throw new UnsupportedOperationException();
  }

  /** Reads from {@code input[offset, limit)} up to the next event. */
  public Event read(byte[] input, int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /** How many octets the last {@link #read} used. */
  public int consumed() {
    throw new UnsupportedOperationException();
  }

  public Frame frame() {
    throw new UnsupportedOperationException();
  }

  public Violation violation() {
    throw new UnsupportedOperationException();
  }

  /** Behind LINE: clears the frame and begins the next line in the mode of commands or responses. */
  public void next() {
    throw new UnsupportedOperationException();
  }

  /** Behind LINE or before any octet: the next line is plain (SASL, DONE): octets up to CRLF, no tokens. */
  public void nextPlain() {
    throw new UnsupportedOperationException();
  }

  /** The longest line from now on, in octets with CRLF, without its literals; 
   * it counts over all segments of a command or response. */
  public void lineMax(int octets) {
    throw new UnsupportedOperationException();
  }

  /** Whether octets of a line have been read since the last {@link #next}: a peer that closes now was in mid-line. */
  public boolean midLine() {
    throw new UnsupportedOperationException();
  }

  public long literalOctets() {
    throw new UnsupportedOperationException();
  }

  public boolean literalSynchronizing() {
    throw new UnsupportedOperationException();
  }

  public boolean literal8() {
    throw new UnsupportedOperationException();
  }

  /** Octets of the current literal that are still to come. */
  public long literalRemaining() {
    throw new UnsupportedOperationException();
  }

  /** The literal's octets become the frame's LITERAL or LITERAL8 token; NUL in a plain literal is a violation. */
  public void hold() {
    throw new UnsupportedOperationException();
  }

  /** The literal's octets come as CHUNKs, uncopied; the frame is cleared: what follows is a segment of its own. */
  public void stream() {
    throw new UnsupportedOperationException();
  }

  /** The literal's octets are counted and thrown away, without an event; the line goes on behind them. */
  public void swallow() {
    throw new UnsupportedOperationException();
  }

  /** The literal's octets will never come (a synchronizing one that was refused): the line is over. As {@link #next}. */
  public void abandon() {
    throw new UnsupportedOperationException();
  }
}

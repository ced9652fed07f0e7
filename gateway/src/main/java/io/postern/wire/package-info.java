/**
 * Octets to values and back: framing, the grammars of both directions, the encoder.
 *
 * <p>A {@link io.postern.wire.Framer} is a lexer with a mode: it copies a line's octets into a
 * {@link io.postern.wire.Frame} and notes its tokens; the parsers read tokens, never raw input.
 * Frames are reused: no view of one outlives the line. May import {@code imap}. Not thread-safe:
 * each object belongs to one session.
 */
package io.postern.wire;

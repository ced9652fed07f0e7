package io.postern.net;

/**
 * How long the network waits for others, in milliseconds; a test waits less.
 *
 * @param flush for a peer to read our last words: a session that is over must not be held open by
 *     one that doesn't read
 * @param linger for a peer to close after our last words, while we go on reading and forgetting:
 *     closing with unread octets would send a RST, and that may destroy the words in the peer's own
 *     buffer before it has read them (RFC 9293, section 3.10.4)
 * @param held while sessions hold more than the bound together, before the largest holder is ended
 *     (design.md, section 4)
 */
record Patience(long flush, long linger, long held) {
  static final Patience DEFAULT = new Patience(10_000, 2_000, 30_000);
}

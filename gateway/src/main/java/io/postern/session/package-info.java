/**
 * One conversation: octets and time in, effects out. Pure: no socket, thread, clock, logger or
 * random source.
 *
 * <p>Start with {@link io.postern.session.Session}; what it wants done it says to its {@link
 * io.postern.session.Effects}. May import {@code imap}, {@code wire}, {@code policy}, {@code
 * inspect}, {@code audit}. Single-threaded: its loop's thread.
 */
package io.postern.session;

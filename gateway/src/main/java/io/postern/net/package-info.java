/**
 * Sockets: the only package that knows Netty. {@link io.postern.net.Gateway} listens, opens the
 * server's connection on the client's own event loop, feeds octets and time to a session, and
 * performs its effects.
 *
 * <p>May import {@code service}, {@code session}, {@code wire}, {@code policy}, {@code audit},
 * {@code inspect} and {@code imap}. Whatever touches a session runs on its loop; nothing on a loop
 * blocks. Reference counts end here: above there are plain octets.
 */
package io.postern.net;

/**
 * The control socket: how an administrator's verbs reach a gateway that runs. {@link
 * io.postern.admin.ControlServer} answers on a Unix socket that {@link
 * io.postern.admin.ControlSocket} has bound, one JSON object a line; {@link
 * io.postern.admin.ControlClient} asks. What can be asked is a map of names to {@link
 * io.postern.admin.ControlHandler}s; they reach the gateway through {@link
 * io.postern.admin.Control}, which {@code cli} implements.
 *
 * <p>May import {@code service}, {@code session}, {@code audit}, {@code cluster}, {@code policy}
 * and {@code imap}. Each connection has a virtual thread; nothing here runs on an event loop.
 */
package io.postern.admin;

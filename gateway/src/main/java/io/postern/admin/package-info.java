/**
 * The control socket: how an administrator's verbs reach a gateway that runs. {@link
 * io.postern.admin.ControlServer} answers on a Unix socket that {@link
 * io.postern.admin.ControlSocket} has bound, one JSON object a line; {@link
 * io.postern.admin.ControlClient} asks. What can be asked is a map of names to {@link
 * io.postern.admin.ControlHandler}s; they reach the gateway through {@link
 * io.postern.admin.Control}, which {@code cli} implements.
 *
 * <p>Beside it, for monitoring: {@link io.postern.admin.HttpListener} answers on HTTP what {@link
 * io.postern.admin.HttpPages} has, and only reads. {@link io.postern.admin.EventCounts} counts
 * events; whatever is counted becomes a {@link io.postern.admin.Family}, and {@link
 * io.postern.admin.Exposition} is its text.
 *
 * <p>May import {@code service}, {@code session}, {@code audit}, {@code cluster}, {@code policy}
 * and {@code imap}. Each connection has a virtual thread; nothing here runs on an event loop.
 */
package io.postern.admin;

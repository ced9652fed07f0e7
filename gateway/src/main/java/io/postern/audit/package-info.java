/**
 * What happened: the {@link io.postern.audit.Event}s of a session, for whoever observes, by an
 * {@link io.postern.audit.EventSink}; and the {@link io.postern.audit.EventLog}, which writes them
 * as lines.
 *
 * <p>May import {@code imap}. Events are immutable, so that they may cross threads. Nothing in them
 * is a peer's raw octets or a credential; what is a peer's text is escaped and cut where it is
 * written ({@link io.postern.audit.LogFormat}). A sink is called on event loops and never blocks.
 */
package io.postern.audit;

/**
 * What happened: events of a session, for the log, the demo and later the metrics. Values only; who writes them is not known here.
 *
 * <p>May import {@code imap}. Immutable, so that they may cross threads. Nothing in them is a peer's raw octets or a credential.
 */
package io.postern.audit;

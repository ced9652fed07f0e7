/**
 * The nouns of IMAP (RFC 9051, RFC 3501): commands, responses' names, mailboxes, flags, sequence
 * sets, capabilities, bounds.
 *
 * <p>Everything here is immutable and checked where it is made: a {@link io.postern.imap.Tag} that
 * exists is a valid tag. The package imports nothing of Postern; no thread, clock, socket or logger
 * is known here. Start with {@link io.postern.imap.Command}.
 */
package io.postern.imap;

/**
 * Tests against real servers and real clients ({@code *IT}; {@code scripts/check} or {@code mvn
 * -Pit test}).
 *
 * <p>{@link io.postern.it.DovecotServer} is the server, {@link io.postern.it.ImapWire} a client
 * that adds nothing of its own. {@link io.postern.it.Talks} are scripted conversations; {@link
 * io.postern.it.Comparison} says whether two records of one talk are the same, but for what {@link
 * io.postern.it.Normal} lists.
 *
 * <p>Octets stand in strings as ISO 8859-1 throughout this package: one char is one octet.
 */
package io.postern.it;

/**
 * What the administrator asked for, as values: a {@link io.postern.service.Service} says where to
 * listen, which server stands behind it, and which policy, bounds and times hold between them.
 *
 * <p>Values only, checked at birth and immutable; nothing here opens a socket or looks a name up.
 * May import {@code policy}, {@code inspect}, {@code cluster} and {@code imap}. Any thread.
 */
package io.postern.service;

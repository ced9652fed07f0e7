/**
 * YAML and Java policies become one {@link io.postern.policy.Policy}.
 *
 * <p>Reading is tolerant of nothing and tells everything: all mistakes at once, each with file,
 * line and column. Runs at load, on any one thread; nothing here is touched by a session. May
 * import {@code policy}, {@code wire} and {@code imap}.
 */
package io.postern.notation;

/**
 * The policy: four tables, actions, look-up, verdicts; and {@link io.postern.policy.PolicyEngine},
 * the seam for languages.
 *
 * <p>A {@link io.postern.policy.Policy} is immutable and shared by all sessions and threads. May
 * import {@code imap}.
 */
package io.postern.policy;

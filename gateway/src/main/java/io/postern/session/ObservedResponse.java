package io.postern.session;

import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;

/**
 * Whose response it is that an {@link Observer} looks at.
 *
 * @param after {@code imap_state_new} as a function sees it
 */
record ObservedResponse(
    Owner owner, ResponseType type, String tag, long decision, ConnectionState after) {
  /** Its key in the policy. */
  String named(String name) {
    return owner + " " + type + " " + name;
  }
}

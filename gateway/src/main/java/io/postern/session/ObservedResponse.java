package io.postern.session;

import io.postern.imap.Owner;
import io.postern.imap.ResponseType;

/** Whose response it is that an {@link Observer} looks at. */
record ObservedResponse(Owner owner, ResponseType type, String tag, long decision) {
  /** Its key in the policy. */
  String named(String name) {
    return owner + " " + type + " " + name;
  }
}

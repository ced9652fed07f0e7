package io.postern.imap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The responses that the engine understands (RFC 9051, section 7), by the name that stands in
 * policies.
 */
public enum ResponseName {
  OK,
  NO,
  BAD,
  BYE,
  PREAUTH,
  CAPABILITY,
  ENABLED,
  ID,
  NAMESPACE,
  LIST,
  LSUB,
  STATUS,
  SEARCH,
  ESEARCH,
  FLAGS,
  EXISTS,
  RECENT,
  EXPUNGE,
  VANISHED,
  FETCH;

  private static final Map<String, ResponseName> BY_TEXT = new HashMap<>();

  static {
    for (ResponseName name : values()) {
      BY_TEXT.put(name.name(), name);
    }
  }

  /** OK, NO, BAD, BYE and PREAUTH: what carries a code and a text. */
  public boolean isStatus() {
    return ordinal() <= PREAUTH.ordinal();
  }

  /** OK, NO and BAD: the only names of a tagged response. */
  public boolean isTaggable() {
    return ordinal() <= BAD.ordinal();
  }

  public static Optional<ResponseName> of(String upper) {
    return Optional.ofNullable(BY_TEXT.get(upper));
  }
}

package io.postern.imap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The response codes that the engine knows (RFC 9051 7.1, RFC 5530, RFC 4315, RFC 7162, and those
 * that the spec names), with how each may be treated (spec/policy-semantics.md, section 2).
 */
public enum CodeName {
  ALERT(false, false),
  BADCHARSET(false, false),
  CAPABILITY(false, true),
  PARSE(false, false),
  PERMANENTFLAGS(true, false),
  READ_ONLY(true, false),
  READ_WRITE(true, false),
  TRYCREATE(true, false),
  UIDNEXT(true, false),
  UIDVALIDITY(true, false),
  UNSEEN(false, false),
  UIDNOTSTICKY(true, false),
  APPENDUID(true, false),
  COPYUID(true, false),
  CLOSED(true, false),
  HASCHILDREN(false, false),
  NOTSAVED(true, false),
  UNKNOWN_CTE(false, false),
  HIGHESTMODSEQ(true, false),
  NOMODSEQ(true, false),
  MODIFIED(true, false),
  NOTIFICATIONOVERFLOW(true, false),
  INPROGRESS(false, false),
  NOUPDATE(false, false),
  TOOBIG(false, false),
  BADURL(false, false),
  REFERRAL(false, false),
  UNAVAILABLE(false, true),
  AUTHENTICATIONFAILED(false, true),
  AUTHORIZATIONFAILED(false, true),
  EXPIRED(false, true),
  PRIVACYREQUIRED(false, true),
  CONTACTADMIN(false, true),
  NOPERM(false, true),
  INUSE(false, true),
  EXPUNGEISSUED(false, true),
  CORRUPTION(false, true),
  SERVERBUG(false, true),
  CLIENTBUG(false, true),
  CANNOT(false, true),
  LIMIT(false, true),
  OVERQUOTA(false, true),
  ALREADYEXISTS(false, true),
  NONEXISTENT(false, true);

  private static final Map<String, CodeName> BY_TEXT = new HashMap<>();

  static {
    for (CodeName name : values()) {
      BY_TEXT.put(name.text, name);
    }
  }

  private final String text;
  private final boolean neverRemovable;
  private final boolean beforeAuthentication;

  CodeName(boolean neverRemovable, boolean beforeAuthentication) {
    this.text = name().replace('_', '-');
    this.neverRemovable = neverRemovable;
    this.beforeAuthentication = beforeAuthentication;
  }

  /** The name on the wire: {@code READ-ONLY}. */
  public String text() {
    return text;
  }

  /** Whether no table may remove it: the client's picture of the mailbox depends on it. */
  public boolean neverRemovable() {
    return neverRemovable;
  }

  /** Whether it passes before authentication: CAPABILITY and those of RFC 5530. */
  public boolean beforeAuthentication() {
    return beforeAuthentication;
  }

  public static Optional<CodeName> of(String upper) {
    return Optional.ofNullable(BY_TEXT.get(upper));
  }
}

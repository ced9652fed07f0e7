package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.Violation;

/**
 * Every sentence that the gateway itself says to a client: true, short, and never a peer's octets.
 */
final class Texts {
  /** Before the text of a refusal by policy, once authenticated (RFC 5530). */
  static final String NOPERM = "[NOPERM] ";

  static final String CONTINUE = "+ OK";
  static final String IDLING = "+ idling";
  static final String UNKNOWN_COMMAND = "Unknown command";
  static final String MISSING_TAG = "Missing or malformed tag";
  static final String TAG_IN_USE = "Tag is in use by a command in progress";
  static final String NO_TLS = "TLS is not offered here";
  static final String TLS_ALREADY = "TLS is active already";
  static final String TLS_BEGINS = "Begin TLS negotiation now";
  static final String LOGIN_IN_CLEAR = "[PRIVACYREQUIRED] Login needs TLS: begin with STARTTLS";
  static final String ARGUMENT_TOO_LONG = "Literal argument is too long";
  static final String TOO_MANY_LITERALS = "Too many literals";
  static final String TOO_BIG = "[TOOBIG] Message is too big";
  static final String SAVED_RESULT_INVALID = "There is no saved search result";
  static final String LOGIN_DISABLED = "[PRIVACYREQUIRED] Login is disabled by the server";
  static final String MECHANISM_REFUSED = "Authentication mechanism is not supported";
  static final String SASL_MALFORMED = "Malformed authentication data";
  static final String SASL_CHALLENGE = "Initial response doesn't fit the server's challenge";
  static final String ENABLE_DONE = "ENABLE completed";
  static final String LOGOUT_DONE = "LOGOUT completed";
  static final String BYE_LOGOUT = "Logging out";
  static final String BYE_REFUSED = "Service is not available";
  static final String BYE_POLICY = "Session ended by policy";
  static final String BYE_POLICY_FAILED = "[SERVERBUG] Policy failed";
  static final String BYE_SERVER = "Server is closing the connection";
  static final String BYE_UNREACHABLE = "[UNAVAILABLE] Server is not reachable";
  static final String BYE_SERVER_LOST = "[UNAVAILABLE] Server has closed the connection";
  static final String BYE_SERVER_VIOLATION = "[UNAVAILABLE] Server broke the protocol";
  static final String BYE_LOGIN_TIMEOUT = "No login in time";
  static final String BYE_IDLE_TIMEOUT = "Idle for too long";
  static final String BYE_LOGIN_FAILED = "Login failed";
  static final String BYE_DRAIN = "[UNAVAILABLE] Service is going down";
  static final String BYE_OCTETS = "[UNAVAILABLE] Too much data, try again later";
  static final String BYE_SESSIONS = "[UNAVAILABLE] Too many sessions of this user";
  static final String BYE_ADMINISTRATOR = "[UNAVAILABLE] Session ended by an administrator";
  static final String BYE_LIMIT = "[UNAVAILABLE] Gateway is out of memory for this session";

  /** Stands where removing a code would leave a status without any text. */
  static final String NO_TEXT = "Done";

  private Texts() {}

  /** The response code at the beginning of a text, without brackets; empty if there is none. */
  static String codeOf(String text) {
    if (!text.startsWith("[")) {
      return "";
    }
    int end = 1;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ']') {
      end++;
    }
    return text.substring(1, end);
  }

  static String denied(CommandName name) {
    return name.text() + " is not permitted here";
  }

  static String wrongState(CommandName name) {
    return name.text() + " is not allowed in this state";
  }

  static String withheld(CommandName name) {
    return name.text() + " data were withheld";
  }

  static String malformedData(CommandName name) {
    return "[SERVERBUG] " + name.text() + " data of the server were malformed";
  }

  static String byClient(Violation.Kind kind) {
    return "Protocol violation: " + kind.text();
  }
}

package io.postern.policy;

import java.util.List;

/**
 * Written by names, without a star: the commands of RFC 3501 section 6 and the responses of section
 * 7, plus NAMESPACE and ID; no quirk of a server is tolerated (spec/policy-semantics.md, section
 * 1).
 */
public class ImapProxyStrict extends AbstractImapProxy {
  /** RFC 3501, section 6, in its order; NAMESPACE is RFC 2342, ID is RFC 2971. */
  private static final List<String> COMMANDS =
      List.of(
          "CAPABILITY",
          "NOOP",
          "LOGOUT",
          "STARTTLS",
          "AUTHENTICATE",
          "LOGIN",
          "SELECT",
          "EXAMINE",
          "CREATE",
          "DELETE",
          "RENAME",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "LIST",
          "LSUB",
          "STATUS",
          "APPEND",
          "CHECK",
          "CLOSE",
          "EXPUNGE",
          "SEARCH",
          "FETCH",
          "STORE",
          "COPY",
          "NAMESPACE",
          "ID");

  private static final List<String> STATUS = List.of("OK", "NO", "BAD");

  private static final List<String> UNSOLICITED =
      List.of("EXISTS", "RECENT", "EXPUNGE", "FETCH", "FLAGS", "OK", "NO", "BAD", "BYE");

  /** STARTTLS and LOGINDISABLED are shown when the gateway itself sets them. */
  private static final List<String> CAPABILITIES =
      List.of(
          "IMAP4rev1",
          "LITERAL+",
          "LITERAL-",
          "NAMESPACE",
          "ID",
          "AUTH=PLAIN",
          "STARTTLS",
          "LOGINDISABLED");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    for (String command : COMMANDS) {
      t.request(command).accept();
      for (String status : STATUS) {
        t.response(command, "ALL", status).accept();
      }
      for (String name : dataOf(command)) {
        t.response(command, "UNTAGGED", name).accept();
      }
    }
    // UID is a command of RFC 3501, section 6.4.8: accepted, and then the command behind it is
    // looked up.
    t.request("UID").accept();
    for (String name : List.of("OK", "PREAUTH", "BYE")) {
      t.response("GREETING", "UNTAGGED", name).accept();
    }
    for (String name : UNSOLICITED) {
      t.response("UNSOLICITED", "UNTAGGED", name).accept();
    }
    for (String code : ImapProxy.CODES_AROUND) {
      t.response("*", "ALL", "[" + code + "]").drop();
    }
    for (String capability : CAPABILITIES) {
      t.capability(capability).accept();
    }
  }

  /** The data that belong to a command: spec/policy-semantics.md, section 3, for RFC 3501. */
  private static List<String> dataOf(String command) {
    return switch (command) {
      case "CAPABILITY", "LOGIN", "AUTHENTICATE" -> List.of("CAPABILITY");
      case "LOGOUT" -> List.of("BYE");
      case "SELECT", "EXAMINE" -> List.of("EXISTS", "RECENT", "FLAGS");
      case "LIST", "LSUB", "STATUS", "SEARCH", "EXPUNGE", "FETCH", "NAMESPACE", "ID" ->
          List.of(command);
      case "STORE" -> List.of("FETCH");
      default -> List.of();
    };
  }
}

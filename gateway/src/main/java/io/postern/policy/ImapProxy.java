package io.postern.policy;

import java.util.List;

/**
 * Accepts whatever the engine follows, but denies each way around the gateway by its name, so that
 * a star in an heir doesn't open it (spec/policy-semantics.md, sections 1, 3 and 8).
 */
public class ImapProxy extends AbstractImapProxy {
  /** Commands that let a client reach data past the gateway: RFC 2193, RFC 4467, RFC 9698. */
  static final List<String> COMMANDS_AROUND =
      List.of("RLIST", "RLSUB", "GENURLAUTH", "URLFETCH", "RESETKEY", "GETJMAPACCESS");

  /** Codes that send a client to another server: RFC 2221, RFC 2193; and URLAUTH's, RFC 4467. */
  static final List<String> CODES_AROUND = List.of("REFERRAL", "BADURL");

  static final List<String> CAPABILITIES_AROUND =
      List.of("LOGIN-REFERRALS", "MAILBOX-REFERRALS", "URLAUTH", "URLAUTH=BINARY", "JMAPACCESS");

  /** What a server may say at any time: RFC 3501, sections 5.2 and 7; RFC 9051, 5.2 and 7. */
  private static final List<String> UNSOLICITED =
      List.of(
          "EXISTS",
          "RECENT",
          "EXPUNGE",
          "VANISHED",
          "FETCH",
          "FLAGS",
          "LIST",
          "STATUS",
          "OK",
          "NO",
          "BAD",
          "BYE",
          "CAPABILITY");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("*").accept();
    t.response("*", "ALL", "*").accept();
    t.capability("*").accept();
    for (String command : COMMANDS_AROUND) {
      t.request(command).reject();
    }
    for (String code : CODES_AROUND) {
      t.response("*", "ALL", "[" + code + "]").drop();
    }
    for (String capability : CAPABILITIES_AROUND) {
      t.capability(capability).drop();
    }
    t.response("UNSOLICITED", "UNTAGGED", "*").reject();
    for (String name : UNSOLICITED) {
      t.response("UNSOLICITED", "UNTAGGED", name).accept();
    }
  }

  @Override
  boolean quirks() {
    return true;
  }
}

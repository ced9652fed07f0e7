package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code postern check} tells about policies that load. */
class PolicyWarningsTest {
  private static List<String> of(String table, String entry) {
    return Loads.warnings(Loads.yaml("extends: ImapProxy\n" + table + ":\n  " + entry + "\n"));
  }

  private static List<String> response(String key, String action) {
    return of("response", "\"" + key + "\": " + action);
  }

  @Test
  void baseClassesHaveNone() {
    for (String base : List.of("ImapProxy", "ImapProxyStrict")) {
      assertThat(Loads.warnings(Loads.yaml("extends: " + base))).as(base).isEmpty();
    }
  }

  @Test
  void droppedCapabilityOfACommandThatIsNamed() {
    assertThat(
            Loads.warnings(
                Loads.yaml(
                    """
                    extends: ImapProxy
                    request: { IDLE: accept, MOVE: reject }
                    capability: { IDLE: drop, MOVE: drop, IMAP4rev2: drop }
                    """)))
        .containsExactly(
            "p.yaml:2:12: IDLE is accepted by name, but what brings it (IMAP4rev2, IDLE) is"
                + " dropped: clients may use it without being told");
    assertThat(Loads.warnings(Loads.yaml("extends: ImapProxyStrict\ncapability: { ID: drop }")))
        .containsExactly(
            "p.yaml:2:15: ID is accepted by name, but what brings it (ID) is dropped: clients may"
                + " use it without being told");
  }

  @Test
  void hiddenRevisionOne() {
    assertThat(of("capability", "IMAP4rev1: drop"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:3:3: IMAP4rev1 itself is hidden");
    assertThat(of("capability", "\"*\": drop"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:3:3: IMAP4rev1 itself is hidden");
    assertThat(Loads.warnings(Loads.yaml("request: { NOOP: accept }")))
        .singleElement()
        .asString()
        .startsWith("p.yaml:1:1: IMAP4rev1 itself is hidden");
  }

  @Test
  void unknownNames() {
    assertThat(of("request", "RENAM: reject"))
        .containsExactly(
            "p.yaml:3:3: unknown command RENAM: it is answered BAD, the rule never matches; did you"
                + " mean RENAME?");
    assertThat(of("request", "\"UID NOOP\": reject"))
        .singleElement()
        .asString()
        .contains("unknown command UID NOOP");
    assertThat(of("request", "UID: accept")).isEmpty();
    assertThat(of("capability", "IDEL: drop"))
        .containsExactly(
            "p.yaml:3:3: unknown capability IDEL: it is never shown; did you mean IDLE?");
  }

  @Test
  void whatTheEngineDoesNotFollowCannotBeOpened() {
    assertThat(of("request", "SETACL: accept"))
        .containsExactly(
            "p.yaml:3:3: the engine doesn't follow SETACL yet: it is answered BAD, the rule never"
                + " matches");
    assertThat(of("request", "SETACL: reject")).isEmpty();
    assertThat(of("capability", "ACL: accept"))
        .containsExactly(
            "p.yaml:3:3: the engine doesn't follow ACL: it is removed whatever the table says");
    assertThat(of("capability", "ACL: drop")).isEmpty();
  }

  @Test
  void logoutCannotBeDenied() {
    assertThat(of("request", "LOGOUT: drop"))
        .singleElement()
        .asString()
        .contains("LOGOUT can't be denied");
    assertThat(of("request", "LOGOUT: abort")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FETCH TAGGED FETCH|only OK, NO and BAD are tagged",
        "GREETING TAGGED OK|nothing of GREETING is tagged",
        "UNSOLICITED TAGGED OK|nothing of UNSOLICITED is tagged",
        "GREETING UNTAGGED NO|NO doesn't belong to GREETING",
        "NOOP UNTAGGED EXISTS|EXISTS doesn't belong to NOOP; what comes without its command is"
            + " UNSOLICITED",
        "UNSOLICITED UNTAGGED SEARCH|SEARCH doesn't belong to UNSOLICITED",
        "FECTH UNTAGGED FETCH|unknown command FECTH; did you mean FETCH?",
        "SORT UNTAGGED SEARCH|the engine doesn't follow SORT yet",
        "FETCH UNTAGGED FECTH|unknown response FECTH; did you mean FETCH?",
        "LOGIN UNTAGGED PREAUTH|PREAUTH doesn't belong to LOGIN; what comes without its command is"
            + " UNSOLICITED"
      })
  void rulesThatNeverMatch(String key, String why) {
    assertThat(response(key, "abort"))
        .containsExactly("p.yaml:3:3: the rule \"" + key + "\" never matches: " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UID FETCH UNTAGGED FETCH", "STORE UNTAGGED FETCH", "SELECT ALL LIST", "* UNTAGGED SEARCH",
        "LOGOUT UNTAGGED BYE", "GREETING UNTAGGED PREAUTH", "LOGIN TAGGED [REFERRAL]",
            "NOOP UNTAGGED OK"
      })
  void rulesThatCanMatch(String key) {
    assertThat(response(key, "abort")).isEmpty();
  }

  @Test
  void starUnderAnExplicitEntryOfTheBase() {
    assertThat(Loads.warnings(Loads.yaml("extends: ImapProxyStrict\nrequest: { \"*\": reject }")))
        .containsExactly(
            "p.yaml:2:12: request \"*\" doesn't reach CAPABILITY, NOOP, LOGOUT, STARTTLS,"
                + " AUTHENTICATE, LOGIN and 21 more, which ImapProxyStrict names");
    assertThat(of("request", "\"*\": reject")).isEmpty();
    assertThat(of("capability", "\"*\": accept"))
        .singleElement()
        .asString()
        .contains("doesn't reach LOGIN-REFERRALS, MAILBOX-REFERRALS, URLAUTH");
    assertThat(response("* ALL *", "abort"))
        .singleElement()
        .asString()
        .contains("response \"* ALL *\" doesn't reach UNSOLICITED UNTAGGED *, UNSOLICITED");
    assertThat(
            of(
                "response",
                "\"UNSOLICITED UNTAGGED *\": reject\n  \"UNSOLICITED UNTAGGED LIST\": reject"))
        .singleElement()
        .asString()
        .contains("doesn't reach UNSOLICITED UNTAGGED EXISTS")
        .doesNotContain("UNTAGGED LIST");
  }

  @Test
  void functionOnEveryResponse() {
    assertThat(
            Loads.warnings(
                Loads.yaml(
                    """
                    extends: AbstractImapProxy
                    functions: Every.java
                    response: { "* ALL *": { call: every } }
                    capability: { IMAP4rev1: accept }
                    """
                        .replace("Every.java", "class:" + Functions.class.getName()))))
        .containsExactly(
            "p.yaml:3:13: a function is asked about every response: each waits for its answer");
  }

  /** Functions for the test above. */
  static final class Functions {
    io.postern.policy.ResponseAction every(io.postern.policy.Call call) {
      return io.postern.policy.ResponseAction.ACCEPT;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UNSOLICITED UNTAGGED EXISTS", "EXPUNGE UNTAGGED EXPUNGE", "* UNTAGGED VANISHED"})
  void withheldCountsActAsAbort(String key) {
    assertThat(response(key, "drop"))
        .anyMatch(warning -> warning.endsWith("would shift: this acts as abort"));
    assertThat(response(key, "reject"))
        .anyMatch(warning -> warning.endsWith("would shift: this acts as abort"));
  }

  @Test
  void byeCannotBeWithheld() {
    assertThat(response("LOGOUT UNTAGGED BYE", "drop"))
        .containsExactly("p.yaml:3:3: BYE can't be withheld: the gateway's own takes its place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STORE TAGGED OK",
        "UID COPY ALL *",
        "APPEND TAGGED *",
        "STORE UNTAGGED FETCH",
        "* TAGGED OK"
      })
  void answerIsRefusedThoughTheServerHasActed(String key) {
    assertThat(response(key, "reject"))
        .anyMatch(warning -> warning.contains("the server has already acted"));
  }

  @Test
  void answersOfReadingCommandsMayBeRefused() {
    assertThat(response("FETCH TAGGED OK", "reject")).isEmpty();
    assertThat(response("STORE TAGGED NO", "abort")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOGIN", "AUTHENTICATE", "ENABLE", "CLOSE", "UNSELECT", "LOGOUT"})
  void okThatBindsCannotBecomeANo(String command) {
    assertThat(response(command + " TAGGED OK", "reject"))
        .containsExactly(
            "p.yaml:3:3: the OK of " + command + " can't become a NO: this acts as abort");
  }
}

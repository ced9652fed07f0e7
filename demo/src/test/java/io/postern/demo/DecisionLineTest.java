package io.postern.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.imap.ConnectionState;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionLineTest {
  private static final LocalTime TIME = LocalTime.of(9, 5, 1);
  private static final SessionInfo SESSION =
      new SessionInfo("k7f3q2", "demo", "127.0.0.1", 4711, "127.0.0.1:3143", Optional.empty());

  private final DecisionLine plain = new DecisionLine(false);

  @Test
  void aRefusedCommandNamesItsRule() {
    assertThat(plain.of(TIME, SESSION, decided(false, "DELETE", "Trash", "reject", "p.yaml:3")))
        .contains("09:05:01  k7f3q2-14   reject    a1 DELETE Trash  (p.yaml:3)");
  }

  @Test
  void anAcceptedCommandIsShownWithoutItsRule() {
    assertThat(plain.of(TIME, SESSION, decided(false, "NOOP", "", "accept", "ImapProxy")))
        .contains("09:05:01  k7f3q2-14   accept    a1 NOOP");
  }

  @Test
  void anAcceptedResponseIsNotShown() {
    assertThat(plain.of(TIME, SESSION, decided(true, "LIST UNTAGGED LIST", "", "accept", "x")))
        .isEmpty();
  }

  @Test
  void aRewrittenResponseIsShown() {
    assertThat(
            plain.of(
                TIME, SESSION, decided(true, "GREETING UNTAGGED OK", "", "rewrite", "p.yaml:6")))
        .contains("09:05:01  k7f3q2-14   rewrite   <- GREETING UNTAGGED OK  (p.yaml:6)");
  }

  @Test
  void theVerdictHasAColour() {
    assertThat(
            new DecisionLine(true)
                .of(TIME, SESSION, decided(false, "DELETE", "Trash", "reject", "p.yaml:3"))
                .orElseThrow())
        .contains("\u001b[33mreject  \u001b[");
  }

  @Test
  void whatAFunctionLoggedReachesTheScreenWithoutControlCharacters() {
    String line =
        plain
            .of(
                TIME,
                SESSION,
                new Event.FunctionLogged("k7f3q2-14", "imap.policy", 3, "name\u001b[2J\r\nx"))
            .orElseThrow();
    assertThat(line).contains("name").contains("[2J").doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void whatAClientSaysIsNoMarkup() {
    assertThat(
            new DecisionLine(true)
                .of(TIME, SESSION, decided(false, "SELECT", "@|red x|@", "accept", "ImapProxy"))
                .orElseThrow())
        .contains("SELECT @|red x|@");
  }

  private static Event decided(
      boolean response, String message, String arguments, String action, String rule) {
    return new Event.Decided(
        response,
        "k7f3q2-14",
        ConnectionState.AUTH,
        response ? "*" : "a1",
        message,
        arguments,
        action,
        rule,
        "enforce",
        "",
        "",
        List.of());
  }
}

package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.SessionFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who logged in, or tried to, and that nothing of a secret stands in any event (threats T40). */
class LoginEventsTest {
  private final Talk talk =
      new Talk(
          new SessionSettings(
              "aaaaaa",
              "T",
              policy(),
              Limits.DEFAULT,
              new SessionFacts("aaaaaa", "s", "c", "s", Optional.empty(), new HashMap<>(Map.of())),
              false,
              true,
              true,
              1_000,
              1_000));

  private static Policy policy() {
    PolicyTables tables = PolicyTables.empty();
    new ImapProxy() {
      void fill() {
        config(tables);
      }
    }.fill();
    return Policy.compile(tables);
  }

  private void greet() {
    talk.server("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hello");
  }

  @Test
  void loginTellsItsUserAndNoPassword() {
    greet();
    talk.client("a1 LOGIN alice hunter2");
    talk.server("T1 NO no");
    talk.client("a2 LOGIN alice {7+}\r\nhunter2");
    talk.server("T2 OK in");
    assertThat(talk.events)
        .contains(new Event.LoginFailed("alice", "LOGIN"), new Event.LoggedIn("alice", "LOGIN"));
    assertThat(talk.session.user()).contains("alice");
    assertThat(talk.events.toString()).doesNotContain("hunter2");
  }

  @Test
  void plainTellsItsUserWithAnInitialResponseAndWithout() {
    greet();
    talk.client("a1 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=");
    talk.server("T1 NO no");
    talk.client("a2 AUTHENTICATE PLAIN");
    talk.server("+ ");
    talk.client("AGFsaWNlAGh1bnRlcjI=");
    talk.server("T2 OK in");
    assertThat(talk.events)
        .contains(new Event.LoginFailed("alice", "PLAIN"), new Event.LoggedIn("alice", "PLAIN"));
    assertThat(talk.events.toString()).doesNotContain("hunter2").doesNotContain("AGFsaWNl");
  }

  @Test
  void malformedLoginsTellNoSecretEither() {
    greet();
    talk.client("a1 LOGIN alice \"hunter2\" x");
    talk.client("a2 LOGIN \"alice hunter2");
    assertThat(talk.events.toString()).doesNotContain("hunter2");
  }
}

package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who logged in, or tried to, and that nothing of a secret stands in any event (threats T40). */
class LoginEventsTest {
  private final List<Event> events = new ArrayList<>();

  private final Effects effects =
      new Effects() {
        @Override
        public void toClient(byte[] octets, int offset, int length) {}

        @Override
        public void toServer(byte[] octets, int offset, int length) {}

        @Override
        public void secureClient() {
          throw new AssertionError("no TLS here");
        }

        @Override
        public void route(String user) {
          throw new AssertionError("no routing here");
        }

        @Override
        public void secureServer() {
          throw new AssertionError("no TLS here");
        }

        @Override
        public void closeClient(boolean clean) {}

        @Override
        public void closeServer(boolean clean) {}

        @Override
        public void readClient(boolean wanted) {}

        @Override
        public void readServer(boolean wanted) {}

        @Override
        public void ask(Question question) {}

        @Override
        public void event(Event event) {
          events.add(event);
        }
      };

  private final Session session =
      new Session(
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
              1_000),
          effects,
          0);

  private static Policy policy() {
    PolicyTables tables = PolicyTables.empty();
    new ImapProxy() {
      void fill() {
        config(tables);
      }
    }.fill();
    return Policy.compile(tables);
  }

  private void client(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.clientOctets(octets, 0, octets.length, 0);
  }

  private void server(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.serverOctets(octets, 0, octets.length, 0);
  }

  private void greet() {
    server("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hello");
  }

  @Test
  void loginTellsItsUserAndNoPassword() {
    greet();
    client("a1 LOGIN alice hunter2");
    server("T1 NO no");
    client("a2 LOGIN alice {7+}\r\nhunter2");
    server("T2 OK in");
    assertThat(events)
        .contains(new Event.LoginFailed("alice", "LOGIN"), new Event.LoggedIn("alice", "LOGIN"));
    assertThat(session.user()).contains("alice");
    assertThat(events.toString()).doesNotContain("hunter2");
  }

  @Test
  void plainTellsItsUserWithAnInitialResponseAndWithout() {
    greet();
    client("a1 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=");
    server("T1 NO no");
    client("a2 AUTHENTICATE PLAIN");
    server("+ ");
    client("AGFsaWNlAGh1bnRlcjI=");
    server("T2 OK in");
    assertThat(events)
        .contains(new Event.LoginFailed("alice", "PLAIN"), new Event.LoggedIn("alice", "PLAIN"));
    assertThat(events.toString()).doesNotContain("hunter2").doesNotContain("AGFsaWNl");
  }

  @Test
  void malformedLoginsTellNoSecretEither() {
    greet();
    client("a1 LOGIN alice \"hunter2\" x");
    client("a2 LOGIN \"alice hunter2");
    assertThat(events.toString()).doesNotContain("hunter2");
  }
}

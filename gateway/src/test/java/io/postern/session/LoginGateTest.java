package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A login waits for its word before the server hears of it, and nothing behind it is read. */
class LoginGateTest {
  private static final String HELLO =
      "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hi";
  private static final String IR = "AGFsaWNlAGh1bnRlcjI=";

  private final GatedTalk talk = new GatedTalk(Pace.NONE);

  @Test
  void loginGoesOnWhenItIsGranted() {
    talk.server(HELLO);
    talk.client("a1 LOGIN alice hunter2");
    assertThat(talk.asked).containsExactly("alice");
    assertThat(talk.toServer()).isEmpty();
    talk.word(new Admission.Granted());
    assertThat(talk.toServer()).isEqualTo("T1 LOGIN alice hunter2\r\n");
    talk.server("T1 OK in");
    assertThat(talk.toClient()).endsWith("a1 OK in\r\n");
  }

  @Test
  void whileNothingWaitsThereIsNoDeadlineButThePatience() {
    assertThat(talk.session.deadline()).isEqualTo(60_000);
    talk.server(HELLO);
    assertThat(talk.session.deadline()).isEqualTo(60_000);
    talk.client("a1 LOGIN alice hunter2");
    assertThat(talk.session.deadline()).isEqualTo(60_000);
    talk.word(new Admission.Refused("[LIMIT] Too many"));
    assertThat(talk.session.deadline()).isEqualTo(60_000);
  }

  @Test
  void whatIsBehindAWaitingLoginWaitsToo() {
    talk.server(HELLO);
    talk.client("a1 LOGIN alice hunter2");
    talk.client("a2 NOOP");
    talk.word(new Admission.Later(4_000));
    assertThat(talk.session.deadline()).isEqualTo(4_000);
    talk.passes(3_999);
    assertThat(talk.toServer()).isEmpty();
    talk.passes(1);
    assertThat(talk.toServer()).isEqualTo("T1 LOGIN alice hunter2\r\n");
    assertThat(talk.session.deadline()).isEqualTo(60_000);
    talk.server("T1 NO wrong");
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
  }

  @Test
  void aRefusedLoginNeverReachesTheServerAndTheSessionGoesOn() {
    talk.server(HELLO);
    talk.toClient();
    talk.client("a1 LOGIN alice hunter2");
    talk.word(new Admission.Refused("[LIMIT] Too many"));
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.toClient()).startsWith("a1 NO [LIMIT] Too many (k7f3q2-");
    talk.client("a2 NOOP");
    assertThat(talk.toServer()).isEqualTo("T1 NOOP\r\n");
  }

  @Test
  void aWaitOutlastsTheTimeForALoginNot() {
    talk.server(HELLO);
    talk.toClient();
    talk.client("a1 LOGIN alice hunter2");
    talk.word(new Admission.Later(70_000));
    talk.passes(60_000);
    assertThat(talk.toClient()).isEqualTo("* BYE No login in time\r\n");
    assertThat(talk.toServer()).isEmpty();
  }

  @Test
  void theWordForASessionThatIsOverIsIgnored() {
    talk.server(HELLO);
    talk.client("a1 LOGIN alice hunter2");
    talk.session.clientClosed(true, talk.now);
    talk.word(new Admission.Granted());
    assertThat(talk.toServer()).isEmpty();
  }

  @Test
  void authenticateWithAnInitialResponseIsAskedAsACommand() {
    talk.server(HELLO);
    talk.client("a1 AUTHENTICATE PLAIN " + IR);
    assertThat(talk.asked).containsExactly("alice");
    assertThat(talk.toServer()).isEmpty();
    talk.word(new Admission.Granted());
    assertThat(talk.toServer()).isEqualTo("T1 AUTHENTICATE PLAIN " + IR + "\r\n");
  }

  @Test
  void authenticateWithoutOneIsAskedWhenItsUserIsKnown() {
    talk.server(HELLO);
    talk.client("a1 AUTHENTICATE PLAIN");
    assertThat(talk.asked).isEmpty();
    talk.toServer();
    talk.server("+ ");
    talk.client(IR);
    assertThat(talk.asked).containsExactly("alice");
    assertThat(talk.toServer()).isEmpty();
    talk.word(new Admission.Later(1_000));
    talk.passes(1_000);
    assertThat(talk.toServer()).isEqualTo(IR + "\r\n");
    talk.server("T1 OK in");
    assertThat(talk.toClient()).endsWith("a1 OK in\r\n");
  }

  @Test
  void anExchangeThatIsRefusedIsBrokenOff() {
    talk.server(HELLO);
    talk.client("a1 AUTHENTICATE LOGIN");
    talk.server("+ VXNlcm5hbWU6");
    talk.toServer();
    talk.client("YWxpY2U=");
    talk.toClient();
    talk.word(new Admission.Refused("[LIMIT] Too many"));
    assertThat(talk.toServer()).isEqualTo("*\r\n");
    talk.server("T1 BAD cancelled");
    assertThat(talk.toClient()).startsWith("a1 NO [LIMIT] Too many (k7f3q2-");
    assertThat(talk.failed).isEmpty();
  }

  /** The line of a secret must not reach the server as a command. */
  @Test
  void aLineWhoseExchangeTheServerEndedMeanwhileIsNotSent() {
    talk.server(HELLO);
    talk.client("a1 AUTHENTICATE PLAIN");
    talk.server("+ ");
    talk.toServer();
    talk.client(IR);
    talk.word(new Admission.Later(1_000));
    talk.server("T1 NO too slow");
    talk.passes(1_000);
    assertThat(talk.toServer()).isEmpty();
    talk.client("a2 NOOP");
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
  }

  @Test
  void theSecretOfAFailedLoginIsToldOnceAndOnlyThen() {
    talk.server(HELLO);
    talk.granting("a1 LOGIN alice hunter2", "T1 NO wrong");
    talk.granting("a2 AUTHENTICATE PLAIN " + IR, "T2 NO [AUTHENTICATIONFAILED] wrong");
    talk.client("a3 AUTHENTICATE LOGIN");
    talk.server("+ VXNlcm5hbWU6");
    talk.granting("YWxpY2U=", "+ UGFzc3dvcmQ6");
    talk.client("aHVudGVyMg==");
    talk.server("T3 NO wrong");
    assertThat(talk.failed).isEqualTo(List.of("alice hunter2", "alice hunter2", "alice hunter2"));
    talk.granting("a4 LOGIN alice hunter2", "T4 NO [UNAVAILABLE] later");
    talk.granting("a5 LOGIN alice hunter2", "T5 BAD what");
    talk.granting("a6 LOGIN alice hunter2", "T6 OK in");
    assertThat(talk.failed).hasSize(3);
    assertThat(talk.events.toString()).doesNotContain("hunter2").contains("alice");
  }

  /** curl takes it where it is offered, and so would somebody who guesses. */
  @Test
  void challengesAreAskedForByTheirUserAndEachProofIsAnother() {
    talk.server(HELLO.replace("AUTH=LOGIN", "AUTH=CRAM-MD5"));
    talk.client("a1 AUTHENTICATE CRAM-MD5");
    talk.server("+ PDE4OTYuNjk3MTcwOTUyQHA+");
    talk.toServer();
    talk.client("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
    assertThat(talk.asked).containsExactly("tim");
    assertThat(talk.toServer()).isEmpty();
    talk.word(new Admission.Granted());
    assertThat(talk.toServer()).isNotEmpty();
    talk.server("T1 NO wrong");
    assertThat(talk.failed).containsExactly("tim ?");
  }

  @Test
  void anEmptyInitialResponseOfLoginIsNoLine() {
    talk.server(HELLO);
    talk.client("a1 AUTHENTICATE LOGIN =");
    talk.server("+ VXNlcm5hbWU6");
    talk.granting("YWxpY2U=", "+ UGFzc3dvcmQ6");
    talk.client("aHVudGVyMg==");
    talk.server("T1 NO wrong");
    assertThat(talk.failed).containsExactly("alice hunter2");
  }

  @Test
  void aUserWithTooManySessionsIsToldSo() {
    talk.server(HELLO);
    talk.granting("a1 LOGIN alice hunter2", "T1 OK in");
    talk.toClient();
    talk.session.endForUser(talk.now);
    assertThat(talk.toClient()).isEqualTo("* BYE [UNAVAILABLE] Too many sessions of this user\r\n");
    assertThat(talk.finished().cause()).isEqualTo(Event.Cause.LIMIT);
  }
}

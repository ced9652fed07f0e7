package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.audit.Event;
import org.junit.jupiter.api.Test;

/** A message's literal may go from peer to peer without the session: it counts the octets. */
class PassingTest {
  private static final long NONE = Long.MAX_VALUE;

  private static GatedTalk selected() {
    GatedTalk talk = new GatedTalk(new Pace(NONE, NONE, NONE, true));
    talk.server("* OK [CAPABILITY IMAP4rev1 LITERAL+] hi");
    talk.granting("a0 LOGIN alice secret", "T1 OK in");
    talk.client("a1 SELECT INBOX");
    talk.server("* 1 EXISTS");
    talk.server("T2 OK [READ-WRITE] in");
    talk.toClient();
    talk.toServer();
    return talk;
  }

  @Test
  void aDownloadPassesFromItsHeadToItsEnd() {
    GatedTalk talk = selected();
    talk.client("a2 FETCH 1 BODY.PEEK[]");
    assertThat(talk.session.serverPasses()).isZero();
    talk.server("* 1 FETCH (BODY[] {10}");
    assertThat(talk.session.serverPasses()).isEqualTo(10);
    talk.session.serverPassed(4, talk.now);
    assertThat(talk.session.serverPasses()).isEqualTo(6);
    // Some may be shown all the same.
    talk.session.serverOctets(new byte[] {'e', 'f'}, 0, 2, talk.now);
    talk.session.serverPassed(4, talk.now);
    assertThat(talk.session.serverPasses()).isZero();
    talk.server(")");
    talk.server("T3 OK done");
    assertThat(talk.toClient()).isEqualTo("* 1 FETCH (BODY[] {10}\r\nef)\r\na2 OK done\r\n");
  }

  @Test
  void anUploadPassesOnceTheServerWantsIt() {
    GatedTalk talk = selected();
    talk.client("a2 APPEND INBOX {10}");
    assertThat(talk.session.clientPasses()).isZero();
    talk.server("+ go on");
    assertThat(talk.session.clientPasses()).isEqualTo(10);
    talk.session.clientPassed(10, talk.now);
    assertThat(talk.session.clientPasses()).isZero();
    talk.client("");
    talk.server("T3 OK done");
    assertThat(talk.toServer()).isEqualTo("T3 APPEND INBOX {10}\r\n\r\n");
    assertThat(talk.toClient()).endsWith("a2 OK done\r\n");
  }

  @Test
  void neitherWhatIsWithheldNorAnArgumentPasses() {
    GatedTalk talk = selected();
    // Nobody asked for it.
    talk.server("* 1 FETCH (BODY[] {10}");
    assertThat(talk.session.serverPasses()).isZero();
    talk.server("abcdefghij)");
    talk.client("a2 LIST \"\" {3+}");
    assertThat(talk.session.clientPasses()).isZero();
    assertThat(talk.toClient()).isEmpty();
  }

  @Test
  void whatPassesCounts() {
    GatedTalk talk = selected();
    talk.client("a2 FETCH 1 BODY.PEEK[]");
    talk.server("* 1 FETCH (BODY[] {1000000}");
    talk.session.serverPassed(999_999, talk.now);
    assertThatThrownBy(() -> talk.session.serverPassed(2, talk.now))
        .isInstanceOf(IllegalStateException.class);
    talk.session.end(Event.Cause.ADMINISTRATOR, talk.now);
    assertThat(talk.finished().octetsFromServer()).isGreaterThan(999_999);
    assertThat(talk.session.serverPasses()).isZero();
  }
}

package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines of lists that come in one read. */
class FetchRunTest {
  private static final long NONE = Long.MAX_VALUE;
  private static final String PLAIN = "* 1 FETCH (UID 11 FLAGS (\\Seen))\r\n";
  private static final String UNASKED = "* 2 FETCH (UID 12 RFC822.SIZE 44)\r\n";
  private static final String LOWER = "* 3 fetch (uid 13 flags ())\r\n";

  private GatedTalk talk = new GatedTalk(new Pace(NONE, NONE, NONE, true));

  private void selected() {
    talk.server("* OK [CAPABILITY IMAP4rev1] hi");
    talk.granting("a0 LOGIN alice secret", "T1 OK in");
    talk.client("a1 SELECT INBOX");
    talk.server("* 1 EXISTS");
    talk.server("T2 OK [READ-WRITE] in");
    talk.client("a2 FETCH 1:* (UID FLAGS)");
    talk.toClient();
    talk.events.clear();
  }

  private void says(String lines) {
    byte[] octets = lines.getBytes(StandardCharsets.US_ASCII);
    talk.session.serverOctets(octets, 0, octets.length, talk.now);
  }

  @Test
  void whatNobodyAskedForStaysBehindAndTheRestPasses() {
    selected();
    talk.server(PLAIN + PLAIN + UNASKED + PLAIN + LOWER + PLAIN + "T3 OK done");
    assertThat(talk.toClient()).isEqualTo(PLAIN + PLAIN + PLAIN + LOWER + PLAIN + "a2 OK done\r\n");
    Event.Decided withheld = (Event.Decided) talk.events.getFirst();
    assertThat(withheld.action()).isEqualTo("withheld");
    talk.session.end(Event.Cause.ADMINISTRATOR, talk.now);
    assertThat(talk.finished().withheld()).isEqualTo(1);
    // The greeting, OK, EXISTS, OK; six lines; OK.
    assertThat(talk.finished().responses()).isEqualTo(11);
  }

  /** The numbers of decisions count lines that pass at once as they count others. */
  @Test
  void eachLineIsADecision() {
    selected();
    says(PLAIN + UNASKED);
    long first = number();
    talk.events.clear();
    says(PLAIN.repeat(40) + UNASKED);
    assertThat(number()).isEqualTo(first + 41);
  }

  private long number() {
    String id = ((Event.Decided) talk.events.getFirst()).decisionId();
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
  }

  @Test
  void aLineThatIsBrokenEndsTheSessionBehindThoseBefore() {
    selected();
    says(PLAIN + PLAIN + "* 3 FETCH (UID 13\rFLAGS ())\r\n" + PLAIN);
    assertThat(talk.toClient()).startsWith(PLAIN + PLAIN + "* BYE ");
    assertThat(talk.finished().cause()).isEqualTo(Event.Cause.SERVER_VIOLATION);
  }

  @Test
  void outsideOfTheSelectedMailboxNothingPasses() {
    talk.server("* OK [CAPABILITY IMAP4rev1] hi");
    talk.granting("a0 LOGIN alice secret", "T1 OK in");
    talk.toClient();
    says(PLAIN + PLAIN + PLAIN);
    assertThat(talk.toClient()).isEmpty();
  }

  /** An address of an ENVELOPE is the fourth parenthesis. */
  @Test
  void aBoundOnParenthesesHoldsForPlainLines() {
    String line =
        "* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL NIL NIL))\r\n";
    for (long nesting = 3; nesting <= 4; nesting++) {
      talk =
          new GatedTalk(
              new Pace(NONE, NONE, NONE, true), Limits.DEFAULT.with(Map.of("nesting", nesting)));
      selected();
      talk.client("a3 FETCH 1 ENVELOPE");
      says(line);
      assertThat(talk.toClient()).isEqualTo(nesting < 4 ? "" : line);
    }
  }
}

package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranscriptParserTest {
  private static final String HEAD = "transcript 1\n# some-name -- Its story.\n";

  @Test
  void theExampleOfTheFormatIsRead() throws Exception {
    Transcript read =
        parse(
            """
            transcript 1
            # delete-refused -- DELETE is rejected; the server never hears of it.
            policy ImapProxy
                request: { DELETE: { reject: "Folders are kept here" } }
            limits append=1KiB idle=2m
            server has IMAP4rev1 IDLE
            state auth

            client says   a1 DELETE Trash
            client hears  a1 NO [NOPERM] Folders are kept here (S-1)
            # a comment
            client says   a2 NOOP
            server hears  T1 NOOP
            """);
    assertThat(read.name()).isEqualTo("delete-refused");
    assertThat(read.story()).isEqualTo("DELETE is rejected; the server never hears of it.");
    assertThat(read.policy().name()).isEqualTo("ImapProxy");
    assertThat(read.policy().line()).isEqualTo(3);
    assertThat(read.policy().table().orElseThrow()).contains("DELETE");
    assertThat(read.limits().append()).isEqualTo(1024);
    assertThat(read.times().idleMillis()).isEqualTo(120_000);
    assertThat(read.capabilities()).containsExactly("IMAP4rev1", "IDLE");
    assertThat(read.start()).isEqualTo(Transcript.Start.AUTH);
    assertThat(read.steps())
        .containsExactly(
            new Step(
                new Statement.Says(
                    9, "client says   a1 DELETE Trash", Voice.CLIENT, "a1 DELETE Trash\r\n"),
                List.of(
                    new Statement.Hears(
                        10,
                        "client hears  a1 NO [NOPERM] Folders are kept here (S-1)",
                        Voice.CLIENT,
                        "a1 NO [NOPERM] Folders are kept here (S-1)\r\n"))),
            new Step(
                new Statement.Says(12, "client says   a2 NOOP", Voice.CLIENT, "a2 NOOP\r\n"),
                List.of(
                    new Statement.Hears(
                        13, "server hears  T1 NOOP", Voice.SERVER, "T1 NOOP\r\n"))));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws Exception {
    Transcript read = parse(HEAD + "client closes\nboth closed\n");
    assertThat(read.policy().name()).isEqualTo("ImapProxy");
    assertThat(read.policy().table()).isEmpty();
    assertThat(read.capabilities()).containsExactly("IMAP4rev1");
    assertThat(read.start()).isEqualTo(Transcript.Start.SELECTED);
    assertThat(read.times()).isEqualTo(Transcript.Times.DEFAULT);
  }

  @Test
  void whatIsOnlyObservedIsRead() throws Exception {
    assertThat(parse(HEAD + "client closes\nboth closed\n").observing())
        .isEqualTo(new Transcript.Observing(false, Optional.empty()));
    Transcript read =
        parse(HEAD + "mode observe\nobserve trial.py#Trial\nclient closes\nboth closed\n");
    assertThat(read.observing().mode()).isTrue();
    assertThat(read.observing().policy().orElseThrow().name()).isEqualTo("trial.py#Trial");
    assertThat(read.observing().policy().orElseThrow().line()).isEqualTo(4);
  }

  @Test
  void escapesBecomeOctets() throws Exception {
    assertThat(said("a\\x00\\xfF\\r\\n\\\\b")).isEqualTo("a\0\u00FF\r\n\\b\r\n");
    assertThat(said("a\\")).isEqualTo("a");
    assertThat(said("a\\\\")).isEqualTo("a\\\r\n");
    assertThat(said("é")).isEqualTo("\u00C3\u00A9\r\n");
    assertThat(said("")).isEqualTo("\r\n");
  }

  @Test
  void countedOctetsAreMade() throws Exception {
    assertThat(octets("sends 3 octets")).isEqualTo("xxx");
    assertThat(octets("sends 2 octets of '\\x00'")).isEqualTo("\0\0");
    assertThat(octets("sends 0 octets")).isEmpty();
  }

  @Test
  void everyErrorIsToldWithItsLineAndWhatWasExpected() {
    assertThat(
            problems(
                """
                transcript 1
                client shouts a1 NOOP
                policy
                limits apend=3 append=3s
                state somewhere
                client says a1 \\q
                client hears x\s
                  client says a2 NOOP
                client sends many octets
                server sends 99999999 octets
                state auth
                """))
        .containsExactly(
            "t.transcript:2: not a statement; expected policy, limits, server has, state, from"
                + " connect, mode, observe, decision_id, trust_preauth, tls, router, or a"
                + " statement: client says|hears|sends|closes|handshakes, server"
                + " says|hears|sends|closes|handshakes, both closed, S seconds pass, drain begins,"
                + " nothing is heard, a server is wanted for USER, no server is found",
            "t.transcript:3: a header behind the first statement; expected client"
                + " says|hears|sends|closes|handshakes, server says|hears|sends|closes|handshakes,"
                + " both closed, S seconds pass, drain begins, nothing is heard, a server is wanted"
                + " for USER, no server is found",
            "t.transcript:4: a header behind the first statement; expected client"
                + " says|hears|sends|closes|handshakes, server says|hears|sends|closes|handshakes,"
                + " both closed, S seconds pass, drain begins, nothing is heard, a server is wanted"
                + " for USER, no server is found",
            "t.transcript:5: a header behind the first statement; expected client"
                + " says|hears|sends|closes|handshakes, server says|hears|sends|closes|handshakes,"
                + " both closed, S seconds pass, drain begins, nothing is heard, a server is wanted"
                + " for USER, no server is found",
            "t.transcript:6: unknown escape \\q; expected \\xNN, \\r, \\n, \\\\, or a single \\ at"
                + " the end of the line",
            "t.transcript:7: white space at the end of the line; expected \\x20 where a space is"
                + " meant",
            "t.transcript:8: an indented line that isn't below policy; expected a line that isn't"
                + " indented",
            "t.transcript:9: not a number of octets; expected sends N octets, with from FILE or of"
                + " 'c' behind it",
            "t.transcript:10: 99999999 octets in one statement; expected at most 16777216",
            "t.transcript:11: a header behind the first statement; expected client"
                + " says|hears|sends|closes|handshakes, server says|hears|sends|closes|handshakes,"
                + " both closed, S seconds pass, drain begins, nothing is heard, a server is wanted"
                + " for USER, no server is found",
            "t.transcript:1: no name; expected a line # name -- story");
  }

  @Test
  void wrongHeadersAreTold() {
    assertThat(problems(HEAD + "policy\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: no policy is named");
    assertThat(problems(HEAD + "limits apend=3\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: unknown limit apend");
    assertThat(problems(HEAD + "limits append=3s\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: append=3s isn't a time");
    assertThat(problems(HEAD + "limits idle=3\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: idle=3 is a time");
    assertThat(problems(HEAD + "state somewhere\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: an unknown state");
    assertThat(problems(HEAD + "state auth\nfrom connect\nclient closes\n").getFirst())
        .startsWith("t.transcript:4: a second start");
    assertThat(problems(HEAD + "tls client implicit\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: what is no TLS of a session");
    assertThat(
            problems(
                    HEAD
                        + "tls client starttls-offered\ntls server starttls-required\n"
                        + "client closes\n")
                .getFirst())
        .startsWith("t.transcript:4: tls is given twice");
    assertThat(problems(HEAD + "mode watch\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: an unknown mode");
    assertThat(problems(HEAD + "observe\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: no policy is named");
    assertThat(problems(HEAD + "observe a.yaml\nobserve b.yaml\nclient closes\n").getFirst())
        .startsWith("t.transcript:4: observe is given twice");
    assertThat(problems(HEAD + "client hears * OK\nclient closes\n").getFirst())
        .startsWith("t.transcript:3: something is heard before anything has happened");
    assertThat(problems(HEAD + "client sends 3 octets from nowhere\n").getFirst())
        .startsWith("t.transcript:3: nowhere can't be read");
    assertThat(problems("transcript 2\n").getFirst())
        .isEqualTo(
            "t.transcript:1: not a transcript of a version that is known here; expected"
                + " transcript 1");
    assertThat(problems("transcript 1\n# Name\nclient closes\n"))
        .contains("t.transcript:2: the first comment isn't the name; expected # name -- story");
    assertThat(problems(HEAD).getFirst()).startsWith("t.transcript:3: nothing happens");
  }

  private static String said(String written) throws TranscriptException {
    return ((Statement.Says)
            parse(HEAD + ("client says " + written).strip()).steps().getFirst().stimulus())
        .octets();
  }

  private static String octets(String written) throws TranscriptException {
    return ((Statement.Says) parse(HEAD + "client " + written).steps().getFirst().stimulus())
        .octets();
  }

  private static Transcript parse(String text) throws TranscriptException {
    return TranscriptParser.parse(Path.of("t.transcript"), text);
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(TranscriptException.class, () -> parse(text)).problems();
  }
}

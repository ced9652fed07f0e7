package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recording shows, what it hides, and where it gives up. */
class SessionRecordingTest {
  private static final String HEAD =
      "transcript 1\n# some-name -- Its story.\nserver has IMAP4rev1 LITERAL+ IDLE\n";

  private static final String BODY =
      "from connect\nserver says * OK ready\nclient hears * OK ready\n";

  @Test
  void aSessionReadsAsATranscript() throws Exception {
    assertThat(
            recorded(
                """
                from connect
                server says   * OK ready
                client hears  * OK ready
                client says   a1 LOGIN alice hunter2
                server hears  T1 LOGIN alice hunter2
                server says   T1 OK done
                client hears  a1 OK done
                client says   a2 APPEND Drafts {12}
                server hears  T2 APPEND Drafts {12}
                server says   + go
                client hears  + OK
                client says   Hello\\x20World!
                server hears  12 octets of 'H'
                server says   T2 OK done
                """))
        .isEqualTo(
            """
            transcript 1
            # recorded -- A test.
            policy ImapProxy
            from connect
            server says   * OK ready
            client hears  * OK ready
            client says   a1 LOGIN alice xxxxxxx
            server hears  T1 LOGIN alice xxxxxxx
            server says   T1 OK done
            client hears  a1 OK done
            client says   a2 APPEND Drafts {12}
            server hears  T2 APPEND Drafts {12}
            server says   + go
            client hears  + OK
            client sends  12 octets
            server hears  12 octets
            client says
            server hears
            server says   T2 OK done
            client hears  a2 OK done
            # The end.
            """);
  }

  /** Each hides the word; the statements need not be what the gateway would let pass. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "client says a1 LOGIN alice NeedleNeedle",
        "client says a1 LOGIN alice \"Needle \\\\\"Needle\"",
        "client says a1 LOGIN {5+}\\r\\nalice {6+}\\r\\nNeedle",
        "client says a1 LOGIN alice {6}\nclient says Needle",
        "client says a1 LOGIN alice Needle Needle",
        "client says a1 LOGIN Needle",
        "client says a1  LOGIN alice Needle",
        "client says LOGIN alice Needle",
        "client says LOGIN Needle",
        "client says Needle",
        "client says Needle Needle",
        "client says a1 LOGN alice Needle",
        "client says a1 LOGIN alice Nee\"Needle",
        "client says a1 LOGIN alice \"Needle",
        "client says a1 LOGIN alice Needle\\nNeedle",
        "client says a1 LOGIN alice Needle\\",
        "client says a1 LOGIN alice {9999}\nclient says Needle",
        "client says a1 LOGIN alice {99999+}\nclient says Needle",
        "client says a1 AUTHENTICATE PLAIN Needle==",
        "client says a1 AUTHENTICATE PLAIN NeedleNeedle",
        "client says a1 AUTHENTICATE XOAUTH2 NeedleNeedle",
        "client says a1 AUTHENTICATE PLAIN\nserver says +\\x20\nclient says NeedleNeedle",
        "client says a1 AUTHENTICATE PLAIN\nserver says +\\x20\nclient says Needle Needle",
        "client says a1 AUTHENTICATE X\nserver says + NeedleNeedle\nclient says *",
        "client says a1 AUTHENTICATE PLAIN\nclient says NeedleNeedle",
      })
  void credentialsAreNotShown(String talk) throws Exception {
    String text = recorded(BODY + talk + "\n");
    assertThat(text).contains("server says   * OK ready\n").doesNotContain("Needle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client says a1 SEARCH SUBJECT Needle",
        "client says a1 UID SEARCH OR (FROM Needle) (NOT TO \"Needle Needle\")",
        "client says a1 SEARCH HEADER X-Test Needle TEXT {6+}\\r\\nNeedle",
        "client says a1 SEARCH CHARSET UTF-8 BODY Needle]Needle",
        "client says a1 SEARCH FLUBBER Needle",
        "client says a1 APPEND Drafts {6+}\\r\\nNeedle",
        "client says a1 APPEND Drafts {5+}\\r\\nNeedleNeedle",
        "client says a1 APPEND {9+}\\r\\nNeedle",
        "client says a1 APPEND Drafts {999999999+}\\r\\nNeedle",
        "client says a1 FETCH Needle",
        "server says * 1 FETCH (BODY[] {6}\\r\\nNeedle UID 5)",
        "server says * 1 FETCH (BODY[TEXT]<0> \"Needle \\\\\"Needle\" FLAGS (\\\\Seen))",
        "server says * 1 FETCH (ENVELOPE (NIL \"Needle\" ((\"Needle\" NIL \"Needle\" \"Needle\"))"
            + " NIL NIL NIL NIL NIL NIL \"<Needle>\"))",
        "server says * 1 FETCH (ENVELOPE (NIL {6}\\r\\nNeedle NIL NIL NIL NIL NIL NIL NIL NIL))",
        "server says * 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"NAME\" \"Needle\") NIL NIL"
            + " \"7BIT\" 5 1))",
        "server says * 1 FETCH (RFC822.HEADER {6}\\r\\nNeedle)",
        "server says * 1 FETCH (BODY[] {5}\\r\\nNeedleNeedle)",
        "server says * 1 FETCH (FLUBBER Needle)",
        "server says * 1 FETCH (UID 5) Needle",
        "server says * 1 FETCH (UID 5 Needle\\",
        "server says * NEEDLES Needle",
        "server says Needle",
        "server says NeedleNeedle Needle",
        "server says T9 Needle",
        "server says * METADATA INBOX (/private/comment \"Needle\")",
      })
  void messagesAreNotShown(String talk) throws Exception {
    String text =
        recorded(
            "state selected\n"
                + "client says a0 FETCH 1:* (FLAGS UID ENVELOPE BODYSTRUCTURE BODY[]"
                + " BODY[TEXT]<0.9> RFC822.HEADER)\n"
                + talk
                + "\n");
    assertThat(text)
        .contains(
            "server hears  T3 FETCH 1:* (FLAGS UID ENVELOPE BODYSTRUCTURE BODY[] BODY[TEXT]<0.9>"
                + " RFC822.HEADER)\n")
        .doesNotContain("Needle");
  }

  @Test
  void whatTheServerQuotesOfAPasswordIsNotShown() throws Exception {
    assertThat(
            recorded(
                BODY
                    + """
                    client says   a1 LOGIN alice Needle
                    server hears  T1 LOGIN alice Needle
                    server says   T1 NO no user has the password "Needle", Needleworker
                    client hears  a1 NO no user has the password "Needle", Needleworker
                    """))
        .contains("server says   T1 NO no user has the password \"xxxxxx\", Needleworker\n")
        .contains("client hears  a1 NO no user has the password \"xxxxxx\", Needleworker\n");
  }

  @Test
  void theUserOfPlainStaysAndItsPasswordGoes() throws Exception {
    // NUL alice NUL hunter2
    assertThat(recorded(BODY + "client says a1 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=\n"))
        .contains("client says   a1 AUTHENTICATE PLAIN AGFsaWNlAHh4eHh4eHg=\n");
  }

  @Test
  void filledValuesStayOfTheirKind() {
    assertThat(Filler.string("hunter2")).isEqualTo("xxxxxxx");
    assertThat(Filler.string("two words")).isEqualTo("xxxxxxxx%");
    assertThat(Filler.string("\u00C3\u00A9a")).isEqualTo("\u00C3\u009Fx");
    assertThat(Filler.string("\u00FFa")).isEqualTo("\u00FFx");
    assertThat(Filler.string("a\nb")).isEqualTo("xx\n");
    assertThat(Filler.string("")).isEmpty();
    assertThat(Filler.string("nil")).isEqualTo("nil");
    assertThat(Filler.base64("c2VjcmV0")).isEqualTo("eHh4eHh4");
    assertThat(Filler.base64("c2VjcmV")).isEqualTo("!!!!!!!");
    assertThat(Filler.base64("*")).isEqualTo("*");
  }

  @Test
  void onlyTheBoundsThatAreNotTheDefaultStandInTheHead() throws Exception {
    String text = recorded("limits append=1000 idle=2m\nfrom connect\nserver says * OK ready\n");
    assertThat(text).contains("\nlimits append=1000 login=60s idle=120s\nfrom connect\n");
  }

  @Test
  void aConnectionThatBreaksEndsTheRecording() {
    List<String> lines = new java.util.ArrayList<>();
    SessionRecording recording = new SessionRecording(head(transcript("")), lines::add);
    byte[] greeting = "* OK ready\r\n* BY".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(recording.said(Voice.SERVER, greeting, 0, greeting.length)).isEqualTo(12);
    recording.heard(Voice.CLIENT, greeting, 0, 12);
    recording.closes(Voice.CLIENT, true);
    assertThat(recording.over()).isTrue();
    recording.heard(Voice.CLIENT, greeting, 0, 12);
    assertThat(String.join("\n", lines))
        .endsWith(
            "server says   * OK ready\nclient hears  * OK ready\n"
                + "# Here the connection of the client broke.");
  }

  /** While a function is asked, the session goes on with the other side. */
  @Test
  void whatAnAnswerLedToStandsBehindWhatWasAsked() {
    List<String> lines = new java.util.ArrayList<>();
    SessionRecording recording = new SessionRecording(head(transcript("")), lines::add);
    say(recording, Voice.CLIENT, "a1 NOOP\r\n");
    recording.asked(1);
    say(recording, Voice.SERVER, "* 11 EXISTS\r\n");
    hear(recording, Voice.CLIENT, "* 11 EXISTS\r\n");
    recording.answered(1);
    hear(recording, Voice.SERVER, "zqx1 NOOP\r\n");
    say(recording, Voice.SERVER, "zqx1 OK done\r\n");
    recording.ends("The end.");
    assertThat(String.join("\n", lines))
        .endsWith(
            """
            client says   a1 NOOP
            server hears  T1 NOOP
            server says   * 11 EXISTS
            client hears  * 11 EXISTS
            server says   T1 OK done
            # The end.\
            """);
  }

  @Test
  void manyPiecesOfALiteralAreOneStatement() {
    List<String> lines = new java.util.ArrayList<>();
    SessionRecording recording = new SessionRecording(head(transcript("")), lines::add);
    say(recording, Voice.SERVER, "* 1 FETCH (BODY[] {3000}\r\n");
    hear(recording, Voice.CLIENT, "* 1 FETCH (BODY[] {3000}\r\n");
    for (int i = 0; i < 30; i++) {
      say(recording, Voice.SERVER, "y".repeat(100));
      hear(recording, Voice.CLIENT, "y".repeat(100));
    }
    say(recording, Voice.SERVER, ")\r\n");
    hear(recording, Voice.CLIENT, ")\r\n");
    recording.ends("The end.");
    assertThat(lines.subList(4, lines.size()))
        .containsExactly(
            "server says   * 1 FETCH (BODY[] {3000}",
            "client hears  * 1 FETCH (BODY[] {3000}",
            "server sends  3000 octets",
            "client hears  3000 octets",
            "server says   )",
            "client hears  )",
            "# The end.");
  }

  private static void say(SessionRecording recording, Voice voice, String text) {
    byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < octets.length) {
      at += recording.said(voice, octets, at, octets.length - at);
    }
  }

  private static void hear(SessionRecording recording, Voice voice, String text) {
    byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    recording.heard(voice, octets, 0, octets.length);
  }

  private static Transcript transcript(String header) {
    try {
      return TranscriptParser.parse(Path.of("t.transcript"), HEAD + header + "client closes\n");
    } catch (TranscriptException e) {
      throw new AssertionError(e);
    }
  }

  private static RecordingHead head(Transcript transcript) {
    return new RecordingHead(
        "recorded", "A test.", "ImapProxy", transcript.limits(), transcript.times(), Stage.ID);
  }

  /** What is written of a talk; whether it goes as it says isn't asked. */
  private static String recorded(String talk) throws Exception {
    Transcript transcript = TranscriptParser.parse(Path.of("t.transcript"), HEAD + talk);
    PolicyLoad load = new TranscriptPolicies(new Policies(List.of())).load(transcript.policy());
    Policy policy = ((PolicyLoad.Loaded) load).policy();
    List<String> lines = new java.util.ArrayList<>();
    SessionRecording recording = new SessionRecording(head(transcript), lines::add);
    TranscriptPlayer.record(transcript, policy, new Cut.Whole(), recording);
    recording.ends("The end.");
    return String.join("\n", lines) + "\n";
  }
}

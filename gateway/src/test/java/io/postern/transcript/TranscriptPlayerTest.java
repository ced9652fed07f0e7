package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A player that can't fail proves nothing: each kind of difference is found, and its line told. */
class TranscriptPlayerTest {
  private static final String HEAD = "transcript 1\n# some-name -- Its story.\n";

  @Test
  void aTalkThatGoesAsWrittenHasNoDifference() throws Exception {
    assertThat(
            played(
                """
                client says   a1 NOOP
                server hears  T1 NOOP
                server says   T1 OK done
                client hears  a1 OK done
                """))
        .isEmpty();
  }

  @Test
  void aDifferenceShowsBothTalksSideBySide() throws Exception {
    Difference difference =
        played(
                """
                client says   a1 NOOP
                server hears  T1 NOOP
                server says   T1 OK done
                client hears  a1 OK finished
                """)
            .orElseThrow();
    assertThat(difference.line()).isEqualTo(6);
    assertThat(difference.toString())
        .startsWith("t.transcript:6: something else was heard (whole)")
        .containsPattern("THE TRANSCRIPT +\\| WHAT HAPPENED")
        .containsPattern(" 4 server hears  T1 NOOP +\\| server hears  T1 NOOP")
        .containsPattern(">     6 client hears  a1 OK finished +\\| client hears  a1 OK done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Somebody heard what isn't written down.
        "3|client says a1 NOOP",
        "3|client says a1 NOOP\nnothing is heard",
        "3|client says a1 XNOOP",
        "5|client says a1 NOOP\nserver hears T1 NOOP\nserver says T1 OK done",
        // Somebody heard nothing, something else, or it under another tag.
        "4|client says a1 NOOP\nserver hears T1 CHECK",
        "4|client says a1 NOOP\nserver hears T2 NOOP",
        "5|client says a1 NOOP\nserver hears T1 NOOP\nclient hears a1 OK done",
        "6|client says a1 NOOP\nserver hears T1 NOOP\nclient says a2 NOOP\nserver hears T1 NOOP",
        "4|client says a1 XNOOP\nclient hears a1 BAD Unknown command (S-1)",
        "5|policy ImapProxy\nclient says a1 URK\nclient hears a1 NO [NOPERM] no (S-2)",
        // A close that isn't written down, and one that didn't happen.
        "3|server says * BYE bye\nclient hears * BYE bye",
        "4|client says a1 XNOOP\nclient hears * BYE bye\nboth closed",
        "5|client says a1 NOOP\nserver hears T1 NOOP\nboth closed",
        // Order within what one voice hears.
        "4|server says * 11 EXISTS\\r"
            + "\\n"
            + "* 1 RECENT\n"
            + "client hears * 1 RECENT\n"
            + "client hears * 11 EXISTS",
        // A state that the policy doesn't let anybody reach.
        "4|policy AbstractImapProxy\nclient says a1 NOOP",
      })
  void eachKindOfDifferenceIsFound(String lineAndTalk) throws Exception {
    int bar = lineAndTalk.indexOf('|');
    Optional<Difference> difference = played(lineAndTalk.substring(bar + 1));
    assertThat(difference.map(Difference::line))
        .contains(Integer.parseInt(lineAndTalk.substring(0, bar)));
  }

  @Test
  void aPolicyThatLocksTheDoorIsToldAsSuch() throws Exception {
    assertThat(played("policy AbstractImapProxy\nclient says a1 NOOP").orElseThrow().what())
        .startsWith("the state can't be reached: the greeting was answered \"* BYE");
  }

  @Test
  void aWrongTableIsFoundWhereTheTranscriptHasIt() throws Exception {
    Transcript transcript =
        TranscriptParser.parse(
            Path.of("t.transcript"),
            HEAD + "policy ImapProxy\n    request:\n      DELET: reject\nclient closes\n");
    PolicyLoad load = new TranscriptPolicies(new Policies(List.of())).load(transcript.policy());
    List<String> places =
        switch (load) {
          case PolicyLoad.Loaded loaded ->
              loaded.warnings().stream().map(warning -> warning.place().toString()).toList();
          case PolicyLoad.Failed failed ->
              failed.errors().stream().map(error -> error.place().toString()).toList();
        };
    assertThat(places).contains("t.transcript:5:7");
  }

  private static Optional<Difference> played(String talk) throws Exception {
    Transcript transcript = TranscriptParser.parse(Path.of("t.transcript"), HEAD + talk + "\n");
    PolicyLoad load = new TranscriptPolicies(new Policies(List.of())).load(transcript.policy());
    return TranscriptPlayer.play(transcript, ((PolicyLoad.Loaded) load).policy(), new Cut.Whole());
  }
}

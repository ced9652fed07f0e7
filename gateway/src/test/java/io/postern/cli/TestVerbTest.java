package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestVerbTest {
  private static final Path WRONG = Path.of("src/test/wrong-transcripts");

  private static final String GOOD =
      """
      transcript 1
      # good -- NOOP goes to the server.
      client says   a1 NOOP
      server hears  T1 NOOP
      server says   T1 OK done
      client hears  a1 OK done
      """;

  @TempDir private Path folder;

  @Test
  void whatGoesAsWrittenIsOneLine() throws Exception {
    Path file = write("good.transcript", GOOD);
    Ran ran = Ran.postern("test", file, "--seed", "7");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .matches("ok     \\Q" + file + "\\E\n1 transcript: 1 ok; \\d+\\.\\d s, seed 7\n");
  }

  @Test
  void quietTellsNothingOfWhatIsOk() throws Exception {
    Path file = write("good.transcript", GOOD);
    assertThat(Ran.postern("test", "-q", file).out().lines()).hasSize(1);
  }

  @Test
  void foldersAreSearched() throws Exception {
    Files.createDirectories(folder.resolve("b/c"));
    Files.createDirectories(folder.resolve(".git"));
    write("b/c/two.transcript", GOOD);
    write("b/one.transcript", GOOD);
    write("b/other.txt", "");
    write(".git/hidden.transcript", "");
    Ran ran = Ran.postern("test", folder, folder.resolve("b/one.transcript"));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines().map(line -> line.replace(folder + "/", "")))
        .startsWith("ok     b/c/two.transcript", "ok     b/one.transcript")
        .hasSize(3);
  }

  @Test
  void aDifferenceIsReadableAndNamesTheRule() {
    Ran ran = Ran.postern("test", WRONG.resolve("kept-folders.transcript"), "--width", "100");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(withoutSummary(ran))
        .isEqualTo(
            """
            FAILED src/test/wrong-transcripts/kept-folders.transcript:7: the server heard nothing

                    THE TRANSCRIPT                               | WHAT HAPPENED
                  4 client says   a1 DELETE Trash                | client says   a1 DELETE Trash
                  5 client hears  a1 NO [NOPERM] Folders are kep | client hears  a1 NO [NOPERM] Folders are kep
                    t here (S-1)                                 | t here (S-1)
                  6 client says   a2 RENAME "A folder with quite | client says   a2 RENAME "A folder with quite
                     a long name for a narrow screen" Archive    |  a long name for a narrow screen" Archive
            >     7 server hears  T1 RENAME "A folder with quite | (nothing)
            >        a long name for a narrow screen" Archive    |
            >       (nothing)                                    | client hears  a2 NO [NOPERM] Folders are kep
            >                                                    | t here (S-2)

                    decided last:
                    (S-2) RENAME A folder with quite a long name for a narrow screen Archive: reject, rule kept-folders.yaml:4

            """);
  }

  @Test
  void theFirstCharacterThatDiffersIsMarked() {
    Ran ran = Ran.postern("test", WRONG.resolve("other-text.transcript"), "--width", "160");
    assertThat(withoutSummary(ran))
        .isEqualTo(
            """
            FAILED src/test/wrong-transcripts/other-text.transcript:9: something else was heard

                    THE TRANSCRIPT                                                | WHAT HAPPENED
                  4 client says   a1 CREATE New                                   | client says   a1 CREATE New
                  5 server hears  T1 CREATE New                                   | server hears  T1 CREATE New
                  6 server says   T1 OK created                                   | server says   T1 OK created
                  7 client hears  a1 OK created                                   | client hears  a1 OK created
                  8 client says   a2 DELETE Trash                                 | client says   a2 DELETE Trash
            >     9 client hears  a2 NO [NOPERM] Folders are not kept here (S-3)  | client hears  a2 NO [NOPERM] Folders are kept here (S-3)
                                                             ^                    |                                          ^

                    decided last:
                    (S-3) DELETE Trash: reject, rule kept-folders.yaml:3

            """);
  }

  @Test
  void noLineOfADifferenceIsWiderThanTheScreen() {
    for (int width : new int[] {60, 80, 120, 160}) {
      Ran ran = Ran.postern("test", WRONG.resolve("other-text.transcript"), "--width", width);
      assertThat(ran.out().lines()).hasSizeGreaterThan(10);
      assertThat(ran.out().lines().filter(line -> line.contains(" | ")))
          .allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void coloursAreForScreens() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String file = WRONG.resolve("other-text.transcript").toString();
    Main.run(new String[] {"test", "--width", "100", file}, Ran.console(out, err, true));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[31m>     9 client hears");
    assertThat(Ran.postern("test", file).out()).doesNotContain("\u001b");
  }

  @Test
  void whatIsNoTranscriptIsToldWithItsLine() {
    Ran ran = Ran.postern("test", WRONG.resolve("no-transcript.transcript"));
    assertThat(ran.exit()).isEqualTo(65);
    assertThat(ran.out())
        .startsWith(
            """
            FAILED src/test/wrong-transcripts/no-transcript.transcript: is no transcript that can be read
            src/test/wrong-transcripts/no-transcript.transcript:3: not a statement; expected policy,\
            """)
        .contains("1 transcript: 0 ok, 1 can't be read; ");
  }

  @Test
  void aWrongPolicyIsToldWhereItIs() {
    Ran ran = Ran.postern("test", WRONG.resolve("no-policy.transcript"));
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.out())
        .startsWith(
            """
            FAILED src/test/wrong-transcripts/no-policy.transcript: its policy is wrong
            src/test/wrong-transcripts/no-policy.transcript:4:\
            """);
  }

  @Test
  void aWrongPolicyOfManyTranscriptsIsToldOnce() throws Exception {
    write("p.yaml", "extends: ImapProxy\nrequest: { NOOP: rejekt }\n");
    String named = GOOD.replace("client says", "policy p.yaml\nclient says");
    write("a.transcript", named);
    write("b.transcript", named);
    Ran ran = Ran.postern("test", folder);
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.out().lines().filter(line -> line.contains("p.yaml:2:"))).hasSize(1);
    assertThat(ran.out()).contains("b.transcript: its policy is wrong, as told above\n");
  }

  @Test
  void aMissingFileAndAnEmptyFolderAreMissing() {
    assertThat(Ran.postern("test", "nowhere"))
        .isEqualTo(new Ran(66, "", "postern: nowhere: no such file\n"));
    assertThat(Ran.postern("test", folder))
        .isEqualTo(new Ran(66, "", "postern: no .transcript files in " + folder + "\n"));
  }

  @Test
  void theSameTestsCanBePlayedAgainstAnotherPolicy() throws Exception {
    Path file = write("good.transcript", GOOD);
    Path policy =
        write("no-noop.yaml", "extends: ImapProxy\nrequest: { NOOP: { reject: \"No\" } }\n");
    Ran ran = Ran.postern("test", file, "--policy", policy);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("(S-1) NOOP: reject, rule no-noop.yaml:2");
    assertThat(Ran.postern("test", file, "--policy", "ImapProxyStrict").exit()).isZero();
    assertThat(Ran.postern("test", file, "--policy", "ImapProxx").exit()).isEqualTo(78);
  }

  @Test
  void theJsonSaysTheSame() {
    Ran ran = Ran.postern("test", WRONG, "--output", "json", "--seed", "3");
    assertThat(ran.exit()).isEqualTo(65);
    JsonNode json = JsonMapper.builder().build().readTree(ran.out());
    assertThat(json.get("ok").asBoolean()).isFalse();
    assertThat(json.get("seed").asInt()).isEqualTo(3);
    assertThat(json.get("passed").asInt()).isZero();
    assertThat(json.get("failed").asInt()).isEqualTo(4);
    JsonNode first = json.get("files").get(0);
    assertThat(first.get("result").asString()).isEqualTo("failed");
    assertThat(first.get("line").asInt()).isEqualTo(7);
    assertThat(first.get("decided").get(0).get("rule").asString()).isEqualTo("kept-folders.yaml:4");
  }

  @Test
  void theReportIsXmlThatAParserReads() throws Exception {
    Path file =
        write(
            "odd-text.transcript",
            """
            transcript 1
            # odd-text -- All that XML must escape, and what it can't say.
            client says   a1 NOOP
            server hears  T1 NOOP
            server says   T1 OK <&>"']]>
            client hears  a1 OK <&>"']]> \u0001\u00E9
            """);
    Path report = folder.resolve("report.xml");
    Ran ran = Ran.postern("test", WRONG, file, "--junit", report);
    assertThat(ran.exit()).isEqualTo(65);
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("3");
    assertThat(suite.getAttribute("errors")).isEqualTo("2");
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(2);
    Element failure = (Element) xml.getElementsByTagName("failure").item(2);
    assertThat(failure.getAttribute("message")).isEqualTo("something else was heard");
    assertThat(failure.getTextContent()).contains("client hears  a1 OK <&>\"']]>", "\uFFFD\u00E9");
  }

  @Test
  void aReportThatCanNotBeWrittenIsNoInternalError() throws Exception {
    Path file = write("good.transcript", GOOD);
    Ran ran = Ran.postern("test", file, "--junit", folder.resolve("no/where.xml"));
    assertThat(ran.exit()).isEqualTo(73);
  }

  @Test
  void aFunctionThatNeverReturnsFailsItsTestAndNotTheRun() throws Exception {
    write(
        "Spins.java",
        """
        import io.postern.policy.*;

        public class Spins extends ImapProxy {
          private static volatile int turns;

          @Override
          public void config(PolicyTables tables) {
            super.config(tables);
            tables.request("NOOP").call(this::spin);
          }

          RequestAction spin(Call call) {
            while (true) {
              turns++;
            }
          }
        }
        """);
    Path spins =
        write("spins.transcript", GOOD.replace("client says", "policy Spins.java\nclient says"));
    Path good = write("z.transcript", GOOD);
    Ran ran = Ran.postern("test", spins, good);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("the function failed", "took longer than 1000 ms", "ok     " + good);
  }

  @Test
  void coverageListsTheRulesThatNeverDecided() throws Exception {
    write(
        "base.yaml",
        """
        extends: ImapProxy
        request:
          "*": accept
          NOOP: accept
          UID: accept
          FETCH: accept
          UID FETCH: reject
        response:
          "* ALL *": accept
          "NOOP TAGGED OK": accept
        """);
    write("heir.yaml", "extends: base.yaml\ncapability: { IDLE: drop }\n");
    Path file =
        write(
            "covers.transcript",
            GOOD.replace("client says", "policy heir.yaml\nclient says")
                + "client says a2 UID FETCH 1 FLAGS\n"
                + "client hears a2 NO [NOPERM] UID FETCH is not permitted here (S-3)\n");
    Ran ran = Ran.postern("test", file, "--coverage", "-q");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().replace(folder + "/", "").lines())
        // LOGIN and SELECT of the beginning are the star's; UID FETCH hides FETCH.
        .startsWith(
            "base.yaml: 6 of 7 rules decided (85 %)",
            "base.yaml:6: never decided: request FETCH",
            "heir.yaml: 0 of 1 rule decided (0 %)",
            "heir.yaml:2: never decided: capability IDLE",
            "coverage: 6 of 8 rules decided (75 %)");
    assertThat(Ran.postern("test", file, "--fail-uncovered").exit()).isEqualTo(1);
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(Ran.postern("test", file, "--coverage", "--output", "json").out())
            .get("coverage");
    assertThat(json.get("rules").asInt()).isEqualTo(8);
    assertThat(json.get("exercised").asInt()).isEqualTo(6);
    assertThat(json.get("uncovered").get(1).get("key").asString()).isEqualTo("IDLE");
  }

  @Test
  void rulesOfTranscriptsAndOfBaseClassesAreNobodysToCover() throws Exception {
    Path file =
        write(
            "table.transcript",
            GOOD.replace(
                "client says", "policy ImapProxy\n    request: { CHECK: reject }\nclient says"));
    Ran ran = Ran.postern("test", file, "--fail-uncovered");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("coverage: no rule of a policy file was under test\n");
  }

  @Test
  void watchIsForPeople() {
    assertThat(Ran.postern("test", "--watch", "--output", "json").exit()).isEqualTo(64);
  }

  private static String withoutSummary(Ran ran) {
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.getLast()).startsWith("1 transcript: 0 ok, 1 failed; ");
    return String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}

package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckVerbTest {
  private static final String GOOD =
      """
      version: 1
      services:
        - { name: a, listen: "127.0.0.1:1143", server: "127.0.0.1:143", policy: ImapProxy }
        - { name: b, listen: "[::1]:1143", server: "127.0.0.1:143", policy: ImapProxyStrict }
      """;

  private static final String CLEAR =
      """
      version: 1
      services:
        - name: open
          listen: 0.0.0.0:1143
          server: 127.0.0.1:143
          policy: ImapProxyStrict
          clear_text: allowed
      """;

  private static final String BAD =
      """
      version: 1
      services:
        - name: a
          listen: 127.0.0.1:1143
          sever: 127.0.0.1:143
          policy: ImapProxy
      """;

  @TempDir private Path folder;
  private Path good;
  private Path clear;
  private Path bad;

  @BeforeEach
  void write() throws IOException {
    good = Files.writeString(folder.resolve("good.yaml"), GOOD);
    clear = Files.writeString(folder.resolve("clear.yaml"), CLEAR);
    bad = Files.writeString(folder.resolve("bad.yaml"), BAD);
  }

  @Test
  void aGoodConfigurationIsOkAndSaysWhatItIs() {
    assertThat(Ran.postern("check", good))
        .isEqualTo(new Ran(0, good + ": ok: configuration, 2 services: a, b\n", ""));
    assertThat(Ran.postern("check", "-c", good)).isEqualTo(Ran.postern("check", good));
  }

  @Test
  void aBrokenConfigurationIsToldWithPlacesAndNamesNearby() {
    assertThat(Ran.postern("check", bad))
        .isEqualTo(
            new Ran(
                78,
                bad
                    + ":3:5: found no server, expected HOST:PORT, such as 127.0.0.1:1143,"
                    + " [::1]:1143 or mail.example.org:143\n"
                    + bad
                    + ":5:5: found the key \"sever\" in a service, expected one of name, listen,"
                    + " server, policy, mode, observe, limits, decision_id, clear_text,"
                    + " trust_preauth, tls, router, chainer, proxy_protocol, originating; did you"
                    + " mean server?\n"
                    + bad
                    + ": 2 errors\n",
                ""));
  }

  @Test
  void clearTextBeyondLoopbackIsAWarningAndStrictMindsIt() {
    String text =
        clear
            + ":4:13: warning: service open listens on 0.0.0.0:1143 without TLS: passwords and"
            + " mail cross the network in clear (clear_text: allowed)\n"
            + clear
            + ": ok, 1 warning: configuration, 1 service: open\n";
    assertThat(Ran.postern("check", clear)).isEqualTo(new Ran(0, text, ""));
    assertThat(Ran.postern("check", "--strict", clear)).isEqualTo(new Ran(1, text, ""));
    assertThat(Ran.postern("check", "--strict", good).exit()).isZero();
  }

  @Test
  void severalFilesAreAllChecked() {
    Ran ran = Ran.postern("check", "--strict", good, clear, bad);
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.out())
        .contains(good + ": ok: ", clear + ": ok, 1 warning: ", bad + ": 2 errors\n");
  }

  @Test
  void aMissingFileIsToldBeforeWhatIsWrongWithAnother() {
    Path none = folder.resolve("none.yaml");
    Ran ran = Ran.postern("check", bad, none);
    assertThat(ran.exit()).isEqualTo(66);
    assertThat(ran.out()).contains(bad + ": 2 errors\n", none + ": no such file\n");
    assertThat(Ran.postern("check", "-c", none).exit()).isEqualTo(66);
    assertThat(Ran.postern("check", folder).exit()).isEqualTo(66);
  }

  @Test
  void nothingToCheckIsAUsageError() {
    assertThat(Ran.postern("check"))
        .isEqualTo(
            new Ran(
                64,
                "",
                "postern: nothing to check: name a file\n"
                    + "postern: for help: postern check --help\n"));
  }

  @Test
  void policiesAreCheckedByName() {
    assertThat(Ran.postern("check", "--policy", "ImapProxy").exit()).isZero();
    Ran ran = Ran.postern("check", "--policy", "ImapProxi");
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.out()).contains("did you mean ImapProxy?");
  }

  @Test
  void scriptsReadJson() {
    Ran ran = Ran.postern("check", "--output", "json", clear, bad);
    assertThat(ran.exit()).isEqualTo(78);
    JsonNode all = JsonMapper.builder().build().readTree(ran.out());
    assertThat(all.get("ok").asBoolean()).isFalse();
    JsonNode warned = all.get("files").get(0);
    assertThat(warned.get("file").asString()).isEqualTo(clear.toString());
    assertThat(warned.get("ok").asBoolean()).isTrue();
    assertThat(warned.get("checked").asString()).isEqualTo("configuration, 1 service: open");
    assertThat(warned.get("warnings").get(0).get("line").asInt()).isEqualTo(4);
    JsonNode broken = all.get("files").get(1);
    assertThat(broken.get("ok").asBoolean()).isFalse();
    assertThat(broken.get("errors").get(1).get("line").asInt()).isEqualTo(5);
    assertThat(broken.get("errors").get(1).get("column").asInt()).isEqualTo(5);
    assertThat(broken.get("errors").get(1).get("message").asString())
        .endsWith("did you mean server?");
  }

  /** A configuration may come from anybody; an error that quotes it must not drive the screen. */
  @Test
  void controlCharactersOfAFileDoNotReachTheScreen() throws IOException {
    Path evil = Files.writeString(folder.resolve("evil.yaml"), "version: \"\\e[2J\\u202e\"\n");
    assertThat(Ran.postern("check", "-c", evil).out())
        .contains("found the text \"\\u{1b}[2J\\u{202e}\"")
        .doesNotContain("\u001b", "\u202e");
  }
}

package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.ConfigSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  @Test
  void withoutAVerbTheUsageIsAMessage() {
    Ran ran = Ran.postern();
    assertThat(ran.exit()).isEqualTo(64);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("Usage: postern ").contains("\n  run ", "\n  check ");
  }

  @Test
  void helpThatWasAskedForIsData() {
    for (String[] words : new String[][] {{"--help"}, {"-h"}, {"help"}}) {
      Ran ran = Ran.postern((Object[]) words);
      assertThat(ran.exit()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out())
          .startsWith("Usage: postern ")
          .contains("postern run --listen 127.0.0.1:1143 --server 127.0.0.1:143");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "check",
        "test",
        "status",
        "reload",
        "drain",
        "record",
        "init",
        "demo",
        "schema",
        "completion",
        "version"
      })
  void everyVerbExplainsItself(String verb) {
    Ran ran = Ran.postern("help", verb);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("Usage: postern " + verb);
    // A shell's window has 80 columns; no ANSI code where there is no screen.
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(ran.out()).doesNotContain("\u001b");
  }

  @Test
  void anUnknownVerbIsAUsageErrorWithTheNearestName() {
    Ran ran = Ran.postern("chekc", "postern.yaml");
    assertThat(ran.exit()).isEqualTo(64);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            """
            postern: 'chekc' is no verb; did you mean check?
            postern: for help: postern --help
            """);
  }

  @Test
  void anUnknownOptionIsAUsageErrorOfItsVerb() {
    Ran ran = Ran.postern("check", "--stric", "x.yaml");
    assertThat(ran.exit()).isEqualTo(64);
    assertThat(ran.err())
        .isEqualTo(
            """
            postern: '--stric' is no option here; did you mean --strict?
            postern: for help: postern check --help
            """);
  }

  @Test
  void controlCharactersOfTheCommandLineDoNotReachTheScreen() {
    Ran ran = Ran.postern("\u001b[2J\u009b1m");
    assertThat(ran.exit()).isEqualTo(64);
    assertThat(ran.err()).contains("'\\u{1b}[2J\\u{9b}1m'").doesNotContain("\u001b", "\u009b");
  }

  @Test
  void theVersionIsTold() {
    String java = System.getProperty("java.version");
    assertThat(Ran.postern("version").out()).isEqualTo("postern development, Java " + java + "\n");
    assertThat(Ran.postern("--version").out()).isEqualTo(Ran.postern("version").out());
    JsonNode json =
        JsonMapper.builder().build().readTree(Ran.postern("version", "--output", "json").out());
    assertThat(json.get("postern").asString()).isEqualTo("development");
    assertThat(json.get("java").asString()).isEqualTo(java);
  }

  @Test
  void theSchemaIsPrintedAsItIs() {
    assertThat(Ran.postern("schema")).isEqualTo(new Ran(0, ConfigSchema.text(), ""));
  }

  @Test
  void theCompletionKnowsTheVerbsAndTheirOptions() {
    Ran ran = Ran.postern("completion");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("run check", "--listen", "--junit");
  }

  /** The gateway's own tests run without the module. */
  @Test
  void aMissingDemoSaysWhereItIs() {
    assertThat(Ran.postern("demo", "--imap-port", "1143"))
        .isEqualTo(
            new Ran(
                69,
                "",
                "postern: the demo isn't part of this installation: in a checkout of the sources"
                    + " run ./postern demo\n"));
  }

  @Test
  void ourOwnFaultIsNotTakenForTheUsers() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine line = Main.commandLine(Ran.console(out, err, false));
    line.addSubcommand("break", new Broken());
    // Handlers are set on the commands that were there; the new one gets them too.
    line.setExecutionExceptionHandler(line.getExecutionExceptionHandler());
    assertThat(line.execute("break")).isEqualTo(70);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("postern: internal error: java.lang.IllegalStateException: oops\n    at ");
  }

  @Test
  void coloursAreForScreensOnly() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(Main.run(new String[] {"--help"}, Ran.console(out, err, true))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[1m");
  }

  @Test
  void coloursCanBeRefused() {
    assertThat(Console.wantsColour(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Console.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
    assertThat(Console.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
    assertThat(Console.wantsColour(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Console.wantsColour(Map.of())).isFalse();
  }

  @Command(name = "break")
  private static final class Broken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("oops");
    }
  }
}

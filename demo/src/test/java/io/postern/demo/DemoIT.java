package io.postern.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The demo as a new user meets it: a process, curl in another one, and Ctrl-C. */
class DemoIT {
  private static final Pattern LISTENING =
      Pattern.compile("Postern is listening on 127\\.0\\.0\\.1:(\\d+)\\..*");

  /** A start takes two seconds; this only keeps a hang from being endless. */
  private static final int SECONDS_MAX = 60;

  private final List<String> screen = new ArrayList<>();
  private Process demo;
  private BufferedReader out;
  private int port;

  @AfterEach
  void end() {
    if (demo != null) {
      demo.destroyForcibly();
    }
  }

  @Test
  void curlReadsAMailAndTheScreenShowsIt() throws Exception {
    start("--port", "0");
    assertThat(curl("INBOX;MAILINDEX=1"))
        .contains("Subject: Welcome to the demo")
        .contains("this mail came to you through the gateway");
    screenUntil("logout");
    assertThat(screen)
        .anyMatch(line -> line.contains("rewrite   <- GREETING UNTAGGED OK  (demo-policy.yaml:"))
        .anyMatch(line -> line.contains("respond   A001 CAPABILITY  (demo-policy.yaml:"))
        .anyMatch(line -> line.contains("accept    A002 LOGIN \"demo\" ***"))
        .anyMatch(line -> line.contains("accept    A004 FETCH 1 BODY []"))
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void eachLineThatItProposesWorks() throws Exception {
    start("--port", "0");
    assertThat(curl("")).contains("INBOX", "Plans", "Sent", "Trash");
    assertThat(curl("INBOX", "-X", "SEARCH ALL")).contains("* SEARCH 1 2 3 4");
    assertThat(curl("INBOX;MAILINDEX=2;SECTION=2")).contains("R0lGODlhAQAB");
    // With a charset in its header, octets over 0x7F come as they were sent.
    assertThat(curl("INBOX;MAILINDEX=4")).contains("Schöne Grüße");
  }

  @Test
  void deleteIsRefusedAndTheServerNeverHearsOfIt() throws Exception {
    start("--port", "0");
    assertThat(curl("", "-v", "-X", "DELETE Plans"))
        .contains("A003 NO [NOPERM] Folders are kept here (");
    assertThat(curl("")).contains("Plans");
    screenUntil("accept    A003 LIST");
    assertThat(screen).anyMatch(line -> line.contains("reject    A003 DELETE Plans"));
  }

  @Test
  void greetingAndCapabilitiesAreTheGateways() throws Exception {
    start("--port", "0");
    assertThat(curl("", "-v", "-X", "NOOP"))
        .contains("* OK Welcome to IMAP proxy")
        .contains("* CAPABILITY IMAP4rev1\n")
        .doesNotContain("GreenMail");
  }

  @Test
  void termEndsItWith143AndCtrlCWith130() throws Exception {
    start("--port", "0");
    assertThat(signal("TERM")).isEqualTo(143);
    start("--port", "0");
    assertThat(signal("INT")).isEqualTo(130);
  }

  @Test
  void aTakenPortIsOneClearSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      for (String option : List.of("--port", "--server-port")) {
        List<String> arguments = new ArrayList<>(List.of(option, port));
        if (option.equals("--server-port")) {
          arguments.addAll(List.of("--port", "0"));
        }
        launch(arguments.toArray(String[]::new));
        assertThat(rest())
            .contains("postern: cannot listen on 127.0.0.1:" + port + ": the port is in use")
            .contains("postern demo " + option + " PORT")
            .doesNotContain("Exception");
        assertThat(demo.waitFor()).isEqualTo(73);
      }
    }
  }

  @Test
  void helpTeaches() throws Exception {
    launch("--help");
    assertThat(rest()).contains("--port", "--server-port", "curl 'imap://127.0.0.1:1143/INBOX");
    assertThat(demo.waitFor()).isZero();
  }

  private void start(String... arguments) throws IOException {
    screen.clear();
    launch(arguments);
    screenUntil("Ctrl-C ends the demo");
    Matcher listening = LISTENING.matcher(screen.getFirst());
    assertThat(listening.matches()).as(screen.getFirst()).isTrue();
    port = Integer.parseInt(listening.group(1));
  }

  private void launch(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // A build in the background may have made its children deaf to INT; Java stays so.
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "io.postern.cli.Main",
                "demo"));
    command.addAll(List.of(arguments));
    demo = new ProcessBuilder(command).redirectErrorStream(true).start();
    out = new BufferedReader(new InputStreamReader(demo.getInputStream(), UTF_8));
  }

  /** Reads the screen up to a line that contains the text. */
  private void screenUntil(String text) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      screen.add(line);
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("the demo ended before \"" + text + "\":\n" + screen);
  }

  private String rest() throws IOException {
    StringBuilder rest = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      rest.append(line).append('\n');
    }
    return rest.toString();
  }

  private int signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(demo.pid())).start().waitFor();
    assertThat(demo.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return demo.exitValue();
  }

  private String curl(String path, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-sS", "--max-time", Integer.toString(SECONDS_MAX), "-u", "demo:demo"));
    command.addAll(List.of(more));
    command.add("imap://127.0.0.1:" + port + "/" + path);
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
    curl.waitFor();
    return said.replace("\r\n", "\n");
  }
}

package io.postern.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that people use, as they use them: curl and Python's imaplib, through {@code postern run}
 * with the shipped examples, to Dovecot.
 */
class ClientsIT {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path folder;

  private DovecotServer dovecot;
  private RunningGateway gateway;

  @BeforeEach
  void start() throws IOException {
    dovecot = DovecotServer.start("ClientsIT");
  }

  @AfterEach
  void end() {
    if (gateway != null) {
      gateway.close();
    }
    dovecot.close();
  }

  @Test
  void imaplibWithTheServerHidden() throws Exception {
    example("policies/hide-server.yaml");
    assertThat(imaplib("hidden")).isEqualTo("all well\n");
  }

  @Test
  void imaplibWithTheServerShown() throws Exception {
    example("ImapProxy");
    assertThat(imaplib("open")).isEqualTo("all well\n");
  }

  @Test
  void curlReadsWritesAndIsRefused() throws Exception {
    example("policies/hide-server.yaml");
    Path mail = Files.writeString(folder.resolve("mail"), SampleMessages.NESTED, ISO_8859_1);
    assertThat(curl("INBOX", "-T", mail.toString())).isEmpty();
    assertThat(curl("INBOX;MAILINDEX=1")).isEqualTo(SampleMessages.NESTED);
    assertThat(curl("INBOX;UID=1;SECTION=HEADER.FIELDS%20(Subject)"))
        .isEqualTo("Subject: Fwd: Gruesse\r\n\r\n");
    assertThat(curl("")).contains("* LIST (\\HasNoChildren) \"/\" INBOX\r\n");
    assertThat(curl("INBOX?SUBJECT%20Gruesse")).isEqualTo("* SEARCH 1\r\n");
    assertThat(curl("", "-X", "CREATE Plans")).isEmpty();
    assertThat(curl("", "-v", "-X", "DELETE Plans"))
        .contains("NO [NOPERM] Folders are kept here (");
    assertThat(curl("", "-X", "STATUS Plans (MESSAGES)"))
        .isEqualTo("* STATUS Plans (MESSAGES 0)\r\n");
    RunningGateway.Ended ended = gateway.end();
    assertThat(ended.exit()).isEqualTo(143);
    assertThat(ended.log())
        .containsPattern("event=command_decided .*command=DELETE .*action=reject")
        .contains("event=session_finished")
        .doesNotContain(DovecotServer.PASSWORD);
  }

  @Test
  void curlWithTheServerShown() throws Exception {
    example("ImapProxy");
    Path mail = Files.writeString(folder.resolve("mail"), SampleMessages.large(), ISO_8859_1);
    assertThat(curl("INBOX", "-T", mail.toString())).isEmpty();
    assertThat(curl("INBOX;MAILINDEX=1")).isEqualTo(SampleMessages.large());
    // It sees what mechanisms there are, and takes the one it likes best.
    assertThat(curl("INBOX", "-v", "-X", "NOOP"))
        .contains("AUTHENTICATE CRAM-MD5", "OK NOOP completed");
    assertThat(curl("INBOX", "--login-options", "AUTH=PLAIN", "-v", "-X", "NOOP"))
        .contains("AUTHENTICATE PLAIN", "OK NOOP completed");
  }

  /** {@code examples/postern.yaml}, with ports that are free here. */
  private void example(String policy) throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES.resolve("policies"))) {
      Files.createDirectory(folder.resolve("policies"));
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve("policies").resolve(file.getFileName().toString()));
      }
    }
    String shipped = Files.readString(EXAMPLES.resolve("postern.yaml"));
    String here =
        shipped
            .replace("listen: 127.0.0.1:1143", "listen: 127.0.0.1:0")
            .replace("server: 127.0.0.1:143", "server: 127.0.0.1:" + dovecot.port())
            .replace("policy: policies/hide-server.yaml", "policy: " + policy);
    Path configuration = Files.writeString(folder.resolve("postern.yaml"), here);
    gateway = RunningGateway.start("ClientsIT", configuration);
  }

  private String imaplib(String policy) throws IOException, InterruptedException {
    Path script = Path.of("src", "test", "resources", "io", "postern", "it", "imaplib_talk.py");
    String port = Integer.toString(gateway.port());
    return run(
        List.of("python3", script.toString(), port, "imaplib", DovecotServer.PASSWORD, policy));
  }

  private String curl(String path, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60"));
    command.addAll(List.of("-u", "curl:" + DovecotServer.PASSWORD));
    command.addAll(List.of(options));
    command.add("imap://127.0.0.1:" + gateway.port() + "/" + path);
    return run(command);
  }

  /** What it printed, its complaints among that. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] printed = process.getInputStream().readAllBytes();
    process.waitFor();
    return new String(printed, command.getFirst().equals("curl") ? ISO_8859_1 : UTF_8);
  }
}

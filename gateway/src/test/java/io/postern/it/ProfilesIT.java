package io.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the shipped profiles promise, seen at a real server: a client tries everything through the
 * gateway, and a connection of its own looks at what has become of the mail.
 */
class ProfilesIT {
  private static final Pattern MESSAGE =
      Pattern.compile("^\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\) .*", Pattern.DOTALL);

  private static DovecotServer dovecot;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    dovecot = DovecotServer.start("ProfilesIT");
  }

  @AfterAll
  static void stop() {
    dovecot.close();
  }

  /**
   * Names, subscriptions, UIDs, flags, dates and octets are the same. So is {@code \Recent}: it is
   * looked at by EXAMINE, which leaves it (RFC 3501, 6.3.2), and nothing else came through.
   */
  @Test
  void underReadOnlyNothingChanges() throws Exception {
    fill("reader");
    List<String> before = everything("reader");
    assertThat(before).filteredOn(line -> line.contains("\\Recent")).isNotEmpty();
    assertThat(before).filteredOn(line -> line.contains("\\Seen")).isEmpty();
    try (GatewayUnderTest gateway = gateway("read-only")) {
      assertThat(attack(gateway, "reader", "read-only")).isEqualTo("all well\n");
      assertThat(gateway.events()).noneMatch(ProfilesIT::tellsOfOurFault);
    }
    assertThat(everything("reader")).isEqualTo(before);
  }

  /** Each message is somewhere still, and none has got {@code \Deleted} that hadn't. */
  @Test
  void underNoPermanentDeleteNoMessageIsGone() throws Exception {
    fill("keeper");
    Map<String, Integer> before = bodies("keeper");
    assertThat(before.values()).containsExactlyInAnyOrder(1, 1, 1, 1, 1);
    List<String> marked = marked("keeper");
    assertThat(marked).hasSize(1);
    try (GatewayUnderTest gateway = gateway("no-permanent-delete")) {
      assertThat(attack(gateway, "keeper", "no-permanent-delete")).isEqualTo("all well\n");
      assertThat(gateway.events()).noneMatch(ProfilesIT::tellsOfOurFault);
    }
    Map<String, Integer> after = bodies("keeper");
    assertThat(after.keySet()).containsAll(before.keySet());
    assertThat(marked("keeper")).isEqualTo(marked);
  }

  /** The profile takes nothing from clients that only read. */
  @Test
  void curlReadsUnderReadOnly() throws Exception {
    fill("curl");
    List<String> before = everything("curl");
    try (GatewayUnderTest gateway = gateway("read-only")) {
      assertThat(curl(gateway, "INBOX;MAILINDEX=1")).isEqualTo(SampleMessages.PLAIN);
      assertThat(curl(gateway, "INBOX;UID=2;SECTION=TEXT")).contains("This is the preamble.");
      assertThat(curl(gateway, "INBOX?ALL")).isEqualTo("* SEARCH 1 2 3 4\r\n");
      Path mail = Files.writeString(folder.resolve("mail"), SampleMessages.PLAIN, UTF_8);
      assertThat(curl(gateway, "INBOX", "-v", "-T", mail.toString()))
          .contains("NO [NOPERM] Mail is only read here (");
      assertThat(curl(gateway, "INBOX", "-v", "-X", "STORE 1 +FLAGS (\\Seen)"))
          .contains("NO [NOPERM] Mail is only read here (");
    }
    assertThat(everything("curl")).isEqualTo(before);
  }

  /** Dovecot's greeting, ID and texts are well known; none of them is heard. */
  @Test
  void underHideServerDovecotIsNobody() throws Exception {
    fill("hidden");
    StringBuilder heard = new StringBuilder();
    try (GatewayUnderTest gateway = gateway("hide-server");
        ImapWire wire = ImapWire.connect(gateway.port())) {
      heard.append(wire.response());
      for (String command :
          List.of(
              "CAPABILITY",
              "ID NIL",
              "LOGIN hidden wrong",
              "LOGIN hidden " + DovecotServer.PASSWORD,
              "ID (\"name\" \"scanner\")",
              "NAMESPACE",
              "LIST \"\" *",
              "SELECT Nowhere",
              "SELECT INBOX",
              "FETCH 99 FLAGS",
              "UID FETCH 1 FLAGS",
              "SEARCH CHARSET X TEXT y",
              "STORE 1 +FLAGS (\\Seen)",
              "CREATE INBOX",
              "COPY 1 Nowhere",
              "CLOSE",
              "LOGOUT")) {
        wire.send("h " + command + "\r\n");
        String response;
        do {
          response = wire.response();
          heard.append(response);
        } while (!response.startsWith("h "));
      }
    }
    assertThat(heard.toString())
        .contains("* ID NIL", "h NO [AUTHENTICATIONFAILED] Login failed", "* BYE Goodbye")
        .contains("* LIST (\\HasNoChildren) \"/\" INBOX", "* 4 EXISTS", "h OK [READ-WRITE] Done")
        .doesNotContainIgnoringCase("dovecot")
        .doesNotContainIgnoringCase("secs)")
        .doesNotContain("Debian", "CRAM-MD5", "completed", "Logged in");
    for (String line : heard.toString().split("\r\n", -1)) {
      if (line.matches("(\\*|h) (OK|NO|BAD|BYE) .*")) {
        assertThat(line.replaceFirst("^\\S+ \\S+ (\\[[^]]*] )?", ""))
            .matches("Ready|Done|Not done|Not understood|Goodbye|Login failed");
      }
    }
  }

  /** Four messages in INBOX, the last one marked; one in Archive. */
  private static void fill(String user) throws IOException {
    try (Client client = Client.connect(dovecot.port(), user, "a", new ArrayList<>())) {
      client.login();
      client.append("INBOX", SampleMessages.PLAIN);
      client.append("INBOX", SampleMessages.MULTIPART);
      client.append("INBOX", SampleMessages.NESTED);
      client
          .command("APPEND INBOX (\\Deleted) \"05-Nov-2026 10:20:30 +0100\" ")
          .literalPlus("Subject: marked\r\n\r\nGoes at the next EXPUNGE\r\n")
          .end();
      client.run("CREATE Archive");
      client.append("Archive", "Subject: kept\r\n\r\nIn the archive\r\n");
      client.run("LOGOUT");
    }
    // Dovecot makes some mailboxes when they are first looked at; not while we compare.
    everything(user);
  }

  /** All that IMAP tells about a user's mail, without the tags. */
  private static List<String> everything(String user) throws IOException {
    List<String> told = new ArrayList<>();
    try (Client client = Client.connect(dovecot.port(), user, "a", new ArrayList<>())) {
      client.login();
      told.addAll(data(client.run("LIST \"\" *")));
      told.addAll(data(client.run("LSUB \"\" *")));
      for (String mailbox : mailboxes(client)) {
        told.addAll(
            data(
                client.run("STATUS " + mailbox + " (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)")));
        client.run("EXAMINE " + mailbox);
        told.addAll(data(client.run("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])")));
      }
      client.run("LOGOUT");
    }
    return told;
  }

  /** How often each message is there, in whatever mailbox. */
  private static Map<String, Integer> bodies(String user) throws IOException {
    Map<String, Integer> bodies = new TreeMap<>();
    for (String line : everything(user)) {
      if (MESSAGE.matcher(line).matches()) {
        bodies.merge(line.substring(line.indexOf("\r\n") + 2), 1, Integer::sum);
      }
    }
    return bodies;
  }

  /** The messages that the next EXPUNGE would remove. */
  private static List<String> marked(String user) throws IOException {
    List<String> marked = new ArrayList<>();
    for (String line : everything(user)) {
      Matcher message = MESSAGE.matcher(line);
      if (message.matches() && message.group(2).contains("\\Deleted")) {
        marked.add(line.substring(line.indexOf("\r\n") + 2));
      }
    }
    return marked;
  }

  private static Set<String> mailboxes(Client client) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : data(client.run("LIST \"\" *"))) {
      names.add(line.strip().substring(line.lastIndexOf(' ') + 1));
    }
    return names;
  }

  private static List<String> data(List<String> responses) {
    return responses.stream().filter(line -> line.matches("(?s)\\* (?!OK ).*")).toList();
  }

  private static GatewayUnderTest gateway(String profile) throws Exception {
    return GatewayUnderTest.start(dovecot.port(), "../profiles/" + profile + ".yaml");
  }

  private static boolean tellsOfOurFault(Event event) {
    return event instanceof Event.OurFault || event instanceof Event.PolicyFailed;
  }

  private static String attack(GatewayUnderTest gateway, String user, String profile)
      throws IOException, InterruptedException {
    Path script = Path.of("src", "test", "resources", "io", "postern", "it", "profile_attacks.py");
    String port = Integer.toString(gateway.port());
    return run(List.of("python3", script.toString(), port, user, DovecotServer.PASSWORD, profile));
  }

  private static String curl(GatewayUnderTest gateway, String path, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60"));
    command.addAll(List.of("-u", "curl:" + DovecotServer.PASSWORD));
    command.addAll(List.of(options));
    command.add("imap://127.0.0.1:" + gateway.port() + "/" + path);
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] printed = process.getInputStream().readAllBytes();
    process.waitFor();
    return new String(printed, StandardCharsets.ISO_8859_1);
  }
}

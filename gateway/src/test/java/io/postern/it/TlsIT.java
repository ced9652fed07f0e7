package io.postern.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.tls.Pki;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** openssl and curl through each combination of TLS to a real server. */
class TlsIT {
  private static final int PATIENCE_SECONDS = 30;

  @TempDir static Path folder;
  private static Pki pki;
  private static Pki.Pair shown;
  private static DovecotServer dovecot;

  @BeforeAll
  static void start() throws IOException {
    pki = Pki.in(folder);
    shown = pki.signed("gateway", "DNS:localhost,IP:127.0.0.1");
    dovecot =
        DovecotServer.startWithTls("TlsIT", pki.signed("dovecot", "DNS:localhost,IP:127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    dovecot.close();
  }

  static Stream<Arguments> combinations() {
    return Stream.of(ClientTls.Mode.values())
        .flatMap(
            client ->
                Stream.of(ServerTls.Mode.values()).map(server -> Arguments.of(client, server)));
  }

  private static Service service(ClientTls.Mode client, ServerTls.Mode server) throws Exception {
    int port = server == ServerTls.Mode.IMPLICIT ? dovecot.tlsPort() : dovecot.port();
    return Service.of(
            "it",
            List.of(new Address("127.0.0.1", 0)),
            new Address("127.0.0.1", port),
            Policy.compile(PolicyTables.of(ImapProxy::new, Map.of())))
        .withTls(
            new Tls(
                client == ClientTls.Mode.NONE
                    ? ClientTls.NONE
                    : new ClientTls(
                        client,
                        List.of(
                            new CertificateFiles(
                                shown.chain(), shown.key(), Optional.empty(), List.of())),
                        ClientTls.Demand.NONE,
                        Optional.empty()),
                server == ServerTls.Mode.NONE
                    ? ServerTls.NONE
                    : new ServerTls(
                        server,
                        Optional.of(pki.authority()),
                        Optional.empty(),
                        ServerTls.Verify.FULL,
                        List.of())));
  }

  @ParameterizedTest(name = "client {0}, server {1}")
  @MethodSource("combinations")
  void aTalkPasses(ClientTls.Mode client, ServerTls.Mode server) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.start(service(client, server))) {
      boolean clear = client == ClientTls.Mode.NONE || client == ClientTls.Mode.STARTTLS_OFFERED;
      if (clear) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
          socket.setSoTimeout(PATIENCE_SECONDS * 1000);
          talk(socket.getInputStream(), socket.getOutputStream(), true);
        }
      }
      if (client == ClientTls.Mode.STARTTLS_REQUIRED) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
          socket.setSoTimeout(PATIENCE_SECONDS * 1000);
          until(socket.getInputStream(), "* OK");
          say(socket.getOutputStream(), "a0 CAPABILITY");
          assertThat(until(socket.getInputStream(), "* CAPABILITY"))
              .contains("STARTTLS")
              .contains("LOGINDISABLED")
              .doesNotContain("AUTH=");
          say(socket.getOutputStream(), "a1 LOGIN joe secret");
          assertThat(until(socket.getInputStream(), "a1 ")).startsWith("a1 NO [PRIVACYREQUIRED]");
        }
      }
      if (client != ClientTls.Mode.NONE) {
        openssl(gateway.port(), client != ClientTls.Mode.IMPLICIT);
      }
      String listed = curl(gateway.port(), client);
      assertThat(listed).contains("* LIST").contains("INBOX");
      assertThat(gateway.events()).filteredOn(event -> event instanceof Event.TlsFailed).isEmpty();
    }
  }

  /** A talk by hand, over whatever carries it. */
  private static void talk(InputStream in, OutputStream out, boolean greeted) throws IOException {
    if (greeted) {
      until(in, "* OK");
    }
    say(out, "a1 LOGIN joe " + DovecotServer.PASSWORD);
    assertThat(until(in, "a1 ")).startsWith("a1 OK");
    say(out, "a2 SELECT INBOX");
    assertThat(until(in, "a2 ")).startsWith("a2 OK");
    say(out, "a3 LOGOUT");
    assertThat(until(in, "a3 ")).startsWith("a3 OK");
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  /** Reads lines up to one that begins so, and returns that. */
  private static String until(InputStream in, String start) throws IOException {
    StringBuilder all = new StringBuilder();
    while (true) {
      StringBuilder line = new StringBuilder();
      for (int octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) {
          throw new AssertionError("no " + start + " in:\n" + all + line);
        }
        line.append((char) octet);
      }
      if (line.toString().startsWith(start)) {
        return line.toString().strip();
      }
      all.append(line).append('\n');
    }
  }

  private static void openssl(int port, boolean startTls) throws Exception {
    List<String> command = new ArrayList<>(List.of("timeout", "" + PATIENCE_SECONDS, "openssl"));
    command.addAll(List.of("s_client", "-quiet", "-verify_return_error", "-verify_hostname"));
    command.addAll(List.of("localhost", "-CAfile", pki.authority().toString()));
    command.addAll(List.of("-connect", "127.0.0.1:" + port));
    if (startTls) {
      command.addAll(List.of("-starttls", "imap"));
    } else {
      command.addAll(List.of("-alpn", "imap"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      // Behind STARTTLS it has read the greeting itself.
      talk(process.getInputStream(), process.getOutputStream(), !startTls);
    } finally {
      process.destroy();
    }
  }

  private static String curl(int port, ClientTls.Mode mode) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sSv", "--max-time", "30"));
    command.addAll(List.of("--cacert", pki.authority().toString()));
    command.addAll(List.of("--user", "joe:" + DovecotServer.PASSWORD));
    switch (mode) {
      case NONE -> command.add("imap://127.0.0.1:" + port + "/");
      case IMPLICIT -> command.add("imaps://127.0.0.1:" + port + "/");
      case STARTTLS_OFFERED, STARTTLS_REQUIRED ->
          command.addAll(List.of("--ssl-reqd", "imap://127.0.0.1:" + port + "/"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** The server's own certificate is fine, but not for whom we look. */
  @ParameterizedTest
  @EnumSource(
      value = ServerTls.Mode.class,
      names = {"IMPLICIT", "STARTTLS_REQUIRED"})
  void aServerOfAnotherNameHearsNoLogin(ServerTls.Mode mode) throws Exception {
    ServerTls strict =
        new ServerTls(
            mode,
            Optional.of(pki.authority()),
            Optional.of("mail.example"),
            ServerTls.Verify.FULL,
            List.of());
    Service service = service(ClientTls.Mode.NONE, mode);
    try (GatewayUnderTest gateway =
        GatewayUnderTest.start(service.withTls(new Tls(ClientTls.NONE, strict)))) {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
        socket.setSoTimeout(PATIENCE_SECONDS * 1000);
        say(socket.getOutputStream(), "a1 LOGIN unheard-of-" + mode + " secret");
        assertThat(until(socket.getInputStream(), "* ")).startsWith("* BYE [UNAVAILABLE]");
      }
      assertThat(gateway.events())
          .filteredOn(event -> event instanceof Event.TlsFailed)
          .singleElement()
          .satisfies(
              event -> assertThat(((Event.TlsFailed) event).fault()).isEqualTo("other_name"));
    }
    assertThat(Files.readString(dovecot.log())).doesNotContain("unheard-of-" + mode);
  }

  @Test
  void allCombinationsAreTwelve() {
    assertThat(combinations()).hasSize(12);
  }
}

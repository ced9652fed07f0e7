package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.SessionInfo;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.service.Service;
import io.postern.session.SessionTap;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that somebody records, and those beside it. */
class TapTest {
  private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] ready\r\n";

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void eachPartyIsToldInTheOrderOfEvents(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told told = new Told(Integer.MAX_VALUE);
      Tapping tapping = tap(loop, told);
      Socket client = loop.client();
      Socket server = talk(loop, client);
      Loopback.say(client, "a2 LOGOUT\r\n");
      String tag = tag(Loopback.line(server));
      Loopback.say(server, "* BYE\r\n" + tag + " OK bye\r\n");
      assertThat(Loopback.line(client)).isEqualTo("* BYE\r\n");
      assertThat(Loopback.line(client)).isEqualTo("a2 OK bye\r\n");
      client.close();
      server.close();
      loop.awaitNoSession();
      assertThat(told.all())
          .startsWith(
              "server says " + GREETING.strip(),
              "client hears " + GREETING.strip(),
              "client says a1 NOOP")
          .containsSubsequence(
              "client says a1 NOOP",
              "server says T OK done",
              "client hears a1 OK done",
              "client says a2 LOGOUT",
              "server hears T LOGOUT",
              "client hears a2 OK bye",
              "client closed")
          .contains("server closed")
          .last()
          .isEqualTo("ends ");
      assertThat(tapping.close("late")).isTrue();
      assertThat(told.all()).filteredOn(line -> line.startsWith("ends")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theTapSaysHowMuchTheSessionSeesAtOnce(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told told = new Told(1);
      var _ = tap(loop, told);
      Socket client = loop.client();
      var _ = talk(loop, client);
      assertThat(told.all()).startsWith("server says *", "server says ", "server says O");
      assertThat(told.all())
          .containsSubsequence("client says a", "client says 1", "client says N", "client says P");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void onlyTheNextSessionOfThatClientIsRecorded(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told elsewhere = new Told(Integer.MAX_VALUE);
      Tapping never =
          loop.gateway.tapNext(
              loop.service, InetAddress.ofLiteral("192.0.2.1"), (_, _) -> elsewhere);
      Told told = new Told(Integer.MAX_VALUE);
      var _ = tap(loop, told);
      var _ = talk(loop, loop.client());
      int lines = told.all().size();
      assertThat(lines).isPositive();
      var _ = talk(loop, loop.client());
      assertThat(told.all()).hasSize(lines);
      assertThat(elsewhere.all()).isEmpty();
      assertThat(never.close("")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aRecordingThatIsGivenUpLeavesItsSessionAlone(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told told = new Told(Integer.MAX_VALUE);
      Tapping tapping = tap(loop, told);
      Socket client = loop.client();
      Socket server = talk(loop, client);
      assertThat(tapping.close("Enough.")).isTrue();
      Loopback.eventually("told", () -> told.all().contains("ends Enough."));
      int lines = told.all().size();
      noop(client, server);
      assertThat(told.all()).hasSize(lines);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aTapThatThrowsEndsItselfOnly(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told told =
          new Told(Integer.MAX_VALUE) {
            @Override
            public void clientHears(byte[] octets, int offset, int length) {
              throw new IllegalStateException("a tap's fault");
            }
          };
      var _ = tap(loop, told);
      var _ = talk(loop, loop.client());
      assertThat(told.all())
          .containsExactly(
              "server says " + GREETING.strip(),
              "ends The recording failed by a fault of the gateway.");
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aTapThatCannotBeMadeHurtsNoSession(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      var _ =
          loop.gateway.tapNext(
              loop.service,
              InetAddress.getLoopbackAddress(),
              (_, _) -> {
                throw new IllegalStateException("no tap");
              });
      var _ = talk(loop, loop.client());
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theGatewaysOwnEndIsTold(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Told told = new Told(Integer.MAX_VALUE);
      var _ = tap(loop, told);
      Socket client = loop.client();
      var _ = talk(loop, client);
      assertThat(loop.gateway.drain(java.time.Duration.ofSeconds(20)).cutOff()).isZero();
      assertThat(told.all()).contains("drains").last().isEqualTo("ends ");
    }
  }

  /** So that what comes of each command is recorded as its own. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aCommandBehindOneThatIsAskedAboutIsToldBehindItsAnswer(Transport transport)
      throws Exception {
    Policy policy = Loopback.policy(Asking::new);
    try (Loopback loop =
        Loopback.real(transport, service -> service.draft().enforcing(policy).service())) {
      String line = "a2 ID NIL\r\n";
      Told told = new Told(line.length());
      var _ = tap(loop, told);
      Socket client = loop.client();
      var _ = talk(loop, client);
      Loopback.say(client, line + "a3 ID NIL\r\na4 ID NIL\r\n");
      Loopback.line(client);
      Loopback.line(client);
      Loopback.line(client);
      assertThat(told.all())
          .endsWith(
              "client says a2 ID NIL",
              "asked",
              "answered",
              "client hears a2 OK so",
              "client says a3 ID NIL",
              "asked",
              "answered",
              "client hears a3 OK so",
              "client says a4 ID NIL",
              "asked",
              "answered",
              "client hears a4 OK so");
    }
  }

  /** A policy as an administrator writes it. */
  public static class Asking extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("ID").call(this::asked);
    }

    private RequestAction asked(Call call) {
      return new RequestAction.Respond("OK so", List.of());
    }
  }

  private static Tapping tap(Loopback loop, Told told) {
    return loop.gateway.tapNext(
        loop.service, InetAddress.getLoopbackAddress(), (info, of) -> told.of(info, of));
  }

  /** A greeting and a NOOP; returns the server's side. */
  private static Socket talk(Loopback loop, Socket client) throws Exception {
    Socket server = loop.server();
    Loopback.say(server, GREETING);
    assertThat(Loopback.line(client)).startsWith("* OK");
    noop(client, server);
    return server;
  }

  private static void noop(Socket client, Socket server) throws Exception {
    Loopback.say(client, "a1 NOOP\r\n");
    String line = Loopback.line(server);
    while (!line.endsWith("NOOP\r\n")) {
      // The gateway's own questions come first.
      Loopback.say(server, "* CAPABILITY IMAP4rev1\r\n" + tag(line) + " OK done\r\n");
      line = Loopback.line(server);
    }
    Loopback.say(server, tag(line) + " OK done\r\n");
    assertThat(Loopback.line(client)).isEqualTo("a1 OK done\r\n");
  }

  private static String tag(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  /** Writes down what it is told; tags of the gateway's own are T. */
  private static class Told implements SessionTap {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final int atOnce;

    Told(int atOnce) {
      this.atOnce = atOnce;
    }

    List<String> all() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }

    SessionTap of(SessionInfo info, Service of) {
      assertThat(info.clientIp()).isEqualTo("127.0.0.1");
      assertThat(of.name()).isEqualTo("test");
      return this;
    }

    private void octets(String what, byte[] octets, int offset, int length) {
      String text = new String(octets, offset, length, US_ASCII);
      for (String line : text.lines().toList()) {
        boolean own = what.startsWith("server") && line.matches("[a-zA-Z0-9]{5,} .*");
        lines.add(what + (own ? line.replaceFirst("^\\S+", "T") : line.strip()));
      }
    }

    @Override
    public int clientSays(byte[] octets, int offset, int length) {
      int now = Math.min(length, atOnce);
      octets("client says ", octets, offset, now);
      return now;
    }

    @Override
    public int serverSays(byte[] octets, int offset, int length) {
      int now = Math.min(length, atOnce);
      octets("server says ", octets, offset, now);
      return now;
    }

    @Override
    public void clientHears(byte[] octets, int offset, int length) {
      octets("client hears ", octets, offset, length);
    }

    @Override
    public void serverHears(byte[] octets, int offset, int length) {
      octets("server hears ", octets, offset, length);
    }

    @Override
    public void clientSecured() {
      lines.add("client handshakes");
    }

    @Override
    public void serverSecured() {
      lines.add("server handshakes");
    }

    @Override
    public void drains() {
      lines.add("drains");
    }

    @Override
    public void clientCloses(boolean abrupt) {
      lines.add("client closes");
    }

    @Override
    public void serverCloses(boolean abrupt) {
      lines.add("server closes");
    }

    @Override
    public void clientClosed() {
      lines.add("client closed");
    }

    @Override
    public void serverClosed() {
      lines.add("server closed");
    }

    @Override
    public void asked(long question) {
      lines.add("asked");
    }

    @Override
    public void answered(long question) {
      lines.add("answered");
    }

    @Override
    public void passes(long millis) {
      lines.add("passes");
    }

    @Override
    public void ends(String why) {
      lines.add("ends " + why);
    }
  }
}

package io.postern.net;

import static io.postern.net.Loopback.hear;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.NetUtil;
import io.postern.audit.SessionInfo;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.service.ServiceDraft;
import io.postern.service.Switches;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayTest {
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aPortInUseStartsNothing(Transport transport) throws Exception {
    int freePort;
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      freePort = free.getLocalPort();
    }
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Gateway gateway =
          gateway(
              transport,
              service(
                  new Address("127.0.0.1", freePort),
                  new Address("127.0.0.1", taken.getLocalPort())));
      ListenException failure = catchThrowableOfType(ListenException.class, gateway::start);
      assertThat(failure.reason()).isEqualTo(ListenException.Reason.IN_USE);
      assertThat(failure.address().port()).isEqualTo(taken.getLocalPort());
      assertThat(failure).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
      Loopback.assertSoonRefused(freePort);
      gateway.close();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anAddressOfAnotherMachineIsTold(Transport transport) throws Exception {
    Service elsewhere =
        new ServiceDraft(
                "s",
                List.of(new Address("192.0.2.1", 0)),
                new Router.Directed(List.of(new Address("127.0.0.1", 143))),
                Loopback.policy(ImapProxy::new))
            .switches(Switches.DEFAULT.withClearTextAllowed(true))
            .service();
    ListenException failure =
        catchThrowableOfType(ListenException.class, () -> gateway(transport, elsewhere).start());
    assertThat(failure.reason()).isEqualTo(ListenException.Reason.NO_SUCH_ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({
    "Address already in use,IN_USE",
    "bind(..) failed with error(-98): Address already in use,IN_USE",
    "Permission denied,NOT_PERMITTED",
    "bind(..) failed with error(-13): Permission denied,NOT_PERMITTED",
    "Operation not permitted,NOT_PERMITTED",
    "Cannot assign requested address,NO_SUCH_ADDRESS",
    "what else,OTHER"
  })
  void theSystemsWordsAreUnderstood(String said, ListenException.Reason reason) {
    assertThat(ListenException.reason(new IOException(said))).isEqualTo(reason);
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aNameIsListenedOn(Transport transport) throws Exception {
    try (Gateway gateway = gateway(transport, service(new Address("localhost", 0)))) {
      gateway.start();
      assertThat(gateway.listening()).hasSize(1);
      Address at = gateway.listening().getFirst().address();
      assertThat(at.loopback()).isTrue();
      assertThat(at.port()).isPositive();
      assertThat(gateway.accepting()).isTrue();
      new Socket(at.host(), at.port()).close();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void everyAddressIsListenedOn(Transport transport) throws Exception {
    try (Gateway gateway =
        gateway(transport, service(new Address("127.0.0.1", 0), new Address("127.0.0.1", 0)))) {
      gateway.start();
      assertThat(gateway.listening()).hasSize(2);
      for (Gateway.Listening one : gateway.listening()) {
        assertThat(one.service()).isEqualTo("s");
        new Socket(one.address().host(), one.address().port()).close();
      }
    }
  }

  /** IPv4, and IPv6 where this machine has it. */
  @ParameterizedTest
  @MethodSource("loopbackAddresses")
  void everyKindOfAddressWorksOnBothSides(Transport transport, InetAddress loopback)
      throws Exception {
    BlockingQueue<SessionInfo> told = new LinkedBlockingQueue<>();
    String host = NetUtil.toAddressString(loopback);
    try (ServerSocket server = new ServerSocket(0, 5, loopback);
        Gateway gateway =
            new Gateway(
                List.of(
                    Service.of(
                        "s",
                        List.of(new Address(host, 0)),
                        new Address(host, server.getLocalPort()),
                        Loopback.policy(ImapProxy::new))),
                (session, event) -> told.add(session),
                GatewaySettings.best().with(transport, 1))) {
      gateway.start();
      Address at = gateway.listening().getFirst().address();
      assertThat(at.host()).isEqualTo(host);
      try (Socket client = new Socket(loopback, at.port());
          Socket accepted = server.accept()) {
        say(accepted, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
        assertThat(Loopback.line(client)).startsWith("* OK ");
        assertThat(told.take().clientIp()).isEqualTo(host);
      }
    }
  }

  static List<Arguments> loopbackAddresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(InetAddress::isLoopbackAddress)
        .flatMap(
            address ->
                Loopback.transports().stream().map(transport -> Arguments.of(transport, address)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void descriptorsAreGivenBack(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, (settings, effects, now) -> new Pipe(effects))) {
      twentySessions(loop);
      long before = descriptors();
      twentySessions(loop);
      Loopback.eventually("descriptors given back", () -> descriptors() <= before);
    }
  }

  @Test
  void aSinkThatThrowsLosesItsEventAndNothingElse() {
    int[] told = {0};
    SafeSink sink =
        new SafeSink(
            (session, event) -> {
              told[0]++;
              throw new IllegalStateException("full disk");
            });
    sink.event(null, null);
    sink.event(null, null);
    assertThat(told[0]).isEqualTo(2);
    assertThat(sink.failures()).isEqualTo(2);
  }

  private static void twentySessions(Loopback loop) throws Exception {
    for (int i = 0; i < 20; i++) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      hear(server, "x");
      client.close();
      Loopback.hearEnd(server);
      server.close();
    }
    loop.awaitNoSession();
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  private static Gateway gateway(Transport transport, Service service) {
    return new Gateway(
        List.of(service), (session, event) -> {}, GatewaySettings.best().with(transport, 1));
  }

  private static Service service(Address... listen) throws Exception {
    return Service.of(
        "s", List.of(listen), new Address("127.0.0.1", 143), Loopback.policy(ImapProxy::new));
  }
}

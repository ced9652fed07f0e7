package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.Network;
import io.postern.service.ProxyProtocol;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door in a pipeline of its own, with a clock that stands still. */
class ProxyDoorTest {
  private static final String HEADER = "PROXY TCP4 198.51.100.7 192.0.2.1 4711 143\r\n";
  private static final String PEER = "127.0.0.7";

  private final List<String> refused = new ArrayList<>();
  private final StringBuilder heard = new StringBuilder();
  private int activations;
  private EmbeddedChannel channel;

  /** What stands behind the door. */
  private final class Behind extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      activations++;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf octets = (ByteBuf) message;
      heard.append(octets.toString(ISO_8859_1));
      octets.release();
    }
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aHeaderMakesTheClient() throws Exception {
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    assertThat(activations).isZero();
    say(HEADER + "a1 NOOP\r\n");
    assertThat(activations).isEqualTo(1);
    assertThat(heard.toString()).isEqualTo("a1 NOOP\r\n");
    Origin origin = Origin.of(channel, (InetSocketAddress) channel.remoteAddress());
    assertThat(origin.client().toString()).isEqualTo("/198.51.100.7:4711");
    assertThat(origin.connected().toString()).isEqualTo("/192.0.2.1:143");
    assertThat(origin.peer().getAddress().getHostAddress()).isEqualTo(PEER);
    assertThat(origin.proxied()).isTrue();
    say("a2 NOOP\r\n");
    assertThat(heard.toString()).isEqualTo("a1 NOOP\r\na2 NOOP\r\n");
    later(10_000);
    assertThat(channel.isOpen()).isTrue();
    assertThat(refused).isEmpty();
  }

  @Test
  void aHeaderMayComeOctetByOctet() throws Exception {
    open(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8");
    for (int i = 0; i < HEADER.length(); i++) {
      assertThat(activations).isZero();
      say(HEADER.substring(i, i + 1));
    }
    assertThat(activations).isEqualTo(1);
    assertThat(heard.toString()).isEmpty();
    assertThat(channel.pipeline().get(ProxyDoor.class)).isNull();
  }

  @Test
  void withoutOneARequiredHeaderIsMissedInTime() throws Exception {
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    later(ProxyDoor.HEADER_MILLIS - 1);
    assertThat(channel.isOpen()).isTrue();
    say("PROXY TCP4 198");
    later(2);
    assertThat(channel.isOpen()).isFalse();
    assertThat(refused).containsExactly("no PROXY header within 3000 ms");
    assertThat(activations).isZero();
  }

  @Test
  void withoutOneAnOptionalHeaderIsNotWaitedForLong() throws Exception {
    open(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8");
    later(ProxyDoor.OPTIONAL_MILLIS - 1);
    assertThat(activations).isZero();
    later(2);
    assertThat(activations).isEqualTo(1);
    say("a1 NOOP\r\n");
    assertThat(heard.toString()).isEqualTo("a1 NOOP\r\n");
    assertThat(refused).isEmpty();
  }

  @Test
  void halfAnOptionalHeaderIsAnError() throws Exception {
    open(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8");
    say("PROXY TCP4 198");
    later(ProxyDoor.OPTIONAL_MILLIS + 1);
    assertThat(refused).containsExactly("PROXY header not complete within 200 ms");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whereTlsBeginsAtOnceTheClientSpeaksFirst() throws Exception {
    open(service(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8").withTls(implicit()));
    later(ProxyDoor.OPTIONAL_MILLIS + 1);
    assertThat(activations).isZero();
    say(HEADER + "\u0016\u0003\u0001");
    assertThat(activations).isEqualTo(1);
    assertThat(heard.toString()).isEqualTo("\u0016\u0003\u0001");
  }

  @Test
  void aClientThatSpeaksImapInsteadIsTakenOrRefused() throws Exception {
    open(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8");
    say("a1 NOOP\r\n");
    assertThat(heard.toString()).isEqualTo("a1 NOOP\r\n");
    close();
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    say("a1 NOOP\r\n");
    assertThat(refused).containsExactly("no PROXY header, though this service requires one");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aBrokenHeaderIsRefusedAtOnce() throws Exception {
    open(ProxyProtocol.In.OPTIONAL, "127.0.0.0/8");
    say("PROXY TCP4 localhost 192.0.2.1 4711 143\r\n");
    assertThat(refused).containsExactly("malformed PROXY header: malformed address or port");
    assertThat(channel.isOpen()).isFalse();
    assertThat(activations).isZero();
  }

  @Test
  void strangersAreClosedWhereOneIsRequired() throws Exception {
    open(ProxyProtocol.In.REQUIRED, "192.0.2.0/24");
    assertThat(channel.isOpen()).isFalse();
    assertThat(activations).isZero();
    assertThat(refused).hasSize(1).first().asString().contains("isn't trusted");
  }

  @Test
  void strangersWaitForNothingAndForgeNothing() throws Exception {
    for (String header :
        List.of(
            HEADER, new String(ProxyHeader.V2_SIGNATURE, ISO_8859_1) + (char) 0x21 + (char) 0x11)) {
      refused.clear();
      activations = 0;
      open(ProxyProtocol.In.OPTIONAL, "192.0.2.0/24");
      assertThat(activations).isEqualTo(1);
      say(header);
      assertThat(refused).containsExactly("PROXY header from a network that isn't trusted");
      assertThat(channel.isOpen()).isFalse();
      assertThat(heard.toString()).isEmpty();
      close();
    }
    open(ProxyProtocol.In.OPTIONAL, "192.0.2.0/24");
    say("PROXY NOOP\r\n");
    assertThat(heard.toString()).isEqualTo("PROXY NOOP\r\n");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void offReadsNone() throws Exception {
    open(ProxyProtocol.In.OFF, "127.0.0.0/8");
    assertThat(activations).isEqualTo(1);
    say(HEADER);
    assertThat(heard.toString()).isEqualTo(HEADER);
    assertThat(channel.pipeline().get(ProxyDoor.class)).isNull();
  }

  @Test
  void aHealthCheckIsThePeersOwn() throws Exception {
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    say(new String(ProxyHeader.V2_SIGNATURE, ISO_8859_1) + (char) 0x20 + "\0\0\0");
    assertThat(activations).isEqualTo(1);
    assertThat(Origin.of(channel, (InetSocketAddress) channel.remoteAddress()).proxied()).isFalse();
  }

  @Test
  void aConnectionThatSaysNothingIsToldNowhere() throws Exception {
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    var _ = channel.close();
    assertThat(refused).isEmpty();
    open(ProxyProtocol.In.REQUIRED, "127.0.0.0/8");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(refused).containsExactly("connection ended before its PROXY header");
  }

  private void open(ProxyProtocol.In in, String trusted) throws Exception {
    open(service(in, trusted));
  }

  private void open(Service service) {
    heard.setLength(0);
    channel =
        new EmbeddedChannel(false, false) {
          @Override
          protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 143);
          }

          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(PEER, 40_000);
          }
        };
    try {
      channel.register();
    } catch (Exception fault) {
      throw new AssertionError(fault);
    }
    channel.freezeTime();
    // Connected at last: all before it stood in nobody's way.
    channel
        .pipeline()
        .addLast(
            new ProxyDoor(
                channel, () -> Optional.of(service), (peer, event) -> refused.add(event.why())),
            new Behind());
    channel.pipeline().fireChannelActive();
  }

  private void say(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
  }

  private void later(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private static Tls implicit() {
    CertificateFiles files =
        new CertificateFiles(Path.of("chain"), Path.of("key"), Optional.empty(), List.of());
    return new Tls(
        new ClientTls(
            ClientTls.Mode.IMPLICIT, List.of(files), ClientTls.Demand.NONE, Optional.empty()),
        ServerTls.NONE);
  }

  private static Service service(ProxyProtocol.In in, String trusted) throws Exception {
    return Service.of(
            "test",
            List.of(new Address("127.0.0.1", 0)),
            new Address("127.0.0.1", 143),
            Loopback.policy(ImapProxy::new))
        .withProxy(new ProxyProtocol(in, List.of(Network.parse(trusted)), ProxyProtocol.Out.NONE));
  }
}

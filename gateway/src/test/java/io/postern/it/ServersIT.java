package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.Chainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two real servers behind one service, of which the first dies, hangs and comes back: what clients
 * see, and the time it took.
 */
class ServersIT {
  private static final Chainer FAILOVER =
      new Chainer(Chainer.Choice.FAILOVER, Duration.ofSeconds(1), Duration.ofSeconds(4));

  private static final long PATIENCE_SECONDS = 30;
  private static final long LOOK_MILLIS = 5;

  private DovecotServer first;
  private DovecotServer second;
  private GatewayUnderTest gateway;

  @BeforeEach
  void start() throws Exception {
    first = DovecotServer.start("ServersIT-first");
    second = DovecotServer.start("ServersIT-second");
    gateway = GatewayUnderTest.start(List.of(first.port(), second.port()), FAILOVER);
  }

  @AfterEach
  void stop() {
    gateway.close();
    first.close();
    second.close();
  }

  @Test
  void aServerThatIsKilledInMidSessionAndComesBack() throws Exception {
    try (ImapWire client = session()) {
      long killed = System.nanoTime();
      kill();
      String last = client.response();
      assertThat(last).startsWith("* BYE [UNAVAILABLE]");
      assertThat(client.closed()).isTrue();
      tell("killed in mid-session: the client hears \"" + last.strip() + "\" after", killed);
    }
    long asked = System.nanoTime();
    session().close();
    tell("the next client is greeted and logged in by the second server after", asked);
    assertThat(told(Event.ServerSetAside.class).server()).isEqualTo(name(first));
    asked = System.nanoTime();
    session().close();
    tell("and the one behind it, which asks the second at once, after", asked);
    first = first.again();
    long back = System.nanoTime();
    assertThat(told(Event.ServerBack.class).server()).isEqualTo(name(first));
    tell("started again: noticed after", back);
    assertThat(count(Event.ServerUnreachable.class)).isZero();
  }

  @Test
  void aServerThatAcceptsAndSaysNothingAndComesBack() throws Exception {
    signal("STOP");
    long asked = System.nanoTime();
    session().close();
    long took = tell("accepts and says nothing: greeted and logged in by the second after", asked);
    assertThat(took).isGreaterThanOrEqualTo(FAILOVER.greeting().toMillis());
    assertThat(told(Event.ServerSetAside.class).why()).isEqualTo("connected, and sent no greeting");
    asked = System.nanoTime();
    session().close();
    took = tell("the next client, which asks the second at once, after", asked);
    assertThat(took).isLessThan(FAILOVER.greeting().toMillis());
    signal("CONT");
    long back = System.nanoTime();
    assertThat(told(Event.ServerBack.class).server()).isEqualTo(name(first));
    tell("goes on: noticed after", back);
    session().close();
  }

  @Test
  void aServerThatHangsInMidSessionIsNotTakenForOneThatIsDown() throws Exception {
    try (ImapWire client = session()) {
      signal("STOP");
      client.send("x NOOP\r\n");
      signal("CONT");
      assertThat(client.response()).startsWith("x OK");
      assertThat(count(Event.ServerSetAside.class)).isZero();
    }
  }

  /** A client that is greeted and has logged in; nothing else was heard. */
  private ImapWire session() throws IOException {
    ImapWire client = ImapWire.connect(gateway.port());
    assertThat(client.response()).startsWith("* OK ");
    client.send("a LOGIN user " + DovecotServer.PASSWORD + "\r\n");
    String answer = client.response();
    while (answer.startsWith("* ")) {
      assertThat(answer).doesNotStartWith("* BYE");
      answer = client.response();
    }
    assertThat(answer).startsWith("a OK ");
    return client;
  }

  private void kill() {
    first.processes().forEach(ProcessHandle::destroyForcibly);
  }

  private void signal(String name) throws IOException, InterruptedException {
    for (ProcessHandle process : first.processes()) {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    }
  }

  private static String name(DovecotServer server) {
    return "127.0.0.1:" + server.port();
  }

  private <E extends Event> long count(Class<E> kind) {
    return gateway.events().stream().filter(kind::isInstance).count();
  }

  /** The first event of that kind, when it comes. */
  private <E extends Event> E told(Class<E> kind) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count(kind) == 0) {
      assertThat(System.nanoTime()).as(kind.getSimpleName()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    return gateway.events().stream().filter(kind::isInstance).map(kind::cast).findFirst().get();
  }

  /** Prints how long it took, for whoever reads the build's log. */
  private static long tell(String what, long since) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    System.out.println("ServersIT: " + what + " " + millis + " ms");
    return millis;
  }
}

package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.net.ListenException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same talk with Dovecot, with the gateway between and without it: are the answers the same?
 */
class DovecotIT {
  private static DovecotServer dovecot;
  private static GatewayUnderTest gateway;
  private static final AtomicInteger users = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException, ListenException {
    dovecot = DovecotServer.start("DovecotIT");
    gateway = GatewayUnderTest.start(dovecot.port(), "ImapProxy");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    dovecot.close();
  }

  /** All, or the one that {@code -Dpostern.talk=NAME} names, for whoever looks into it. */
  static Stream<Talk> talks() {
    String only = System.getProperty("postern.talk", "");
    return Talks.all().filter(talk -> only.isEmpty() || talk.name().equals(only));
  }

  /**
   * Else the referee is no referee: what differs here by itself would hide what the gateway does.
   */
  @ParameterizedTest
  @MethodSource("talks")
  void theSameTalkTwiceWithoutTheGatewayIsTheSame(Talk talk) throws IOException {
    List<Exchange> one = talk.record(dovecot.port(), freshUser());
    List<Exchange> other = talk.record(dovecot.port(), freshUser());
    assertThat(Comparison.direct(one, other)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("talks")
  void theGatewayBetweenChangesNothingButWhatTheTalkSays(Talk talk) throws IOException {
    List<Exchange> direct = talk.record(dovecot.port(), freshUser());
    List<Exchange> through = talk.record(gateway.port(), freshUser());
    assertThat(Comparison.through(direct, through)).isEmpty();
  }

  /** An empty mailbox; all names are equally long. */
  private static String freshUser() {
    return "user%04d".formatted(users.incrementAndGet());
  }
}

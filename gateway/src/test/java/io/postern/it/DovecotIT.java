package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.net.ListenException;
import io.postern.net.WarmUpException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same talk with Dovecot, with the gateway between and without it: are the answers the same?
 */
class DovecotIT {
  /** Talks that need what ImapProxyStrict rightly refuses: MOVE, IDLE, UNSELECT, ESEARCH... */
  private static final Set<String> EXTENDED =
      Set.of(
          "authenticate-login",
          "authenticate-cram-md5",
          "enable-id",
          "mailboxes",
          "list-extended",
          "select",
          "search-return",
          "copy-move",
          "expunge",
          "idle",
          "burst",
          "burst-of-barriers");

  private static DovecotServer dovecot;
  private static GatewayUnderTest gateway;
  private static GatewayUnderTest strict;
  private static GatewayUnderTest observing;
  private static final AtomicInteger users = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException, ListenException, WarmUpException {
    dovecot = DovecotServer.start("DovecotIT");
    gateway = GatewayUnderTest.start(dovecot.port(), "ImapProxy");
    strict = GatewayUnderTest.start(dovecot.port(), "ImapProxyStrict");
    observing = GatewayUnderTest.observing(dovecot.port(), "AbstractImapProxy");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    strict.close();
    observing.close();
    dovecot.close();
    // Answers may be the same though the log tells of trouble.
    assertThat(Stream.of(gateway, strict, observing).flatMap(g -> g.events().stream()))
        .noneMatch(DovecotIT::tellsOfTrouble)
        .anyMatch(Event.SessionFinished.class::isInstance);
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
    assertThat(Comparison.through(direct, through, DovecotIT::followed)).isEmpty();
  }

  /** Sessions share loops, buffers and a policy, and nothing else. */
  @Test
  void manyTalksAtOnceDoNotMeetEachOther() throws Exception {
    List<Callable<List<String>>> crowd = new ArrayList<>();
    for (Talk talk : Talks.all().toList()) {
      List<Exchange> direct = talk.record(dovecot.port(), freshUser());
      for (int i = 0; i < 3; i++) {
        String user = freshUser();
        crowd.add(
            () ->
                Comparison.through(direct, talk.record(gateway.port(), user), DovecotIT::followed));
      }
    }
    try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
      for (Future<List<String>> differences : clients.invokeAll(crowd)) {
        assertThat(differences.get()).isEmpty();
      }
    }
  }

  /** Nothing here needs what RFC 3501 doesn't have, nor any mercy for the server. */
  @ParameterizedTest
  @MethodSource("plainTalks")
  void theStrictGatewayChangesNothingEither(Talk talk) throws IOException {
    List<Exchange> direct = talk.record(dovecot.port(), freshUser());
    List<Exchange> through = talk.record(strict.port(), freshUser());
    assertThat(Comparison.through(direct, through, Normal.STRICT::contains)).isEmpty();
  }

  static Stream<Talk> plainTalks() {
    return talks().filter(talk -> !EXTENDED.contains(talk.name()));
  }

  private static boolean followed(String capability) {
    return !Normal.NOT_FOLLOWED.contains(capability);
  }

  /** A policy that refuses everything harms nobody while it is only observed. */
  @ParameterizedTest
  @MethodSource("talks")
  void whatIsOnlyObservedChangesNothing(Talk talk) throws IOException {
    List<Exchange> direct = talk.record(dovecot.port(), freshUser());
    List<Exchange> through = talk.record(observing.port(), freshUser());
    assertThat(Comparison.through(direct, through, DovecotIT::followed)).isEmpty();
    assertThat(observing.events())
        .filteredOn(Event.Decided.class::isInstance)
        .extracting(Event.Decided.class::cast)
        .anyMatch(decided -> decided.mode().equals("observe"))
        .allMatch(decided -> decided.mode().equals("observe") || decided.rule().equals("engine"));
  }

  /** Dovecot broke no rule, needed no mercy, and nothing that it said was withheld. */
  private static boolean tellsOfTrouble(Event event) {
    return switch (event) {
      case Event.Violated violated -> true;
      case Event.PolicyFailed failed -> true;
      case Event.OurFault fault -> true;
      case Event.ConfigReloaded reloaded -> true;
      case Event.LimitReached limit -> true;
      case Event.TlsFailed failed -> true;
      case Event.TlsEstablished done -> false;
      case Event.CertificatesRead read -> true;
      case Event.RuleDenied denied -> true;
      case Event.LoginDelayed delayed -> false;
      case Event.ServerUnreachable unreachable -> true;
      case Event.ServerSetAside aside -> true;
      case Event.ServerBack back -> true;
      case Event.SessionFinished finished -> finished.withheld() > 0 || finished.quirks() > 0;
      case Event.SessionOpened opened -> false;
      case Event.Decided decided -> false;
      case Event.FunctionLogged logged -> false;
      case Event.Unjudged unjudged -> true;
      case Event.LoggedIn in -> false;
      case Event.ProxyRefused refused -> true;
      case Event.OriginBelieved believed -> true;
      case Event.LoginFailed failed -> false;
    };
  }

  /** An empty mailbox; all names are equally long. */
  private static String freshUser() {
    return "user%04d".formatted(users.incrementAndGet());
  }
}

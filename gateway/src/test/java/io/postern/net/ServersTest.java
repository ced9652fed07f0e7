package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Chainer.Choice;
import io.postern.service.Router;
import io.postern.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServersTest {
  private static final Address A = new Address("192.0.2.1", 143);
  private static final Address B = new Address("192.0.2.2", 143);
  private static final Address C = new Address("192.0.2.3", 143);
  private static final List<Address> ALL = List.of(A, B, C);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<Event> events = new ArrayList<>();
  private final Servers servers = new Servers(() -> this.now, (_, event) -> events.add(event));
  private long now = 1_000_000;

  @BeforeEach
  void configure() throws Exception {
    servers.configured(List.of(service(ALL)));
  }

  private static Service service(List<Address> to) throws Exception {
    return Service.of("s", List.of(new Address("127.0.0.1", 0)), A, Loopback.policy(ImapProxy::new))
        .withRouter(new Router.Directed(to));
  }

  private List<Address> order(Choice choice) {
    return servers.order("s", choice, ALL).stream().map(KnownServer::address).toList();
  }

  private void fail(Address server) {
    servers.failed(servers.at(server), "refused", MINUTE);
  }

  @Test
  void connectKnowsTheFirstOnly() {
    assertThat(order(Choice.CONNECT)).containsExactly(A);
    fail(A);
    assertThat(order(Choice.CONNECT)).containsExactly(A);
    servers.enable(A, false);
    assertThat(order(Choice.CONNECT)).isEmpty();
  }

  @Test
  void failoverKeepsTheOrder() {
    assertThat(order(Choice.FAILOVER)).containsExactly(A, B, C);
    assertThat(order(Choice.FAILOVER)).containsExactly(A, B, C);
    fail(A);
    assertThat(order(Choice.FAILOVER)).containsExactly(B, C, A);
  }

  @Test
  void roundRobinGivesEachItsTurn() {
    assertThat(order(Choice.ROUND_ROBIN)).containsExactly(A, B, C);
    assertThat(order(Choice.ROUND_ROBIN)).containsExactly(B, C, A);
    assertThat(order(Choice.ROUND_ROBIN)).containsExactly(C, A, B);
    assertThat(order(Choice.ROUND_ROBIN)).containsExactly(A, B, C);
  }

  /** Else the neighbour of one that is set aside would get its share, too. */
  @Test
  void roundRobinIsEvenAmongThoseThatAreUp() {
    fail(B);
    int first = 0;
    for (int i = 0; i < 100; i++) {
      first += order(Choice.ROUND_ROBIN).getFirst().equals(A) ? 1 : 0;
    }
    assertThat(first).isEqualTo(50);
  }

  @Test
  void leastSessionsCountsThem() {
    servers.at(A).entered();
    servers.at(A).entered();
    servers.at(B).entered();
    assertThat(order(Choice.LEAST_SESSIONS)).containsExactly(C, B, A);
    servers.at(C).entered();
    servers.at(C).entered();
    servers.at(C).entered();
    assertThat(order(Choice.LEAST_SESSIONS)).containsExactly(B, A, C);
    servers.at(A).left();
    servers.at(A).left();
    assertThat(order(Choice.LEAST_SESSIONS)).containsExactly(A, B, C);
  }

  @Test
  void equalServersGetEquallyMany() {
    for (int i = 0; i < 30; i++) {
      servers.order("s", Choice.LEAST_SESSIONS, ALL).getFirst().entered();
    }
    assertThat(servers.all()).extracting(ServerStatus::sessions).containsExactly(10, 10, 10);
  }

  @Test
  void whereAllAreSetAsideTheOneThatWasLongestIsAsked() {
    fail(B);
    now++;
    fail(A);
    now++;
    fail(C);
    assertThat(order(Choice.FAILOVER)).containsExactly(B);
    assertThat(order(Choice.ROUND_ROBIN)).containsExactly(B);
    assertThat(order(Choice.LEAST_SESSIONS)).containsExactly(B);
    servers.greeted(servers.at(B));
    assertThat(order(Choice.FAILOVER)).containsExactly(B, A);
  }

  @Test
  void setAsideAndBackAreToldOnce() {
    fail(A);
    now += 10;
    fail(A);
    now += 1490;
    servers.greeted(servers.at(A));
    servers.greeted(servers.at(A));
    assertThat(events)
        .containsExactly(
            new Event.ServerSetAside(A.toString(), "refused", 60),
            new Event.ServerBack(A.toString(), 1.5));
  }

  @Test
  void aProbeKnowsWhenItIsTooOld() {
    KnownServer server = servers.at(A);
    fail(A);
    long first = server.timesAside();
    assertThat(server.wantsProbe(first)).isTrue();
    servers.greeted(server);
    assertThat(server.wantsProbe(first)).isFalse();
    fail(A);
    assertThat(server.wantsProbe(first)).isFalse();
    assertThat(server.wantsProbe(server.timesAside())).isTrue();
  }

  @Test
  void aDisabledServerGetsNoNewSessions() {
    assertThat(servers.enable(A, false)).isTrue();
    assertThat(order(Choice.FAILOVER)).containsExactly(B, C);
    now += 2000;
    ServerStatus status = servers.all().getFirst();
    assertThat(status)
        .isEqualTo(
            new ServerStatus(
                A, ServerStatus.State.DISABLED, 0, Optional.empty(), Duration.ofSeconds(2)));
    assertThat(servers.enable(A, true)).isTrue();
    assertThat(order(Choice.FAILOVER)).containsExactly(A, B, C);
  }

  @Test
  void aReloadForgetsWhatIsGoneAndKeepsWhatStays() throws Exception {
    KnownServer a = servers.at(A);
    fail(A);
    servers.enable(B, false);
    servers.configured(List.of(service(List.of(B))));
    assertThat(a.wantsProbe(a.timesAside())).isFalse();
    assertThat(servers.all()).extracting(ServerStatus::address).containsExactly(B);
    assertThat(servers.all().getFirst().state()).isEqualTo(ServerStatus.State.DISABLED);
    assertThat(servers.enable(A, false)).isFalse();
  }

  /** A transparent router's: clients name as many as they like. */
  @Test
  void whatIsNotConfiguredIsNotRemembered() {
    Address other = new Address("203.0.113.1", 143);
    assertThat(servers.failed(servers.at(other), "refused", MINUTE)).isFalse();
    assertThat(servers.at(other).aside()).isFalse();
    assertThat(events).isEmpty();
    assertThat(servers.all()).hasSize(3);
  }
}

package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.service.Shares;
import io.postern.session.Admission;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who is let in, and that all is given back. */
class TurnstileTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress NEIGHBOUR = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress OTHER = InetAddress.ofLiteral("198.51.100.1");

  private static final Policy POLICY = Policy.compile(PolicyTables.empty());

  private long now = 5_000;
  private final Turnstile turnstile = new Turnstile(() -> now);
  private final List<Event> events = new ArrayList<>();

  private static Service service(UnaryOperator<Quotas> changed) {
    return named("test").withQuotas(changed.apply(Quotas.DEFAULT));
  }

  private static Service named(String name) {
    return Service.of(
        name, List.of(new Address("127.0.0.1", 0)), new Address("127.0.0.1", 143), POLICY);
  }

  private static Service sharing(long perAddress, long perNetwork, long perUser) {
    return service(
        quotas -> quotas.withShares(new Shares(perAddress, perNetwork, perUser, 24, 56)));
  }

  private Pass passes(Service service, InetAddress address) {
    Turnstile.Entry entry = turnstile.enter(service, address);
    assertThat(entry).isInstanceOf(Pass.class);
    return (Pass) entry;
  }

  private String refused(Service service, InetAddress address) {
    Turnstile.Entry entry = turnstile.enter(service, address);
    assertThat(entry).isInstanceOf(Turnstile.Refusal.class);
    return ((Turnstile.Refusal) entry).limit();
  }

  @Test
  void oneAddressHasItsShareAndNoMore() {
    Service service = sharing(2, Quotas.UNLIMITED, Quotas.UNLIMITED);
    Pass first = passes(service, ONE);
    Pass second = passes(service, ONE);
    assertThat(refused(service, ONE)).isEqualTo("connections-per-address");
    Pass neighbour = passes(service, NEIGHBOUR);
    assertThat(turnstile.connections("test")).isEqualTo(3);
    first.giveBack();
    first.giveBack();
    Pass again = passes(service, ONE);
    for (Pass pass : List.of(second, neighbour, again)) {
      pass.giveBack();
    }
    assertThat(turnstile.counted()).isZero();
    assertThat(turnstile.connections("test")).isZero();
  }

  @Test
  void aNetworkHasItsShare() {
    Service service = sharing(Quotas.UNLIMITED, 2, Quotas.UNLIMITED);
    passes(service, ONE);
    passes(service, NEIGHBOUR);
    assertThat(refused(service, ONE)).isEqualTo("connections-per-network");
    passes(service, OTHER);
    // What was refused took nothing.
    assertThat(turnstile.connections("test")).isEqualTo(3);
  }

  @Test
  void aSiteOfIpv6IsOneNetworkWhateverAddressItTakes() {
    Service service = sharing(Quotas.UNLIMITED, 1, Quotas.UNLIMITED);
    passes(service, InetAddress.ofLiteral("2001:db8:0:101::1"));
    assertThat(refused(service, InetAddress.ofLiteral("2001:db8:0:1ff:2::2")))
        .isEqualTo("connections-per-network");
    passes(service, InetAddress.ofLiteral("2001:db8:0:200::1"));
  }

  @Test
  void servicesAreCountedApart() {
    Service one = sharing(1, Quotas.UNLIMITED, Quotas.UNLIMITED);
    passes(one, ONE);
    passes(named("other").withQuotas(one.quotas()), ONE);
  }

  @Test
  void trustedNetworksAreNotCountedButForTheServiceAsAWhole() {
    Service service =
        service(
            quotas ->
                quotas
                    .withShares(new Shares(1, 1, 1, 24, 56))
                    .withSessions(3)
                    .withRates(new Quotas.Rates(Quotas.UNLIMITED, 1))
                    .withExempt(List.of(Network.parse("192.0.2.1"))));
    for (int i = 0; i < 3; i++) {
      assertThat(passes(service, ONE).succeeded("bob")).isTrue();
    }
    assertThat(turnstile.counted()).isZero();
    assertThat(refused(service, ONE)).isEqualTo("connections");
  }

  @Test
  void newOnesComeAtTheirPace() {
    Service service = service(quotas -> quotas.withRates(new Quotas.Rates(3, Quotas.UNLIMITED)));
    for (int i = 0; i < 3; i++) {
      passes(service, ONE);
    }
    assertThat(refused(service, OTHER)).isEqualTo("new-connections-per-second");
    now += 334;
    passes(service, OTHER);
    assertThat(refused(service, OTHER)).isEqualTo("new-connections-per-second");
    now += 3_600_000;
    for (int i = 0; i < 3; i++) {
      passes(service, ONE);
    }
    assertThat(refused(service, ONE)).isEqualTo("new-connections-per-second");
  }

  @Test
  void oneAddressThatComesTooFastKeepsNobodyElseOut() {
    Service service = service(quotas -> quotas.withRates(new Quotas.Rates(3, 1)));
    passes(service, ONE);
    for (int i = 0; i < 10; i++) {
      assertThat(refused(service, ONE)).isEqualTo("new-connections-per-address-per-second");
    }
    passes(service, NEIGHBOUR);
    passes(service, OTHER);
  }

  @Test
  void aUserHasAShareWhateverTheAddress() {
    Service service = sharing(Quotas.UNLIMITED, Quotas.UNLIMITED, 1);
    Pass first = passes(service, ONE);
    Pass second = passes(service, OTHER);
    assertThat(first.admit("bob", events::add)).isInstanceOf(Admission.Granted.class);
    assertThat(second.admit("Bob", events::add)).isInstanceOf(Admission.Granted.class);
    assertThat(first.succeeded("bob")).isTrue();
    // Both were admitted; when the server has said OK to both, one is too many.
    assertThat(second.succeeded("Bob")).isFalse();
    assertThat(second.admit("BOB", events::add)).isInstanceOf(Admission.Refused.class);
    assertThat(events).containsExactly(new Event.LimitReached("connections-per-user", "refused"));
    first.giveBack();
    assertThat(second.admit("BOB", events::add)).isInstanceOf(Admission.Granted.class);
    assertThat(second.succeeded("BOB")).isTrue();
    second.giveBack();
    assertThat(turnstile.counted()).isZero();
  }

  @Test
  void whoDoesntKnowTheSecretTakesNothingOfTheUsersShare() {
    Service service = sharing(Quotas.UNLIMITED, Quotas.UNLIMITED, 1);
    for (int i = 0; i < 20; i++) {
      passes(service, OTHER).admit("bob", events::add);
    }
    Pass bob = passes(service, ONE);
    assertThat(bob.admit("bob", events::add)).isInstanceOf(Admission.Granted.class);
    assertThat(bob.succeeded("bob")).isTrue();
  }

  @Test
  void guessingOnManyConnectionsIsNoFasterThanOnThree() {
    Service service = service(quotas -> quotas);
    passes(service, ONE).failed("bob", Optional.of(new Secret(Octets.ascii("x"))));
    List<Pass> waiting = new ArrayList<>();
    for (int i = 0; i < FailedLogins.WAITING_MAX; i++) {
      Pass pass = passes(service, NEIGHBOUR);
      assertThat(pass.admit("bob", events::add)).isEqualTo(new Admission.Later(1000));
      waiting.add(pass);
    }
    Pass more = passes(service, ONE);
    assertThat(more.admit("bob", events::add)).isInstanceOf(Admission.Refused.class);
    assertThat(more.admit("alice", events::add)).isInstanceOf(Admission.Granted.class);
    assertThat(events)
        .hasSize(4)
        .startsWith(new Event.LoginDelayed("bob", 1, 1))
        .endsWith(new Event.LimitReached("failed-login-delay", "refused"));
    // One has its answer, another is gone: two may wait again.
    waiting.getFirst().failed("bob", Optional.of(new Secret(Octets.ascii("x"))));
    waiting.getLast().giveBack();
    assertThat(more.admit("bob", events::add)).isEqualTo(new Admission.Later(1000));
    assertThat(waiting.getFirst().admit("bob", events::add)).isEqualTo(new Admission.Later(1000));
  }
}

package io.postern.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Address ONE = new Address("127.0.0.1", 1143);
  private static final Address TWO = new Address("127.0.0.1", 1144);
  private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Area OFFICE = new Area.OfZone("office");
  private static final Area FINANCE = new Area.OfZone("finance");
  private static final Zones ZONES =
      new Zones(
          List.of(
              new Zone("office", List.of(Network.parse("192.0.2.0/24")), Optional.empty()),
              new Zone("finance", List.of(Network.parse("192.0.2.128/25")), Optional.of("office")),
              new Zone("guests", List.of(Network.parse("192.0.2.64/26")), Optional.empty())));

  private final Service a = service("a", ONE);
  private final Service b = service("b", ONE, TWO);

  @Test
  void aListenerOfOneServiceNeedsNoRule() {
    Plan plan = Plan.of(List.of(a, service("c", TWO)));
    assertThat(plan.choose(from("198.51.100.1"))).isEqualTo(new Choice.Chosen(a, "default"));
    assertThat(plan.choose(at(new Address("127.0.0.1", 9), "198.51.100.1")))
        .isEqualTo(new Choice.Denied("default"));
  }

  @Test
  void asSoonAsARuleChoosesOnAListenerOnlyRulesDecideThere() {
    Plan plan = plan(Rule.all("r:1", "b").withListen(TWO).withFrom(OFFICE), Rule.all("r:2", "a"));
    assertThat(plan.choose(at(TWO, "192.0.2.1"))).isEqualTo(new Choice.Chosen(b, "r:1"));
    assertThat(plan.choose(at(TWO, "198.51.100.1"))).isEqualTo(new Choice.Denied("default"));
    assertThat(plan.choose(from("198.51.100.1"))).isEqualTo(new Choice.Chosen(a, "r:2"));
  }

  @Test
  void theFirstRuleThatMatchesWinsAndWhereNoneDoesItIsDenied() {
    Plan plan =
        plan(
            Rule.all("r:1", "a").withFrom(FINANCE),
            Rule.all("r:2", "b").withFrom(OFFICE),
            Rule.all("r:3", "a").withFrom(OFFICE));
    assertThat(plan.choose(from("192.0.2.200"))).isEqualTo(new Choice.Chosen(a, "r:1"));
    assertThat(plan.choose(from("192.0.2.1"))).isEqualTo(new Choice.Chosen(b, "r:2"));
    // A zone inside the office's network that isn't the office's child.
    assertThat(plan.choose(from("192.0.2.65"))).isEqualTo(new Choice.Denied("default"));
    assertThat(plan.choose(from("198.51.100.1"))).isEqualTo(new Choice.Denied("default"));
    assertThat(plan.choose(from("2001:db8::1"))).isEqualTo(new Choice.Denied("default"));
  }

  @Test
  void aChildHasItsParentsRights() {
    Plan plan = plan(Rule.all("r:1", "a").withFrom(OFFICE));
    assertThat(plan.choose(from("192.0.2.200"))).isEqualTo(new Choice.Chosen(a, "r:1"));
    Plan other = plan(Rule.all("r:1", "a").withFrom(FINANCE));
    assertThat(other.choose(from("192.0.2.1"))).isEqualTo(new Choice.Denied("default"));
  }

  @Test
  void aNetworkIsMeantWhateverItsZone() {
    Plan plan =
        plan(Rule.all("r:1", "a").withFrom(new Area.OfNetwork(Network.parse("192.0.2.64/31"))));
    assertThat(plan.choose(from("192.0.2.65"))).isEqualTo(new Choice.Chosen(a, "r:1"));
    assertThat(plan.choose(from("192.0.2.66"))).isEqualTo(new Choice.Denied("default"));
  }

  @Test
  void anIpv4MappedAddressIsAnIpv4Address() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    System.arraycopy(new byte[] {(byte) 192, 0, 2, 1}, 0, mapped, 12, 4);
    InetAddress client = java.net.Inet6Address.getByAddress(null, mapped, 0);
    assertThat(client.getAddress()).hasSize(16);
    Plan plan = plan(Rule.all("r:1", "a").withFrom(OFFICE));
    ConnectionFacts facts =
        new ConnectionFacts(listener(ONE), client, client, ServerName.NOT_YET, MONDAY_NOON);
    assertThat(plan.choose(facts)).isEqualTo(new Choice.Chosen(a, "r:1"));
  }

  @Test
  void theDestinationCountsToo() {
    Plan plan =
        plan(
            Rule.all("r:1", "a").withTo(new Area.OfNetwork(Network.parse("192.0.2.10"))),
            Rule.all("r:2", "b").withTo(FINANCE).withFrom(OFFICE));
    assertThat(plan.choose(facts(ONE, "192.0.2.1", "192.0.2.10")))
        .isEqualTo(new Choice.Chosen(a, "r:1"));
    assertThat(plan.choose(facts(ONE, "192.0.2.1", "192.0.2.129")))
        .isEqualTo(new Choice.Chosen(b, "r:2"));
    assertThat(plan.choose(facts(ONE, "198.51.100.1", "192.0.2.129")))
        .isEqualTo(new Choice.Denied("default"));
  }

  @Test
  void timesCount() {
    Plan plan =
        plan(
            Rule.all("r:1", "a")
                .withHours(new Hours(Hours.EVERY_DAY, 8 * 60, 12 * 60, ZoneOffset.UTC)),
            Rule.all("r:2", "b")
                .withHours(new Hours(Hours.EVERY_DAY, 12 * 60, 13 * 60, ZoneOffset.UTC)));
    assertThat(plan.choose(from("192.0.2.1"))).isEqualTo(new Choice.Chosen(b, "r:2"));
  }

  @Test
  void aRuleMayDenyAndLeavesOthersToThoseBehindIt() {
    Rule deny = Rule.all("r:1", "a").withFrom(FINANCE).denying();
    // No rule chooses: those whom nobody denies get the listener's own service.
    Plan plan = Plan.of(List.of(a), ZONES, List.of(deny));
    assertThat(plan.choose(from("192.0.2.200"))).isEqualTo(new Choice.Denied("r:1"));
    assertThat(plan.choose(from("192.0.2.1"))).isEqualTo(new Choice.Chosen(a, "default"));
  }

  @Test
  void aNameIsWaitedForOnlyIfItDecides() {
    Service secretA = tls(a);
    Service secretB = tls(b);
    Plan plan =
        Plan.of(
            List.of(secretA, secretB),
            ZONES,
            List.of(
                Rule.all("r:1", "b").withFrom(FINANCE),
                Rule.all("r:2", "a")
                    .withFrom(OFFICE)
                    .withNames(new NamePattern("Mail.example"), new NamePattern("*.a.example")),
                Rule.all("r:3", "b").withFrom(OFFICE)));
    assertThat(plan.choose(from("192.0.2.200"))).isEqualTo(new Choice.Chosen(secretB, "r:1"));
    assertThat(plan.choose(from("198.51.100.1"))).isEqualTo(new Choice.Denied("default"));
    ConnectionFacts office = from("192.0.2.1");
    assertThat(plan.choose(office)).isEqualTo(new Choice.NeedsServerName());
    for (String name : List.of("mail.example", "MAIL.EXAMPLE", "x.a.example")) {
      assertThat(plan.choose(office.withServerName(new ServerName.Named(name))))
          .as(name)
          .isEqualTo(new Choice.Chosen(secretA, "r:2"));
    }
    for (String name :
        List.of("a.example", "x.y.a.example", ".a.example", "mail.example.", "", "\u212A")) {
      assertThat(plan.choose(office.withServerName(new ServerName.Named(name))))
          .as(name)
          .isEqualTo(new Choice.Chosen(secretB, "r:3"));
    }
    assertThat(plan.choose(office.withServerName(ServerName.NONE)))
        .isEqualTo(new Choice.Chosen(secretB, "r:3"));
    assertThat(plan.speaksClear(listener(ONE))).isFalse();
    assertThat(plan(Rule.all("r", "a")).speaksClear(listener(ONE))).isTrue();
  }

  @Test
  void aPartOfAPlanLetsNobodyInWhoBelongedElsewhere() {
    Plan plan = plan(Rule.all("r:1", "b").withFrom(FINANCE), Rule.all("r:2", "a").withFrom(OFFICE));
    Plan part = plan.only(Set.of("a"));
    assertThat(part.services()).containsExactly(a);
    assertThat(part.choose(from("192.0.2.200"))).isEqualTo(new Choice.Denied("r:1"));
    assertThat(part.choose(from("192.0.2.1"))).isEqualTo(new Choice.Chosen(a, "r:2"));
    assertThat(part.choose(at(TWO, "192.0.2.200"))).isEqualTo(new Choice.Denied("default"));
    Plan onlyB = plan(Rule.all("r:1", "b")).only(Set.of("a"));
    assertThat(onlyB.choose(from("192.0.2.1"))).isEqualTo(new Choice.Denied("r:1"));
  }

  @Test
  void freePortsAreNeverShared() {
    Address any = new Address("127.0.0.1", 0);
    Service one = service("one", any, any);
    Plan plan = Plan.of(List.of(one, service("two", any)));
    assertThat(plan.listeners()).hasSize(3).containsKey(new Listener(any, "one", 1));
    assertThat(plan.choose(facts(new Listener(any, "one", 1), "192.0.2.1", "127.0.0.1")))
        .isEqualTo(new Choice.Chosen(one, "default"));
  }

  @Test
  void whatCannotBeRunIsRefused() {
    refused("127.0.0.1:1143 is shared with service a, and no rule chooses between them");
    refused("there is no zone z", Rule.all("r", "a").withFrom(new Area.OfZone("z")));
    refused("there is no service z", Rule.all("r", "z"));
    refused(
        "service a doesn't listen on 127.0.0.1:1144",
        Rule.all("r", "a"),
        Rule.all("r", "a").withListen(TWO));
    refused(
        "nobody listens on 127.0.0.1:9",
        Rule.all("r", "a"),
        Rule.all("r", "a").withListen(new Address("127.0.0.1", 9)).denying());
    refused(
        "a rule chooses on 127.0.0.1:1143 by sni, and service a has no TLS from the first octet:"
            + " the name would come too late",
        Rule.all("r", "a").withNames(new NamePattern("x")));
    assertThatThrownBy(() -> Plan.of(List.of(a, service("a", TWO))))
        .hasMessage("there are two services named a");
    Service behind =
        a.withProxy(
            new ProxyProtocol(
                ProxyProtocol.In.REQUIRED,
                List.of(Network.parse("192.0.2.1")),
                ProxyProtocol.Out.NONE));
    assertThatThrownBy(() -> Plan.of(List.of(behind, b), ZONES, List.of(Rule.all("r", "a"))))
        .hasMessageContaining("they must agree on it");
  }

  @Test
  void aRuleThatNeverMatchesIsDoubted() {
    Rule office = Rule.all("r:1", "b").withFrom(OFFICE);
    assertThat(doubts(office, Rule.all("r:2", "a").withFrom(FINANCE)))
        .contains("never matches: r:1 covers it");
    assertThat(
            doubts(Rule.all("r:1", "b").withFrom(FINANCE), Rule.all("r:2", "a").withFrom(OFFICE)))
        .isEmpty();
    assertThat(doubts(Rule.all("r:1", "a"), Rule.all("r:2", "b").withListen(ONE)))
        .containsExactly("never matches: r:1 covers it");
    assertThat(doubts(Rule.all("r:1", "b").withListen(TWO), Rule.all("r:2", "a")))
        .containsExactly("no rule chooses service b on 127.0.0.1:1143");
    // Service a isn't where b listens alone.
    assertThat(doubts(Rule.all("r:1", "a"), Rule.all("r:2", "b"))).isEmpty();
    Hours noon = new Hours(Hours.EVERY_DAY, 720, 721, ZoneOffset.UTC);
    assertThat(doubts(Rule.all("r:1", "b").withHours(noon), Rule.all("r:2", "a"))).isEmpty();
    assertThat(doubts(Rule.all("r:1", "b"), Rule.all("r:2", "a").withHours(noon)))
        .contains("never matches: r:1 covers it");
    assertThat(
            doubts(
                Rule.all("r:1", "b").withTo(new Area.OfNetwork(Network.parse("10.0.0.0/8"))),
                Rule.all("r:2", "a").withTo(new Area.OfNetwork(Network.parse("10.1.0.0/16")))))
        .containsExactly("never matches: r:1 covers it");
  }

  private List<String> doubts(Rule... rules) {
    assertThat(PlanCheck.faults(List.of(a, b), ZONES, List.of(rules))).isEmpty();
    return PlanCheck.doubts(List.of(a, b), ZONES, List.of(rules)).stream()
        .map(PlanCheck.Finding::text)
        .toList();
  }

  private void refused(String message, Rule... rules) {
    assertThatThrownBy(() -> plan(rules))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private Plan plan(Rule... rules) {
    return Plan.of(List.of(a, b), ZONES, List.of(rules));
  }

  private static ConnectionFacts from(String client) {
    return at(ONE, client);
  }

  private static ConnectionFacts at(Address address, String client) {
    return facts(address, client, "127.0.0.1");
  }

  private static ConnectionFacts facts(Address address, String client, String destination) {
    return facts(listener(address), client, destination);
  }

  private static ConnectionFacts facts(Listener listener, String client, String destination) {
    return new ConnectionFacts(
        listener,
        InetAddress.ofLiteral(client),
        InetAddress.ofLiteral(destination),
        ServerName.NOT_YET,
        MONDAY_NOON);
  }

  private static Listener listener(Address address) {
    return new Listener(address, "", 0);
  }

  private static Service tls(Service service) {
    ClientTls client =
        new ClientTls(
            ClientTls.Mode.IMPLICIT,
            List.of(certificate()),
            ClientTls.Demand.NONE,
            Optional.empty());
    return service.withTls(new Tls(client, ServerTls.NONE));
  }

  private static CertificateFiles certificate() {
    return new CertificateFiles(
        Path.of("cert.pem"), Path.of("key.pem"), Optional.empty(), List.of());
  }

  private static Service service(String name, Address... listen) {
    try {
      Policy policy = Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
      return Service.of(name, List.of(listen), new Address("127.0.0.1", 143), policy);
    } catch (Exception ours) {
      throw new AssertionError(ours);
    }
  }
}

package io.postern.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
  private static final Address HERE = new Address("127.0.0.1", 1143);
  private static final Address SERVER = new Address("mail.example", 143);
  private Policy policy;

  @BeforeEach
  void compile() throws Exception {
    policy = Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
  }

  @Test
  void whatIsNotSaidIsTheDocumentedDefault() {
    Service service = Service.of("intra_imap", List.of(HERE), SERVER, policy);
    assertThat(service.timeouts().connect()).hasSeconds(10);
    assertThat(service.timeouts().beforeLogin()).hasSeconds(60);
    assertThat(service.timeouts().idle()).hasMinutes(35);
    assertThat(service.timeouts().policyCall()).hasSeconds(1);
    assertThat(service.connections()).isEqualTo(Service.CONNECTIONS_DEFAULT);
    assertThat(service.switches()).isEqualTo(new Switches(false, true, false, false));
  }

  @Test
  void addressesAreCopied() {
    List<Address> listen = new ArrayList<>(List.of(HERE));
    Service service = Service.of("s", listen, SERVER, policy);
    listen.clear();
    assertThat(service.listen()).containsExactly(HERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a/b", "umlaut\u00e4", "line\n"})
  void aNameIsFitForALog(String name) {
    assertThatThrownBy(() -> Service.of(name, List.of(HERE), SERVER, policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters");
  }

  @Test
  void aNameIsBounded() {
    assertThat(Service.of("n".repeat(64), List.of(HERE), SERVER, policy).name()).hasSize(64);
    assertThatThrownBy(() -> Service.of("n".repeat(65), List.of(HERE), SERVER, policy))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServiceListensSomewhereAndNowhereTwice() {
    assertThatThrownBy(() -> Service.of("s", List.of(), SERVER, policy))
        .hasMessage("service s listens nowhere");
    assertThatThrownBy(() -> Service.of("s", List.of(HERE, HERE), SERVER, policy))
        .hasMessage("service s listens twice on 127.0.0.1:1143");
    Address any = new Address("127.0.0.1", 0);
    assertThat(Service.of("s", List.of(any, any), SERVER, policy).listen()).hasSize(2);
  }

  @Test
  void aServerHasAPort() {
    assertThatThrownBy(() -> Service.of("s", List.of(HERE), new Address("mail.example", 0), policy))
        .hasMessageContaining("port 0");
  }

  @Test
  void clearTextBeyondLoopbackMustBeAllowed() {
    Address open = new Address("0.0.0.0", 143);
    assertThatThrownBy(() -> Service.of("s", List.of(HERE, open), SERVER, policy))
        .hasMessageContaining("without TLS");
    Service allowed =
        new ServiceDraft("s", List.of(open), new Router.Directed(List.of(SERVER)), policy)
            .switches(Switches.DEFAULT.withClearTextAllowed(true))
            .service();
    assertThat(allowed.listen()).containsExactly(open);
    assertThatThrownBy(() -> allowed.withSwitches(Switches.DEFAULT))
        .hasMessageContaining("without TLS");
  }

  @Test
  void connectionsAreBounded() {
    Service service = Service.of("s", List.of(HERE), SERVER, policy);
    assertThat(service.withConnections(1).connections()).isEqualTo(1);
    assertThat(service.withConnections(Service.CONNECTIONS_MAX).connections()).isPositive();
    assertThatThrownBy(() -> service.withConnections(0)).hasMessageContaining("connections");
    assertThatThrownBy(() -> service.withConnections(Service.CONNECTIONS_MAX + 1))
        .hasMessageContaining("connections");
  }

  @Test
  void timesArePositiveAndBounded() {
    Timeouts times = Timeouts.DEFAULT;
    assertThat(times.withIdle(Duration.ofMillis(1)).idle()).hasMillis(1);
    assertThat(times.withIdle(Timeouts.MAX).idle()).isEqualTo(Timeouts.MAX);
    assertThatThrownBy(() -> times.withIdle(Duration.ofNanos(999_999)))
        .hasMessageStartingWith("idle");
    assertThatThrownBy(() -> times.withIdle(Timeouts.MAX.plusMillis(1)))
        .hasMessageStartingWith("idle");
    assertThatThrownBy(() -> times.withConnect(Duration.ZERO)).hasMessageStartingWith("connect");
    assertThatThrownBy(() -> times.withBeforeLogin(Duration.ofSeconds(-1)))
        .hasMessageStartingWith("login");
    assertThatThrownBy(() -> times.withPolicyCall(Duration.ZERO))
        .hasMessageStartingWith("policy-call");
  }
}

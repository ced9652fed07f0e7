package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.policy.PolicyFailure;
import io.postern.service.Service;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Policies are ready before a client can ask them. */
class WarmUpTest {
  private static final int LOOPS = 2;

  @Test
  void everyPolicyThreadIsWarmBeforeThePortOpens() throws Exception {
    Set<Thread> warmed = ConcurrentHashMap.newKeySet();
    AtomicReference<Gateway> itself = new AtomicReference<>();
    CountDownLatch both = new CountDownLatch(LOOPS);
    try (Gateway gateway =
        gateway(
            Warmed.service(
                "s",
                () -> {
                  assertThat(itself.get().listening()).isEmpty();
                  warmed.add(Thread.currentThread());
                  both.countDown();
                  // Only in parallel does this end.
                  assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                }))) {
      itself.set(gateway);
      gateway.start();
      assertThat(gateway.listening()).hasSize(1);
      assertThat(warmed).hasSize(LOOPS);
    }
  }

  @Test
  void aPolicyThatCannotGetReadyStartsNothing() throws Exception {
    Gateway gateway =
        gateway(
            Warmed.withoutFunctions("sound"),
            Warmed.service(
                "broken",
                () -> {
                  throw new PolicyFailure("raised ImportError", "mine.py:3");
                }));
    WarmUpException failure = catchThrowableOfType(WarmUpException.class, gateway::start);
    assertThat(failure)
        .hasMessage(
            "service broken: its policy can't be made ready: raised ImportError (mine.py:3)");
    assertThat(failure.service()).isEqualTo("broken");
    assertThat(gateway.listening()).isEmpty();
    gateway.close();
  }

  @Test
  void aFaultOfThePolicyIsNamed() throws Exception {
    try (Gateway gateway =
        gateway(
            Warmed.service(
                "s",
                () -> {
                  throw new IllegalStateException("no such folder");
                }))) {
      assertThat(catchThrowableOfType(WarmUpException.class, gateway::start))
          .message()
          .contains("threw java.lang.IllegalStateException: no such folder (");
    }
  }

  @Test
  void aPolicyWithoutFunctionsStartsNoPolicyThread() throws Exception {
    Set<Thread> before = policyThreads();
    try (Gateway gateway = gateway(Warmed.withoutFunctions("s"))) {
      gateway.start();
      assertThat(policyThreads()).isSubsetOf(before);
    }
  }

  @Test
  void aRunningGatewayMakesChangedPoliciesReady() throws Exception {
    Set<Thread> warmed = ConcurrentHashMap.newKeySet();
    Set<Thread> again = ConcurrentHashMap.newKeySet();
    try (Gateway gateway = gateway(Warmed.service("s", () -> warmed.add(Thread.currentThread())))) {
      gateway.start();
      gateway.warm(List.of(Warmed.service("s", () -> again.add(Thread.currentThread()))));
      assertThat(again).isEqualTo(warmed).hasSize(LOOPS);
      Service broken =
          Warmed.service(
              "s",
              () -> {
                throw new PolicyFailure("raised NameError", "new.py:1");
              });
      assertThat(catchThrowableOfType(WarmUpException.class, () -> gateway.warm(List.of(broken))))
          .hasMessageEndingWith("raised NameError (new.py:1)");
      assertThat(gateway.accepting()).isTrue();
    }
  }

  private static Gateway gateway(Service... services) {
    return new Gateway(
        List.of(services),
        (session, event) -> {},
        GatewaySettings.best().with(Transport.NIO, LOOPS));
  }

  private static Set<Thread> policyThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("postern-policy-"))
        .collect(Collectors.toSet());
  }
}

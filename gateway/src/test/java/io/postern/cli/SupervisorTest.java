package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private final List<String> trouble = new ArrayList<>();

  @Test
  void withoutAManagerNothingIsSaid() {
    try (Supervisor nobody = Supervisor.of(Map.of(), trouble::add)) {
      nobody.ready("1 service");
      nobody.watch(
          _ -> {
            throw new AssertionError("nobody wants signs of life");
          });
      try (var _ = nobody.reloading()) {
        nobody.status("reloading");
      }
      nobody.stopping("draining");
    }
    assertThat(trouble).isEmpty();
  }

  @Test
  void aManagerThatIsNotThereIsToldOfOnce() {
    try (Supervisor gone =
        Supervisor.of(Map.of("NOTIFY_SOCKET", "/nowhere/at/all"), trouble::add)) {
      gone.ready("1 service");
      gone.stopping("draining");
    }
    // ENOENT
    assertThat(trouble).containsExactly("sendto: errno 2");
  }

  @Test
  void aNameThatIsNoAddressIsToldOf() {
    for (String name : List.of("relative", "@", "/" + "x".repeat(107), "vsock:2:1")) {
      trouble.clear();
      try (Supervisor nobody = Supervisor.of(Map.of("NOTIFY_SOCKET", name), trouble::add)) {
        nobody.ready("1 service");
      }
      assertThat(trouble).as(name).containsExactly("NOTIFY_SOCKET is neither a path nor @NAME");
    }
  }

  @Test
  void theWatchdogIsOursOnlyIfItSaysSo() {
    String own = Long.toString(ProcessHandle.current().pid());
    assertThat(Supervisor.watchdog(Map.of())).isZero();
    assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "30000000")))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", own)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1")))
        .isZero();
    assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "soon"))).isZero();
    assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "-5"))).isZero();
  }
}

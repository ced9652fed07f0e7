package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionInfoTest {
  private static final SessionInfo BEHIND_A_PROXY =
      new SessionInfo("k7f3q2", "a", "192.0.2.7", 4711, "sni", Optional.empty(), "203.0.113.1");

  /** Found a bug: the proxy was forgotten as soon as there was a server. */
  @Test
  void whoIsConnectedStaysWhateverElseIsLearned() {
    SessionInfo later =
        BEHIND_A_PROXY
            .withServer("10.0.0.1:143")
            .withUser("alice")
            .withClient("198.51.100.7", 1234);
    assertThat(later)
        .isEqualTo(
            new SessionInfo(
                "k7f3q2",
                "a",
                "198.51.100.7",
                1234,
                "10.0.0.1:143",
                Optional.of("alice"),
                "203.0.113.1"));
  }

  @Test
  void aClientThatWasAProxyIsWhoIsConnected() {
    SessionInfo direct =
        new SessionInfo("k7f3q2", "a", "203.0.113.1", 4711, "sni", Optional.empty());
    assertThat(direct.withClient("198.51.100.7", 1234).peerIp()).isEqualTo("203.0.113.1");
  }
}

package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** curl guesses a password of Dovecot's, with the delays that are the defaults. */
class FailedLoginsIT {
  /** As curl calls a login that was refused: CURLE_LOGIN_DENIED. */
  private static final int DENIED = 67;

  private static DovecotServer dovecot;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() throws Exception {
    dovecot = DovecotServer.start("FailedLoginsIT");
    gateway = GatewayUnderTest.start(dovecot.port(), "ImapProxy");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private record Tried(int exit, long millis) {}

  private static Tried curl(String mechanism, String user, String password)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "curl",
                "-s",
                "--max-time",
                "60",
                "-u",
                user + ":" + password,
                "--login-options",
                "AUTH=" + mechanism,
                "imap://127.0.0.1:" + gateway.port() + "/")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = process.waitFor();
    return new Tried(exit, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  @Test
  void guessingGetsSlowTheRightOneWorksAndNobodyElseWaits() throws Exception {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Tried tried = curl("CRAM-MD5", "bob", "guess" + i);
      assertThat(tried.exit()).isEqualTo(DENIED);
      waits.add(tried.millis());
    }
    System.out.println("FailedLoginsIT: wrong passwords took " + waits + " ms");
    assertThat(waits.get(1)).isGreaterThanOrEqualTo(1_000);
    assertThat(waits.get(2)).isGreaterThanOrEqualTo(2_000);
    assertThat(waits.get(3)).isGreaterThanOrEqualTo(4_000);
    assertThat(delays("bob")).containsExactly(1.0, 2.0, 4.0);

    Tried colleague = curl("PLAIN", "alice", DovecotServer.PASSWORD);
    Tried right = curl("CRAM-MD5", "bob", DovecotServer.PASSWORD);
    Tried again = curl("PLAIN", "bob", DovecotServer.PASSWORD);
    System.out.println(
        "FailedLoginsIT: alice took %d ms, bob's right password %d ms, once more %d ms"
            .formatted(colleague.millis(), right.millis(), again.millis()));
    assertThat(List.of(colleague.exit(), right.exit(), again.exit())).containsOnly(0);
    assertThat(delays("alice")).isEmpty();
    // What waits is known to nobody but the server: the right one waits like the wrong ones, once.
    assertThat(delays("bob")).containsExactly(1.0, 2.0, 4.0, 8.0);
  }

  @Test
  void anOldPasswordThatIsTriedAgainAndAgainCostsASecond() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(curl("PLAIN", "carol", "of last year").exit()).isEqualTo(DENIED);
    }
    assertThat(delays("carol")).containsExactly(1.0, 1.0, 1.0);
  }

  private static List<Double> delays(String user) {
    return gateway.events().stream()
        .filter(Event.LoginDelayed.class::isInstance)
        .map(Event.LoginDelayed.class::cast)
        .filter(delayed -> delayed.user().equals(user))
        .map(Event.LoginDelayed::seconds)
        .toList();
  }
}

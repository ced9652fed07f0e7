package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Policy;
import io.postern.policy.PolicyFailure;
import io.postern.policy.RequestAction;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that doesn't end is ended; others aren't hit. */
class InterruptTest {
  @TempDir private Path folder;

  /** Stands for a policy thread: platform, as there. */
  private final ExecutorService policyThread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    policyThread.shutdownNow();
  }

  private Policy policy(String body) {
    return Loads.sound(
        folder,
        """
        import re, time

        class Mine(ImapProxy):
            def config(self):
                super().config()
                self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
                self.request["EXAMINE"] = (IMAP_REQ_POLICY, self.examine)

            def select(self, tag, command, arguments):
                shared.set("started", True)
        BODY

            def examine(self, tag, command, arguments):
                return IMAP_REQ_ACCEPT
        """
            .replace("BODY", body.indent(8).stripTrailing()));
  }

  private Shared shared() {
    return Shared.of(folder.resolve("mine.py"));
  }

  private Future<String> ask(Talk talk, String command) {
    return policyThread.submit(
        () -> {
          try {
            return talk.ask(command).toString();
          } catch (PolicyFailure e) {
            return e.getMessage();
          }
        });
  }

  private void awaitStart() {
    while (shared().get("started").isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
        "try:\n    while True: pass\nfinally:\n    while True: pass",
        "time.sleep(600)",
        "re.match(r'(a*)*b', 'a' * 60)",
        "def f():\n    while True: yield 1\nsum(f())",
      })
  void theFunctionEndsAndItsContextStaysUsable(String body) throws Exception {
    Policy policy = policy(body);
    Talk runaway = new Talk(policy);
    Future<String> answer = ask(runaway, "SELECT");
    awaitStart();
    runaway.functions.interrupt();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("was interrupted");
    Talk other = new Talk(policy);
    assertThat(ask(other, "EXAMINE").get(60, TimeUnit.SECONDS))
        .isEqualTo(RequestAction.ACCEPT.toString());
    assertThat(ask(runaway, "EXAMINE").get(60, TimeUnit.SECONDS))
        .isEqualTo(RequestAction.ACCEPT.toString());
  }

  @Test
  void anInstanceThatIsNeverReadyIsInterruptedToo() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            class Mine(ImapProxy):
                def __init__(self):
                    if shared.incr("made") > 2:
                        shared.set("started", True)
                        while True: pass

                def config(self):
                    super().config()
                    self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)

                def select(self, tag, command, arguments):
                    return IMAP_REQ_ACCEPT
            """);
    policyThread
        .submit(
            () -> {
              policy.warm();
              return true;
            })
        .get(60, TimeUnit.SECONDS);
    Talk talk = new Talk(policy);
    Future<String> answer = ask(talk, "SELECT");
    awaitStart();
    talk.functions.interrupt();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("was interrupted");
  }

  /** One native operation doesn't hear the interrupt: the context is given up when it ends. */
  @Test
  void afterALongNativeOperationTheNextCallHasANewContext() throws Exception {
    Policy policy = policy("x = 7 ** (10 ** 6 * 4)\nwhile True: pass");
    Talk runaway = new Talk(policy);
    Talk other = new Talk(policy);
    assertThat(ask(other, "EXAMINE").get(60, TimeUnit.SECONDS))
        .isEqualTo(RequestAction.ACCEPT.toString());
    Future<String> answer = ask(runaway, "SELECT");
    awaitStart();
    runaway.functions.interrupt();
    assertThat(answer.get(120, TimeUnit.SECONDS)).isEqualTo("was interrupted");
    assertThat(ask(other, "EXAMINE").get(60, TimeUnit.SECONDS))
        .isEqualTo(RequestAction.ACCEPT.toString());
    assertThat(ask(runaway, "EXAMINE").get(60, TimeUnit.SECONDS))
        .isEqualTo(RequestAction.ACCEPT.toString());
  }

  @Test
  void aLateInterruptHitsNobody() throws Exception {
    Policy policy = policy("return IMAP_REQ_ACCEPT");
    Talk late = new Talk(policy);
    Talk other = new Talk(policy);
    for (int i = 0; i < 300; i++) {
      ask(late, "EXAMINE").get(60, TimeUnit.SECONDS);
      late.functions.interrupt();
      assertThat(ask(other, "EXAMINE").get(60, TimeUnit.SECONDS))
          .isEqualTo(RequestAction.ACCEPT.toString());
    }
  }
}

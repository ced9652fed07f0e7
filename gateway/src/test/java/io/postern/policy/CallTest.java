package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a function may leave in its call. */
class CallTest {
  private final Call call =
      new Call(
          "a1",
          "NOOP",
          List.of(),
          ConnectionState.SELECTED,
          ConnectionState.AUTH,
          new SessionFacts("aaaaaa", "s", "c", "s", Optional.empty(), new HashMap<>()));

  @Test
  void aFunctionThatLogsInALoopIsCutOff() {
    for (int i = 0; i < 1_000; i++) {
      call.log("imap.policy", 3, "line " + i);
    }
    assertThat(call.logged()).hasSize(Call.LOG_LINES_MAX);
    assertThat(call.logged().getLast().text()).isEqualTo("line " + (Call.LOG_LINES_MAX - 1));
  }

  @Test
  void eachLineIsBoundedAndItsTopicIsOne() {
    call.log("my.topic_1", 11, "x".repeat(Call.LOG_TEXT_MAX + 1));
    call.log("two words", -1, "y");
    call.log("", 3, "z");
    call.log("t".repeat(65), 3, "z");
    assertThat(call.logged())
        .containsExactly(
            new Call.Logged("my.topic_1", 10, "x".repeat(Call.LOG_TEXT_MAX)),
            new Call.Logged("imap.policy", 0, "y"),
            new Call.Logged("imap.policy", 3, "z"),
            new Call.Logged("imap.policy", 3, "z"));
  }

  @Test
  void whereItLedBeforeTheFunctionIsKept() {
    call.enter(ConnectionState.QUIT);
    assertThat(call.newState()).isEqualTo(ConnectionState.QUIT);
    assertThat(call.leadsTo()).isEqualTo(ConnectionState.AUTH);
  }
}

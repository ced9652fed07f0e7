package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadingThreadTest {
  @Test
  void allIsReadByOneThread() {
    try (ReadingThread reading = new ReadingThread()) {
      Thread first = reading.read(Thread::currentThread, ReadingThread.PATIENCE);
      assertThat(first).isNotSameAs(Thread.currentThread());
      assertThat(first.isDaemon()).isTrue();
      assertThat(reading.read(Thread::currentThread, ReadingThread.PATIENCE)).isSameAs(first);
    }
  }

  @Test
  void whatIsThrownComesOut() {
    try (ReadingThread reading = new ReadingThread()) {
      VerbFailure told = new VerbFailure(64, "wrong");
      assertThatThrownBy(
              () ->
                  reading.read(
                      () -> {
                        throw told;
                      },
                      ReadingThread.PATIENCE))
          .isSameAs(told);
    }
  }

  @Test
  void whatNeverEndsIsGivenUpAndTheNextIsRead() {
    AtomicBoolean over = new AtomicBoolean();
    try (ReadingThread reading = new ReadingThread()) {
      Supplier<String> deaf =
          () -> {
            while (!over.get()) {
              Thread.onSpinWait();
            }
            return "never heard";
          };
      assertThatThrownBy(() -> reading.read(deaf, Duration.ofMillis(50)))
          .isInstanceOf(VerbFailure.class)
          .hasMessageContaining("does a policy compute for ever");
      assertThat(reading.read(() -> "read", ReadingThread.PATIENCE)).isEqualTo("read");
    } finally {
      over.set(true);
    }
  }
}

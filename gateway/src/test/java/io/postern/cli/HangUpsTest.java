package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HangUpsTest {
  private final HangUps hangUps = new HangUps();
  private final AtomicInteger reloads = new AtomicInteger();

  @Test
  void oneThatComesTooEarlyIsKept() {
    hangUps.come();
    hangUps.come();
    hangUps.reloadBy(reloads::incrementAndGet);
    assertThat(reloads).hasValue(1);
    hangUps.come();
    assertThat(reloads).hasValue(2);
  }

  @Test
  void severalThatComeDuringAReloadAreOneMore() {
    hangUps.reloadBy(
        () -> {
          if (reloads.incrementAndGet() == 1) {
            for (int i = 0; i < 5; i++) {
              hangUps.come();
            }
            assertThat(reloads).hasValue(1);
          }
        });
    hangUps.come();
    assertThat(reloads).hasValue(2);
  }
}

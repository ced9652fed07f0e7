package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SparesTest {
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentLinkedQueue<Thread> makers = new ConcurrentLinkedQueue<>();

  private Integer make() {
    makers.add(Thread.currentThread());
    return count.incrementAndGet();
  }

  @Test
  void firstIsMadeByItsTakerAndTheNextOnesBehindIt() {
    Spares<Integer> spares = new Spares<>(this::make, 2);
    assertThat(spares.take()).isEqualTo(1);
    assertThat(spares.take()).isEqualTo(2);
    assertThat(spares.take()).isEqualTo(3);
    assertThat(makers).first().isEqualTo(Thread.currentThread());
    assertThat(makers).filteredOn(Thread.currentThread()::equals).hasSize(1);
  }

  @Test
  void behindTheSparesEachTakerMakesItsOwn() {
    Spares<Integer> spares = new Spares<>(this::make, 1);
    spares.take();
    spares.take();
    assertThat(spares.take()).isEqualTo(3);
    assertThat(makers).last().isEqualTo(Thread.currentThread());
    assertThat(count).hasValue(3);
  }

  @Test
  void nobodyGetsWhatAnotherHas() throws InterruptedException {
    Spares<Integer> spares = new Spares<>(this::make, 4);
    spares.take();
    Set<Integer> taken = new HashSet<>();
    ConcurrentLinkedQueue<Integer> found = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      Thread.ofPlatform()
          .start(
              () -> {
                found.add(spares.take());
                done.countDown();
              });
    }
    done.await();
    taken.addAll(found);
    assertThat(taken).hasSize(8);
  }

  @Test
  void spareThatCouldNotBeMadeIsTriedAgainByItsTaker() {
    Thread here = Thread.currentThread();
    Spares<Integer> spares =
        new Spares<>(
            () -> {
              if (Thread.currentThread() != here) {
                throw new IllegalStateException("no room");
              }
              return make();
            },
            2);
    assertThat(spares.take()).isEqualTo(1);
    assertThat(spares.take()).isEqualTo(2);
  }

  @Test
  void faultOfTheFirstIsItsTakersAndLeavesNoSpares() {
    AtomicInteger calls = new AtomicInteger();
    Spares<Integer> spares =
        new Spares<>(
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no room");
              }
              return make();
            },
            1);
    assertThatIllegalStateException().isThrownBy(spares::take);
    assertThat(spares.take()).isEqualTo(1);
  }
}

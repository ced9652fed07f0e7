package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.service.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Address MAIL = new Address("mail.example", 143);
  private static final InetAddress FOUND = InetAddress.ofLiteral("192.0.2.7");

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void anAddressNeedsNoLookUp() {
    Names names = new Names(this::found, clock::get);
    assertThat(names.lookUp(new Address("::1", 1)))
        .isCompletedWithValue(List.of(InetAddress.ofLiteral("::1")));
    assertThat(names.lookUp(new Address("192.0.2.1", 1)))
        .isCompletedWithValue(List.of(InetAddress.ofLiteral("192.0.2.1")));
    assertThat(asked).hasValue(0);
  }

  @Test
  void manyWhoAskAtOnceShareOneLookUp() throws Exception {
    Names names = new Names(this::foundLater, clock::get);
    CompletableFuture<List<InetAddress>> first = names.lookUp(MAIL);
    clock.addAndGet(1_000_000);
    CompletableFuture<List<InetAddress>> second = names.lookUp(MAIL);
    assertThat(first).isNotDone();
    answer.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(FOUND);
    assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(FOUND);
    assertThat(asked).hasValue(1);
  }

  @Test
  void anAnswerIsGoodForTenSeconds() throws Exception {
    Names names = new Names(this::found, clock::get);
    names.lookUp(MAIL).get(10, TimeUnit.SECONDS);
    clock.addAndGet(9_999);
    names.lookUp(MAIL).get(10, TimeUnit.SECONDS);
    assertThat(asked).hasValue(1);
    clock.addAndGet(1);
    names.lookUp(MAIL).get(10, TimeUnit.SECONDS);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aFailureIsNotKept() {
    Names names =
        new Names(
            host -> {
              asked.incrementAndGet();
              throw new UnknownHostException(host);
            },
            clock::get);
    for (int i = 1; i <= 2; i++) {
      CompletableFuture<List<InetAddress>> looking = names.lookUp(MAIL);
      assertThatThrownBy(() -> looking.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownHostException.class);
      assertThat(asked).hasValue(i);
    }
  }

  private InetAddress[] found(String host) {
    asked.incrementAndGet();
    return new InetAddress[] {FOUND};
  }

  private InetAddress[] foundLater(String host) {
    try {
      answer.await();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    return found(host);
  }
}

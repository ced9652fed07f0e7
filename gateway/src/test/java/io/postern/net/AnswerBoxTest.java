package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.policy.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AnswerBoxTest {
  private static final Answer ANSWER = new Answer.Unasked();

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<List<Long>> received = new ArrayList<>();
  private final AnswerBox box = new AnswerBox(loop::add, this::received);

  private void received(List<AnswerBox.Answered> answers) {
    received.add(answers.stream().map(AnswerBox.Answered::number).toList());
  }

  @Test
  void thoseThatAreThereAreHandedOverTogetherAndInOrder() {
    box.put(1, ANSWER);
    box.put(2, ANSWER);
    box.put(3, ANSWER);
    assertThat(received).isEmpty();
    assertThat(loop).hasSize(1);
    loop.remove().run();
    assertThat(received).containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void oneThatComesLaterCallsTheLoopAgain() {
    box.put(1, ANSWER);
    loop.remove().run();
    assertThat(loop).isEmpty();
    box.put(2, ANSWER);
    loop.remove().run();
    assertThat(received).containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void oneThatComesWhileOthersAreHandedOverIsNotLost() {
    AnswerBox[] own = new AnswerBox[1];
    own[0] =
        new AnswerBox(
            loop::add,
            answers -> {
              received(answers);
              if (received.size() == 1) {
                own[0].put(2, ANSWER);
              }
            });
    own[0].put(1, ANSWER);
    loop.remove().run();
    loop.remove().run();
    assertThat(received).containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void aLoopThatHasStoppedRefuses() {
    AnswerBox late =
        new AnswerBox(
            _ -> {
              throw new RejectedExecutionException();
            },
            this::received);
    assertThatThrownBy(() -> late.put(1, ANSWER)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void betweenTwoThreadsNoneIsLostOrOutOfOrder() throws Exception {
    int count = 100_000;
    CountDownLatch all = new CountDownLatch(count);
    List<Long> numbers = new ArrayList<>();
    try (ExecutorService real = Executors.newSingleThreadExecutor()) {
      AnswerBox busy =
          new AnswerBox(
              real,
              answers -> {
                for (AnswerBox.Answered each : answers) {
                  numbers.add(each.number());
                  all.countDown();
                }
              });
      for (long i = 0; i < count; i++) {
        busy.put(i, ANSWER);
      }
      all.await();
    }
    assertThat(numbers).hasSize(count).isSorted();
  }
}

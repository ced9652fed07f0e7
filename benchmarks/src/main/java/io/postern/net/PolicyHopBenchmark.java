package io.postern.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.RequestAction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From an event loop to its policy thread and back, with a function that does nothing: one after
 * the other, so that both threads sleep between; CPU time of both.
 */
@State(Scope.Thread)
public class PolicyHopBenchmark {
  static final int HOPS = 1000;

  private static final Answer ACCEPT =
      new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.AUTH);

  /** Longer than a loaded machine ever takes for one. */
  private static final long LIMIT_MILLIS = 60_000;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("postern-loop"), Transport.best().handlers());
  private final PolicyThreads threads =
      new PolicyThreads(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  private final Loop loop = new Loop(group.next(), threads.thread(), threads.observedThread());

  /** One chain of hops; each answer asks the next question. */
  private final class Chain {
    private final CountDownLatch done = new CountDownLatch(1);
    private int left = HOPS;

    void next(Answer answer) {
      if (left-- == 0) {
        done.countDown();
        return;
      }
      loop.submit(new PolicyCall("bench", () -> answer, LIMIT_MILLIS, loop.executor(), this::next));
    }
  }

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public long hop() throws InterruptedException {
    Chain chain = new Chain();
    loop.executor().execute(() -> chain.next(ACCEPT));
    chain.done.await();
    return chain.left;
  }

  @TearDown
  public void stop() {
    loop.stop();
    var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(6_000);
  }
}

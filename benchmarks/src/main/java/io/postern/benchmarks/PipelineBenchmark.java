package io.postern.benchmarks;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A command and its answer through a session: {@link #DEPTH} commands come in one read, and their
 * answers (one line of data and the tagged one) in another. An operation is one command.
 */
@State(Scope.Thread)
public class PipelineBenchmark {
  static final int DEPTH = 32;

  private static final byte[] DATA =
      "* 17 FETCH (UID 4711 FLAGS (\\Seen))\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAG = OpenSession.TAG_PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = " OK FETCH done\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS_MAX = 19;

  private final OpenSession open = OpenSession.selected();
  private final byte[] commands = commands();
  private final byte[] answers =
      new byte[DEPTH * (DATA.length + TAG.length + DIGITS_MAX + DONE.length)];
  private long tags = 2;

  private static byte[] commands() {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < DEPTH; i++) {
      made.append("a%03d UID FETCH %d (FLAGS)\r\n".formatted(i, 4711 + i));
    }
    return made.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  @OperationsPerInvocation(DEPTH)
  public long command() {
    open.client(commands, 0, commands.length);
    int end = 0;
    for (int i = 0; i < DEPTH; i++) {
      end = put(DATA, end);
      end = put(TAG, end);
      end = digits(++tags, end);
      end = put(DONE, end);
    }
    open.server(answers, 0, end);
    if (open.over()) {
      throw new AssertionError("the session has ended");
    }
    return open.clientHeard();
  }

  private int put(byte[] text, int at) {
    System.arraycopy(text, 0, answers, at, text.length);
    return at + text.length;
  }

  private int digits(long number, int at) {
    int length = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      length++;
    }
    long rest = number;
    for (int i = at + length - 1; i >= at; i--) {
      answers[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + length;
  }
}

package io.postern.benchmarks;

import io.postern.imap.Limits;
import io.postern.wire.Framer;
import io.postern.wire.ResponseParser;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A list of a mailbox: FETCH lines with UID, FLAGS and ENVELOPE, framed and recognised. The score
 * counts octets: operations of one mebibyte a second. {@code -prof gc} shows that no line
 * allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FetchListBenchmark {
  private static final int MEBIBYTE = 1024 * 1024;

  /** Octets of a network read. */
  private static final int PIECE = 16 * 1024;

  /** What is measured: the framer alone, or framer and parser. */
  @Param({"framed", "recognised"})
  public String work;

  private final Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
  private final ResponseParser parser = new ResponseParser(Limits.DEFAULT);
  private final Syntax syntax = new Syntax(false, false, true);
  private byte[] octets;

  @Setup
  public void write() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder made = new StringBuilder(MEBIBYTE + 1024);
    for (int n = 1; made.length() < MEBIBYTE - 600; n++) {
      made.append(line(n, random));
    }
    // Filled up, so that an operation is a mebibyte.
    made.append("* OK ").append("x".repeat(MEBIBYTE - made.length() - 2)).append("\r\n");
    octets = made.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String line(int n, SplittableRandom random) {
    String name = "Sender Number " + random.nextInt(500);
    String address =
        "((\"" + name + "\" NIL \"sender" + random.nextInt(500) + "\" \"example.org\"))";
    return "* "
        + n
        + " FETCH (UID "
        + (1000 + n * 3)
        + " FLAGS ("
        + (random.nextBoolean() ? "\\Seen" : "\\Answered \\Seen $Forwarded")
        + ") ENVELOPE (\"Mon, 23 Nov 2026 10:15:"
        + (10 + random.nextInt(50))
        + " +0100\" \"About the minutes of meeting "
        + random.nextInt(100000)
        + "\" "
        + (address + " ").repeat(3)
        + "((NIL NIL \"team\" \"example.com\")(\"Other\" NIL \"other\" \"example.com\")) NIL NIL"
        + " NIL \"<"
        + Long.toHexString(random.nextLong())
        + "@mail.example.org>\"))\r\n";
  }

  @Benchmark
  public int mebibyte() {
    boolean recognised = work.equals("recognised");
    int lines = 0;
    for (int piece = 0; piece < octets.length; piece += PIECE) {
      int at = piece;
      int end = Math.min(piece + PIECE, octets.length);
      while (at < end) {
        Framer.Event event = framer.read(octets, at, end);
        at += framer.consumed();
        if (event == Framer.Event.LINE) {
          if (recognised
              && parser.parse(framer.frame(), false, syntax) != ResponseParser.Outcome.WHOLE) {
            throw new AssertionError("refused");
          }
          lines++;
          framer.next();
        } else if (event != Framer.Event.MORE) {
          throw new AssertionError(event);
        }
      }
    }
    return lines;
  }
}

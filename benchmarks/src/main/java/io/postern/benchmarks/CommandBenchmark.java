package io.postern.benchmarks;

import io.postern.imap.Limits;
import io.postern.wire.CommandEncoder;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
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

/** One command of 90 octets, as mail clients send them: framed, parsed, and encoded anew. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CommandBenchmark {
  @Param({
    "A0042 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (To)])  ",
    "A0042 UID STORE 4711,4715:4719,4801,5002:5010 +FLAGS.SILENT (\\Seen \\Flagged $NotJunk)    ",
    "A0042 LOGIN \"somebody.with.a.long.name@mail.example.org\" \"a pass phrase with words\"   "
  })
  public String line;

  private final Framer framer = new Framer(Framer.Side.CLIENT, Limits.DEFAULT);
  private final CommandParser parser = new CommandParser(Limits.DEFAULT);
  private byte[] octets;

  @Setup
  public void write() {
    octets = (line.strip() + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  public Object framed() {
    return read();
  }

  @Benchmark
  public Object parsed() {
    read();
    return parser.parse(framer.frame(), Syntax.STRICT);
  }

  @Benchmark
  public Object encoded() {
    read();
    CommandParser.Parsed parsed =
        (CommandParser.Parsed) parser.parse(framer.frame(), Syntax.STRICT);
    return CommandEncoder.encode(
        "T42", parsed.command(), CommandEncoder.Literals.PLUS, false, false);
  }

  private Object read() {
    if (framer.midLine()) {
      throw new AssertionError();
    }
    framer.next();
    if (framer.read(octets, 0, octets.length) != Framer.Event.LINE) {
      throw new AssertionError("not a line");
    }
    return framer;
  }
}

package io.postern.benchmarks;

import io.postern.imap.Limits;
import io.postern.wire.Framer;
import io.postern.wire.ResponseParser;
import io.postern.wire.Syntax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A list of a mailbox: FETCH lines with UID, FLAGS and ENVELOPE. An operation is a mebibyte; {@code
 * -prof gc} shows that no line allocates.
 */
@State(Scope.Thread)
public class FetchListBenchmark {
  /**
   * How much is done: lines are found; every octet of them is held to the grammar; or all that a
   * session does with them.
   */
  @Param({"framed", "recognised", "session"})
  public String work;

  /** {@code plain}, or {@code literals}: two in each line, one held and one streamed. */
  @Param({"plain", "literals"})
  public String text;

  /** Octets of a network read: as the gateway reads, or as a segment of TCP brings them. */
  @Param({"65536", "1448"})
  public int piece;

  private final Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
  private final ResponseParser parser = new ResponseParser(Limits.DEFAULT);
  private final Syntax syntax = new Syntax(false, false, true);
  private final OpenSession open = OpenSession.selected();
  private byte[] octets;

  @Setup
  public void write() {
    octets = text.equals("plain") ? Lists.plain() : Lists.withLiterals();
    open.client("f " + Lists.COMMAND + "\r\n");
  }

  @Benchmark
  public long mebibyte() {
    return switch (work) {
      case "framed" -> read(false);
      case "recognised" -> read(true);
      default -> judge();
    };
  }

  private long judge() {
    long before = open.clientHeard();
    for (int at = 0; at < octets.length; at += piece) {
      open.server(octets, at, Math.min(piece, octets.length - at));
    }
    if (open.clientHeard() - before != octets.length) {
      throw new AssertionError("not all of it reached the client");
    }
    return before;
  }

  private long read(boolean recognise) {
    int lines = 0;
    for (int begin = 0; begin < octets.length; begin += piece) {
      int at = begin;
      int end = Math.min(begin + piece, octets.length);
      while (at < end) {
        Framer.Event event = framer.read(octets, at, end);
        at += framer.consumed();
        switch (event) {
          case LINE -> {
            if (recognise) {
              expect(ResponseParser.Outcome.WHOLE, parse(false));
            }
            lines++;
            framer.next();
          }
          case LITERAL -> literal(recognise);
          case CHUNK, MORE -> {}
          case VIOLATION -> throw new AssertionError(framer.violation());
        }
      }
    }
    return lines;
  }

  private void literal(boolean recognise) {
    if (recognise && parse(true) == ResponseParser.Outcome.HEAD) {
      framer.stream();
    } else {
      framer.hold();
    }
  }

  private ResponseParser.Outcome parse(boolean announced) {
    return parser.parse(framer.frame(), announced, syntax);
  }

  private static void expect(ResponseParser.Outcome expected, ResponseParser.Outcome found) {
    if (found != expected) {
      throw new AssertionError(found);
    }
  }
}

package io.postern.benchmarks;

import io.postern.imap.Command;
import io.postern.imap.Limits;
import io.postern.imap.Octets;
import io.postern.wire.CommandEncoder;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A command of 90 octets, CRLF included: framed, parsed, encoded. */
@State(Scope.Thread)
public class CommandBenchmark {
  private static final int OCTETS = 90;

  /** Which command. */
  @Param({"fetch", "store", "search", "login"})
  public String command;

  private final Framer framer = new Framer(Framer.Side.CLIENT, Limits.DEFAULT);
  private final CommandParser parser = new CommandParser(Limits.DEFAULT);
  private byte[] octets;
  private Command parsed;

  @Setup
  public void write() {
    String line =
        switch (command) {
          case "fetch" ->
              "A000042 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS"
                  + " (To)])";
          case "store" ->
              "A0000042 UID STORE 4711,4715:4719,4801,5002:5010 +FLAGS.SILENT (\\Seen \\Flagged"
                  + " $NotJunk)";
          case "search" ->
              "A00042 UID SEARCH 4827313:4827413 UNSEEN SINCE 11-Nov-2026 SUBJECT \"minutes\" NOT"
                  + " DELETED";
          default ->
              "A000000042 LOGIN \"somebody.with.a.long.name@mail.example.org\" \"a pass phrase with"
                  + " words\"";
        };
    octets = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    if (octets.length != OCTETS) {
      throw new AssertionError(octets.length + " octets");
    }
    parsed = parse() instanceof CommandParser.Parsed found ? found.command() : null;
    if (parsed == null) {
      throw new AssertionError("refused");
    }
  }

  @Benchmark
  public Framer.Event frame() {
    Framer.Event event = framer.read(octets, 0, octets.length);
    framer.next();
    return event;
  }

  @Benchmark
  public CommandParser.Result parse() {
    framer.read(octets, 0, octets.length);
    CommandParser.Result result = parser.parse(framer.frame(), Syntax.STRICT);
    framer.next();
    return result;
  }

  @Benchmark
  public List<Octets> encode() {
    return CommandEncoder.encode("ABCDEFGH17", parsed, CommandEncoder.Literals.PLUS, false, false);
  }
}

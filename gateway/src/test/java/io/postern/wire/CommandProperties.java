package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.Argument;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.Octets;
import io.postern.imap.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parser and encoder are inverse, and nothing that comes in makes them fail in another way than
 * they say.
 */
class CommandProperties {
  private static final String MUTATIONS = " ()[]{}\"\\+~*%$0159aNILx.:,<>-\u0001\u00e9&";

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void whatTheEncoderWritesTheParserReads(long seed) {
    SplittableRandom random = Seeds.random(seed);
    RandomCommands commands = new RandomCommands(random);
    for (int i = 0; i < 40; i++) {
      for (CommandName name : CommandName.values()) {
        boolean utf8 = random.nextBoolean();
        Tag tag = commands.tag();
        Command command = commands.of(name);
        CommandEncoder.Literals literals = pick(random);
        List<Octets> segments =
            CommandEncoder.encode(tag.text(), command, literals, utf8, plus(command));
        assertThat(CommandReader.read(segments, new Syntax(utf8, true, false)))
            .as(name.text())
            .isEqualTo(new CommandParser.Parsed(tag, command));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void anEncoderThatIsUsedAgainWritesTheSame(long seed) {
    SplittableRandom random = Seeds.random(seed);
    RandomCommands commands = new RandomCommands(random);
    CommandEncoder encoder = new CommandEncoder();
    for (int i = 0; i < 400; i++) {
      Command command = commands.next();
      CommandEncoder.Literals literals = pick(random);
      boolean utf8 = random.nextBoolean();
      encoder.write(new byte[] {'a', '1'}, command, literals, utf8, plus(command));
      List<Octets> written = new ArrayList<>();
      written.add(Octets.copyOf(encoder.array(), 0, encoder.firstLength()));
      written.addAll(encoder.furtherSegments());
      assertThat(written)
          .isEqualTo(CommandEncoder.encode("a1", command, literals, utf8, plus(command)));
      if (random.nextBoolean()) {
        encoder.rest();
      } else if (random.nextBoolean()) {
        encoder.forget();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void segmentsEndWhereTheServersConsentIsAwaited(long seed) {
    SplittableRandom random = Seeds.random(seed);
    RandomCommands commands = new RandomCommands(random);
    for (int i = 0; i < 400; i++) {
      Command command = commands.next();
      CommandEncoder.Literals literals = pick(random);
      List<Octets> segments = CommandEncoder.encode("a", command, literals, false, true);
      Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
      framer.lineMax(1 << 24);
      for (int k = 0; k < segments.size(); k++) {
        boolean last = k == segments.size() - 1;
        Framer.Event event = toTheEnd(framer, segments.get(k).toByteArray());
        if (!last) {
          assertThat(event).isEqualTo(Framer.Event.LITERAL);
          assertThat(framer.literalSynchronizing()).isTrue();
          assertThat(literals.nonSynchronizing(framer.literalOctets())).isFalse();
          framer.hold();
        } else if (command instanceof Command.Append) {
          assertThat(event).isEqualTo(Framer.Event.LITERAL);
        } else {
          assertThat(event).isEqualTo(Framer.Event.LINE);
        }
      }
    }
  }

  /** The last event of a segment, with what it may send without consent held. */
  private static Framer.Event toTheEnd(Framer framer, byte[] segment) {
    int at = 0;
    while (true) {
      Framer.Event event = framer.read(segment, at, segment.length);
      at += framer.consumed();
      if (at == segment.length) {
        return event;
      }
      assertThat(event).isEqualTo(Framer.Event.LITERAL);
      assertThat(framer.literalSynchronizing()).isFalse();
      framer.hold();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void mutatedLinesGiveOnlyDeclaredResults(long seed) {
    SplittableRandom random = Seeds.random(seed);
    RandomCommands commands = new RandomCommands(random);
    CommandParser parser = new CommandParser(Limits.DEFAULT);
    int parsed = 0;
    for (int i = 0; i < 3000; i++) {
      boolean utf8 = random.nextBoolean();
      Syntax syntax = new Syntax(utf8, random.nextBoolean(), false);
      byte[] octets = mutated(random, whole(random, commands, utf8));
      Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
      int at = 0;
      Framer.Event event;
      do {
        event = framer.read(octets, at, octets.length);
        at += framer.consumed();
        if (event == Framer.Event.LITERAL) {
          if (parser.head(framer.frame()).role() == CommandParser.Role.MESSAGE) {
            check(parser.parse(framer.frame(), syntax), utf8);
            framer.stream();
          } else {
            framer.hold();
          }
        } else if (event == Framer.Event.LINE) {
          parsed += check(parser.parse(framer.frame(), syntax), utf8) ? 1 : 0;
          assertThat(parser.tail(framer.frame(), syntax)).isNotNull();
          framer.next();
        }
      } while (event != Framer.Event.VIOLATION && event != Framer.Event.MORE);
    }
    assertThat(parsed).as("some mutations are harmless").isPositive();
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void argumentsGiveTheCommandBack(long seed) {
    SplittableRandom random = Seeds.random(seed);
    RandomCommands commands = new RandomCommands(random);
    for (int i = 0; i < 1000; i++) {
      Command command = commands.next();
      List<Argument> arguments = CommandArguments.of(command);
      CommandParser.Result back =
          CommandArguments.command(command.commandName().text(), arguments, Optional.of(command));
      assertThat(back)
          .isInstanceOfSatisfying(
              CommandParser.Parsed.class,
              parsed -> assertThat(CommandArguments.of(parsed.command())).isEqualTo(arguments));
    }
  }

  /** What was parsed can be encoded and is read as the same again; true if it was parsed. */
  private static boolean check(CommandParser.Result result, boolean utf8) {
    return switch (result) {
      case CommandParser.Parsed parsed -> {
        Command command = parsed.command();
        List<Octets> segments =
            CommandEncoder.encode(
                parsed.tag().text(), command, CommandEncoder.Literals.PLUS, utf8, plus(command));
        assertThat(CommandReader.read(segments, new Syntax(utf8, true, false))).isEqualTo(parsed);
        yield true;
      }
      case CommandParser.Malformed malformed -> {
        assertThat(malformed.reason()).matches("[a-zA-Z0-9 -]{5,80}");
        yield false;
      }
    };
  }

  private static byte[] whole(SplittableRandom random, RandomCommands commands, boolean utf8) {
    Command command = commands.next();
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    CommandEncoder.encode("a1", command, pick(random), utf8, plus(command))
        .forEach(segment -> all.writeBytes(segment.toByteArray()));
    return all.toByteArray();
  }

  private static byte[] mutated(SplittableRandom random, byte[] octets) {
    java.io.ByteArrayOutputStream made = new java.io.ByteArrayOutputStream();
    int place = random.nextInt(octets.length);
    int choice = random.nextInt(4);
    for (int i = 0; i < octets.length; i++) {
      if (i == place && choice > 0) {
        made.write(MUTATIONS.charAt(random.nextInt(MUTATIONS.length())));
      }
      if (i != place || choice > 1) {
        made.write(octets[i]);
      }
      if (i == place && choice == 3) {
        made.write(octets, random.nextInt(i + 1), 1);
      }
    }
    return made.toByteArray();
  }

  private static boolean plus(Command command) {
    return command instanceof Command.Append append && !append.first().literal().synchronizing();
  }

  private static CommandEncoder.Literals pick(SplittableRandom random) {
    CommandEncoder.Literals[] all = CommandEncoder.Literals.values();
    return all[random.nextInt(all.length)];
  }
}

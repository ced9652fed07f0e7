package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.FetchItem;
import io.postern.imap.Limits;
import io.postern.policy.Call;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.SessionFacts;
import io.postern.wire.CommandArguments;
import io.postern.wire.CommandParser;
import io.postern.wire.Syntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the profiles' functions promise, for FETCHes and STOREs of all kinds. */
class ProfileFunctionsProperties {
  private static final int ROUNDS = 300;
  private static final List<String> MACROS = List.of("ALL", "FAST", "FULL");
  private static final List<String> SETS = List.of("1", "1:*", "*", "$", "2,4:7,9", "7:3");
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Deleted", "\\DELETED", "\\dEleTed", "\\Flagged", "Deleted", "$Junk");

  private final SessionFacts facts =
      new SessionFacts(
          "aaaaaa", "test", "192.0.2.1:1", "192.0.2.2:143", Optional.empty(), new HashMap<>());

  /** Same set, same items in the same order; but those that set \Seen don't any more. */
  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void readOnlyNeverSetsSeen(long seed) throws Exception {
    SplittableRandom random = Seeds.random(seed);
    Policy policy = Loads.profile("read-only.yaml");
    PolicyFunctions functions = policy.open(facts);
    for (int i = 0; i < ROUNDS; i++) {
      String line = word(random, "FETCH ", "UID FETCH ") + pick(random, SETS) + ' ' + items(random);
      Command.Fetch asked = (Command.Fetch) parsed(line);
      Command.Fetch sent = (Command.Fetch) sent(policy, functions, asked);
      assertThat(sent.uid()).as(line).isEqualTo(asked.uid());
      assertThat(sent.set()).as(line).isEqualTo(asked.set());
      assertThat(sent.items()).as(line).hasSameSizeAs(asked.items());
      for (int j = 0; j < sent.items().size(); j++) {
        FetchItem before = asked.items().get(j);
        FetchItem after = sent.items().get(j);
        assertThat(setsSeen(after)).as(line).isFalse();
        assertThat(after).as(line).isEqualTo(peeking(before));
      }
    }
  }

  /** RFC 3501, 6.4.5; RFC 3516, 4.2. A new item is a compile error here. */
  private static boolean setsSeen(FetchItem item) {
    return switch (item) {
      case FetchItem.Body body -> !body.peek();
      case FetchItem.Binary binary -> !binary.peek();
      case FetchItem.BinarySize size -> false;
      case FetchItem.Macro macro -> false;
      case FetchItem.Attribute attribute ->
          switch (attribute) {
            case RFC822, RFC822_TEXT -> true;
            case UID, FLAGS, ENVELOPE, INTERNALDATE, RFC822_SIZE, RFC822_HEADER -> false;
            case BODY, BODYSTRUCTURE -> false;
          };
    };
  }

  private static FetchItem peeking(FetchItem item) {
    return switch (item) {
      case FetchItem.Body body -> new FetchItem.Body(true, body.section(), body.partial());
      case FetchItem.Binary binary -> new FetchItem.Binary(true, binary.part(), binary.partial());
      case FetchItem.Attribute a when a == FetchItem.Attribute.RFC822 ->
          new FetchItem.Body(
              true, new FetchItem.Section(List.of(), Optional.empty()), Optional.empty());
      case FetchItem.Attribute a when a == FetchItem.Attribute.RFC822_TEXT ->
          new FetchItem.Body(
              true,
              new FetchItem.Section(List.of(), Optional.of(FetchItem.SectionWord.TEXT)),
              Optional.empty());
      case FetchItem.Attribute other -> other;
      case FetchItem.Macro macro -> macro;
      case FetchItem.BinarySize size -> size;
    };
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void noPermanentDeleteNeverMarks(long seed) throws Exception {
    SplittableRandom random = Seeds.random(seed);
    Policy policy = Loads.profile("no-permanent-delete.yaml");
    PolicyFunctions functions = policy.open(facts);
    for (int i = 0; i < ROUNDS; i++) {
      List<String> flags = some(random, () -> pick(random, FLAGS));
      String line =
          word(random, "STORE ", "uid store ")
              + pick(random, SETS)
              + ' '
              + word(random, "FLAGS", "+FLAGS", "-FLAGS", "+flags", "-Flags")
              + word(random, "", ".SILENT", ".silent")
              + ' '
              + list(random, flags);
      Command.Store store = (Command.Store) parsed(line);
      boolean marks =
          store.mode() != Command.Store.Mode.REMOVE
              && flags.stream().anyMatch(flag -> upper(flag).equals("\\DELETED"));
      RequestAction action = asked(policy, functions, store);
      if (marks) {
        assertThat(action).as(line).isInstanceOf(RequestAction.Reject.class);
      } else {
        assertThat(action).as(line).isEqualTo(RequestAction.ACCEPT);
      }
    }
  }

  private Command sent(Policy policy, PolicyFunctions functions, Command command) throws Exception {
    return switch (asked(policy, functions, command)) {
      case RequestAction.RewriteForm form -> {
        CommandParser.Result result =
            CommandArguments.command(form.command(), form.arguments(), Optional.of(command));
        assertThat(result).isInstanceOf(CommandParser.Parsed.class);
        yield ((CommandParser.Parsed) result).command();
      }
      case RequestAction other -> {
        assertThat(other).isEqualTo(RequestAction.ACCEPT);
        yield command;
      }
    };
  }

  private RequestAction asked(Policy policy, PolicyFunctions functions, Command command)
      throws Exception {
    CommandName name = command.commandName();
    return functions.request(
        ((RequestAction.Call) policy.request(name).action()).function(),
        new Call(
            "a1",
            name.text(),
            CommandArguments.of(command),
            ConnectionState.SELECTED,
            ConnectionState.SELECTED,
            facts));
  }

  private static Command parsed(String line) {
    CommandParser.Result result =
        new CommandParser(Limits.DEFAULT).parseUntagged(line, Syntax.STRICT);
    assertThat(result).as(line).isInstanceOf(CommandParser.Parsed.class);
    return ((CommandParser.Parsed) result).command();
  }

  private static String items(SplittableRandom random) {
    if (random.nextInt(10) == 0) {
      return pick(random, MACROS);
    }
    List<String> items = some(random, () -> item(random));
    return items.size() == 1 && random.nextBoolean()
        ? items.getFirst()
        : "(" + String.join(" ", items) + ")";
  }

  private static String item(SplittableRandom random) {
    String item =
        switch (random.nextInt(5)) {
          case 0 ->
              word(random, "BODY", "BODY.PEEK")
                  + '['
                  + word(
                      random,
                      "",
                      "TEXT",
                      "1.2.MIME",
                      "HEADER.FIELDS (BODY RFC822 \"BODY[]\")",
                      "3.HEADER.FIELDS.NOT (Binary)")
                  + ']'
                  + word(random, "", "<0.9>");
          case 1 ->
              word(random, "BINARY", "BINARY.PEEK")
                  + word(random, "[]", "[1.2]")
                  + word(random, "", "<5.10>");
          case 2 -> "BINARY.SIZE[1]";
          default -> {
            FetchItem.Attribute[] all = FetchItem.Attribute.values();
            yield all[random.nextInt(all.length)].text();
          }
        };
    return random.nextBoolean() ? item : item.toLowerCase(Locale.ROOT);
  }

  private static String list(SplittableRandom random, List<String> flags) {
    String text = String.join(" ", flags);
    return random.nextBoolean() ? "(" + text + ")" : text;
  }

  private static List<String> some(SplittableRandom random, Supplier<String> each) {
    List<String> made = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      made.add(each.get());
    }
    return made;
  }

  private static String word(SplittableRandom random, String... words) {
    return words[random.nextInt(words.length)];
  }

  private static String pick(SplittableRandom random, List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}

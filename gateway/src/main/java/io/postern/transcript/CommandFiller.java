package io.postern.transcript;

import io.postern.imap.Ascii;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.SearchKey;
import io.postern.wire.CommandParser;
import io.postern.wire.Frame;
import io.postern.wire.Framer;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commands with filler for what nobody is to see: passwords, SASL data, what is searched for, and
 * everything in a line that isn't a sound command, since it may be anything.
 */
final class CommandFiller {
  /** All that the grammar ever allows: what is sound by it shows itself, and is no secret. */
  static final Syntax SYNTAX = new Syntax(true, true, false);

  private static final Set<String> SEARCH_TEXTS =
      Set.of("BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO");

  /** Search words behind which a string is no text of a message. */
  private static final Set<String> SEARCH_SHOWN =
      Set.of(
          "CHARSET",
          "BEFORE",
          "ON",
          "SINCE",
          "SENTBEFORE",
          "SENTON",
          "SENTSINCE",
          "KEYWORD",
          "UNKEYWORD",
          "MODSEQ");

  private static final Set<String> SEARCH_WORDS = new HashSet<>();

  static {
    SEARCH_WORDS.addAll(SEARCH_TEXTS);
    SEARCH_WORDS.addAll(SEARCH_SHOWN);
    SEARCH_WORDS.addAll(
        List.of(
            "HEADER", "LARGER", "SMALLER", "NOT", "OR", "UID", "RETURN", "MIN", "MAX", "ALL",
            "COUNT", "SAVE", "$"));
    for (SearchKey.Word word : SearchKey.Word.values()) {
      SEARCH_WORDS.add(word.name());
    }
  }

  private final CommandParser parser;
  private final Limits limits;
  private final Replaced replaced;

  CommandFiller(CommandParser parser, Limits limits, Replaced replaced) {
    this.parser = parser;
    this.limits = limits;
    this.replaced = replaced;
  }

  /** An AUTHENTICATE that begins an exchange. */
  record Begun(String tag, String mechanism, boolean initialResponse) {}

  /** Tokens without SP between them, and what they are together. */
  private record Run(int first, int last) {}

  /** The line {@code [from, length)} of a command that is whole. */
  String whole(Frame frame, int from) {
    CommandParser.Head head = parser.head(frame);
    if (head.tag().isEmpty() || head.name().isEmpty()) {
      return isDone(frame) ? raw(frame, from, frame.length()) : nameless(frame, from, head);
    }
    boolean sound =
        parser.parse(frame, SYNTAX) instanceof CommandParser.Parsed
            || parser.parse(frame, Syntax.STRICT) instanceof CommandParser.Parsed;
    return switch (head.name().get()) {
      case LOGIN -> login(frame, from, sound);
      case AUTHENTICATE -> authentication(frame, from);
      case SEARCH, UID_SEARCH ->
          sound || refusedLikewise(frame, search(frame, from))
              ? search(frame, from)
              : malformed(frame, from);
      default -> sound ? raw(frame, from, frame.length()) : malformed(frame, from);
    };
  }

  /**
   * Whether a malformed line is refused for the same reason with that filler: then the words that
   * the grammar knows may stay.
   */
  private boolean refusedLikewise(Frame frame, String filled) {
    byte[] octets = filled.getBytes(StandardCharsets.ISO_8859_1);
    Framer framer = new Framer(Framer.Side.CLIENT, limits);
    framer.lineMax(Math.max(1, octets.length));
    return framer.read(octets, 0, octets.length) == Framer.Event.LINE
        && framer.consumed() == octets.length
        && parser.parse(framer.frame(), SYNTAX).equals(parser.parse(frame, SYNTAX));
  }

  /** The line up to a literal's marker: whether it is sound will be known at its end. */
  String announced(Frame frame, int from) {
    CommandParser.Head head = parser.head(frame);
    if (head.tag().isEmpty() || head.name().isEmpty()) {
      return nameless(frame, from, head);
    }
    return switch (head.name().get()) {
      case LOGIN -> login(frame, from, true);
      case AUTHENTICATE -> authentication(frame, from);
      case SEARCH, UID_SEARCH -> search(frame, from);
      default -> raw(frame, from, frame.length());
    };
  }

  /** What has come of a line: its name if it has one, and as many octets as there are. */
  String partial(Frame frame) {
    CommandParser.Head head = parser.head(frame);
    int shown =
        head.tag().isEmpty() || head.name().isEmpty()
            ? 0
            : runs(frame).get(words(head.name().get())).last();
    int end = shown == 0 ? 0 : frame.end(shown);
    return raw(frame, 0, end) + "x".repeat(frame.length() - end);
  }

  /** A line of which nothing is known. */
  String unknown(Frame frame, int from) {
    return filled(frame, from, runs(frame));
  }

  Optional<Begun> authenticate(Frame frame) {
    CommandParser.Head head = parser.head(frame);
    if (head.name().filter(name -> name == CommandName.AUTHENTICATE).isEmpty()) {
      return Optional.empty();
    }
    List<Run> runs = runs(frame);
    return head.tag()
        .filter(tag -> runs.size() > 2)
        .map(tag -> new Begun(tag.text(), mechanism(frame, runs), runs.size() > 3));
  }

  private static String mechanism(Frame frame, List<Run> runs) {
    return Ascii.upper(raw(frame, frame.start(runs.get(2).first()), end(frame, runs.get(2))));
  }

  private static boolean isDone(Frame frame) {
    return frame.tokens() == 1
        && frame.kind(0) == Frame.ATOM
        && Ascii.matches(frame.array(), frame.start(0), frame.end(0), "DONE");
  }

  /** No command: its tag isn't known to be one, either. */
  private String nameless(Frame frame, int from, CommandParser.Head head) {
    List<Run> runs = runs(frame);
    if (runs.isEmpty()) {
      return raw(frame, from, frame.length());
    }
    if (head.tag().isPresent()) {
      replaced.tag(head.tag().get().text(), Filler.string(head.tag().get().text()));
      return filled(frame, from, runs);
    }
    // What is no tag must stay none: a tag has no "+" (RFC 9051, section 9).
    Run first = runs.getFirst();
    int start = frame.start(first.first());
    int end = end(frame, first);
    if (from > start || isString(frame, first)) {
      return filled(frame, from, runs);
    }
    return raw(frame, from, start)
        + "x".repeat(end - start - 1)
        + "+"
        + filled(frame, end, runs.subList(1, runs.size()));
  }

  private String malformed(Frame frame, int from) {
    List<Run> runs = runs(frame);
    List<Run> filled = new ArrayList<>();
    for (Run run : arguments(frame, runs)) {
      if (!isNumbers(raw(frame, frame.start(run.first()), end(frame, run)))) {
        filled.add(run);
      }
    }
    return filled(frame, from, filled);
  }

  private static boolean isNumbers(String text) {
    return text.chars().allMatch(c -> Ascii.isDigit(c) || c == ',' || c == ':' || c == '*');
  }

  /** {@code login = "LOGIN" SP userid SP password}; in any other form all of it is filler. */
  private String login(Frame frame, int from, boolean sound) {
    List<Run> arguments = arguments(frame, runs(frame));
    return filled(
        frame,
        from,
        sound ? arguments.subList(Math.min(1, arguments.size()), arguments.size()) : arguments);
  }

  private static String authentication(Frame frame, int from) {
    List<Run> runs = runs(frame);
    StringBuilder made = new StringBuilder();
    int at = from;
    for (int i = 3; i < runs.size(); i++) {
      int start = frame.start(runs.get(i).first());
      int end = end(frame, runs.get(i));
      made.append(raw(frame, at, start));
      made.append(Filler.firstBase64(mechanism(frame, runs), raw(frame, start, end)));
      at = end;
    }
    return made.append(raw(frame, at, frame.length())).toString();
  }

  private String search(Frame frame, int from) {
    List<Run> filled = new ArrayList<>();
    List<Run> arguments = arguments(frame, runs(frame));
    String before = "";
    boolean value = false;
    for (Run run : arguments) {
      // Parentheses stand directly beside what they hold.
      for (int token = run.first(); token <= run.last(); token++) {
        byte kind = frame.kind(token);
        if (kind == Frame.OPEN || kind == Frame.CLOSE || kind == Frame.MARKER) {
          continue;
        }
        boolean string = kind != Frame.ATOM;
        if (value) {
          int last = kind == Frame.ATOM ? lastOfAtom(frame, token, run.last()) : token;
          filled.add(new Run(token, last));
          token = last;
          value = false;
          before = "";
        } else if (string && !SEARCH_SHOWN.contains(before) && !before.equals("HEADER")) {
          filled.add(new Run(token, token));
        } else if (before.equals("HEADER")) {
          value = true;
          before = "";
        } else if (SEARCH_SHOWN.contains(before)) {
          before = "";
        } else {
          before = Ascii.upper(raw(frame, frame.start(token), frame.end(token)));
          value = SEARCH_TEXTS.contains(before);
          if (!SEARCH_WORDS.contains(before) && !isNumbers(before)) {
            filled.add(new Run(token, token));
          }
        }
      }
    }
    return filled(frame, from, filled);
  }

  /** An astring may hold brackets, which are tokens of their own. */
  private static int lastOfAtom(Frame frame, int token, int end) {
    int last = token;
    while (last < end
        && frame.kind(last + 1) != Frame.CLOSE
        && frame.kind(last + 1) != Frame.OPEN) {
      last++;
    }
    return last;
  }

  /** The octets from {@code from} on, with the runs filled. */
  private String filled(Frame frame, int from, List<Run> runs) {
    StringBuilder made = new StringBuilder();
    int at = from;
    for (Run run : runs) {
      int start = frame.start(run.first());
      // An empty span of a marker stands for nothing.
      if (start < from || frame.kind(run.first()) == Frame.MARKER) {
        continue;
      }
      made.append(raw(frame, at, start));
      at = start;
      if (isString(frame, run)) {
        String value = raw(frame, start, frame.end(run.first()));
        made.append(fill(frame.kind(run.first()) == Frame.QUOTED ? unescaped(value) : value));
        at = frame.end(run.first());
      } else {
        made.append(fill(raw(frame, start, end(frame, run))));
        at = end(frame, run);
      }
    }
    return made.append(raw(frame, at, frame.length())).toString();
  }

  private String fill(String value) {
    replaced.string(value);
    return Filler.string(value);
  }

  private static boolean isString(Frame frame, Run run) {
    byte kind = frame.kind(run.first());
    return run.first() == run.last()
        && (kind == Frame.QUOTED || kind == Frame.LITERAL || kind == Frame.LITERAL8);
  }

  /** The value of a quoted string: the backslash before a quoted-special isn't of it. */
  private static String unescaped(String quoted) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      if (quoted.charAt(i) == '\\' && i + 1 < quoted.length()) {
        i++;
      }
      value.append(quoted.charAt(i));
    }
    return value.toString();
  }

  /** How many runs stand before a command's arguments, without the tag. */
  private static int words(CommandName name) {
    return name.plain().isPresent() ? 2 : 1;
  }

  private static List<Run> arguments(Frame frame, List<Run> runs) {
    int uid =
        runs.size() > 1
                && Ascii.upper(
                        raw(frame, frame.start(runs.get(1).first()), end(frame, runs.get(1))))
                    .equals("UID")
            ? 1
            : 0;
    return runs.subList(Math.min(runs.size(), 2 + uid), runs.size());
  }

  /** Strings are runs of their own, since filler goes between their quotes. */
  private static List<Run> runs(Frame frame) {
    List<Run> runs = new ArrayList<>();
    int first = 0;
    for (int token = 1; token <= frame.tokens(); token++) {
      if (token == frame.tokens()
          || frame.spacesBefore(token) > 0
          || isStringKind(frame.kind(token))
          || isStringKind(frame.kind(token - 1))) {
        runs.add(new Run(first, token - 1));
        first = token;
      }
    }
    return runs;
  }

  private static boolean isStringKind(byte kind) {
    return kind == Frame.QUOTED
        || kind == Frame.LITERAL
        || kind == Frame.LITERAL8
        || kind == Frame.MARKER;
  }

  private static int end(Frame frame, Run run) {
    return frame.end(run.last());
  }

  private static String raw(Frame frame, int start, int end) {
    return start >= end
        ? ""
        : new String(frame.array(), start, end - start, StandardCharsets.ISO_8859_1);
  }
}

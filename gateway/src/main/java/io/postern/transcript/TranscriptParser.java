package io.postern.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a transcript (docs/transcripts.md). Line by line, all errors at once. */
public final class TranscriptParser {
  /** More octets in one statement say nothing new, and are held in memory several times over. */
  public static final int OCTETS_MAX = 16 * 1024 * 1024;

  private static final String STATEMENTS =
      "client says|hears|sends|closes|handshakes, server says|hears|sends|closes|handshakes, both"
          + " closed, S seconds pass, drain begins, nothing is heard, a server is wanted for USER,"
          + " no server is found";
  private static final String HEADERS =
      "policy, limits, server has, state, from connect, mode, observe, decision_id, trust_preauth,"
          + " tls, router, or a statement: "
          + STATEMENTS;

  private static final Pattern NAME = Pattern.compile("#\\s*([a-z0-9][a-z0-9-]*) -- (\\S.*)");
  private static final Pattern SPEECH =
      Pattern.compile("(client|server) (says|hears|sends|closes|handshakes)(?:\\s+(.*))?");
  private static final Pattern OCTETS =
      Pattern.compile("(\\d{1,9}) octets(?: from (\\S+)| of '(.+)')?");
  private static final Pattern WANTED = Pattern.compile("a server is wanted for (\\S+)");
  private static final Pattern PASSES = Pattern.compile("(\\d{1,9}) seconds? pass(?:es)?");

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private final Header header;
  private final List<Step> steps = new ArrayList<>();
  private final List<Statement.Expectation> expectations = new ArrayList<>();
  private Statement.Stimulus stimulus;
  private boolean talking;
  private Matcher title;

  private TranscriptParser(Path file) {
    this.file = file;
    this.header = new Header(file, this::problem);
  }

  /** Reads a file. What {@code from FILE} names is read too. */
  public static Transcript parse(Path file) throws IOException, TranscriptException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new TranscriptException(List.of(file + ":1: not UTF-8; expected UTF-8 text"));
    }
    return parse(file, text);
  }

  /**
   * Parses a transcript's text; {@code file} is for messages and for what is named relative to it.
   */
  public static Transcript parse(Path file, String text) throws TranscriptException {
    return new TranscriptParser(file).transcript(text.split("\r?\n", -1));
  }

  private Transcript transcript(String[] lines) throws TranscriptException {
    if (!lines[0].strip().equals("transcript 1")) {
      problem(1, "not a transcript of a version that is known here", "transcript 1");
      throw new TranscriptException(problems);
    }
    for (int i = 1; i < lines.length; i++) {
      line(i + 1, lines[i]);
    }
    if (title == null) {
      problem(1, "no name", "a line # name -- story");
    }
    if (stimulus == null) {
      problem(lines.length, "nothing happens", STATEMENTS);
    }
    if (!problems.isEmpty()) {
      throw new TranscriptException(problems);
    }
    steps.add(new Step(stimulus, expectations));
    return new Transcript(
        file,
        title.group(1),
        title.group(2).strip(),
        header.policy(),
        header.limits(),
        header.times(),
        header.pace(),
        header.capabilities(),
        header.start(),
        header.observing(),
        header.switches(),
        header.tls(),
        header.origin(),
        steps);
  }

  private void line(int number, String line) {
    if (header.takesTable(line) || line.isBlank()) {
      return;
    }
    if (line.startsWith("#")) {
      if (title == null) {
        Matcher matcher = NAME.matcher(line);
        if (matcher.matches()) {
          title = matcher;
        } else {
          problem(number, "the first comment isn't the name", "# name -- story");
        }
      }
      return;
    }
    if (Character.isWhitespace(line.charAt(0))) {
      problem(number, "an indented line that isn't below policy", "a line that isn't indented");
      return;
    }
    if (line.stripTrailing().length() != line.length()) {
      problem(number, "white space at the end of the line", "\\x20 where a space is meant");
      return;
    }
    if (!Header.is(line)) {
      statement(number, line);
    } else if (talking) {
      problem(number, "a header behind the first statement", STATEMENTS);
    } else {
      header.read(number, line);
    }
  }

  private void statement(int number, String line) {
    talking = true;
    Matcher speech = SPEECH.matcher(line);
    Matcher passes = PASSES.matcher(line);
    Matcher wanted = WANTED.matcher(line);
    if (speech.matches()) {
      speech(number, line, speech);
    } else if (passes.matches()) {
      stimulus(new Statement.Passes(number, line, Long.parseLong(passes.group(1))));
    } else if (line.equals("drain begins")) {
      stimulus(new Statement.Drains(number, line));
    } else if (line.equals("both closed")) {
      expect(new Statement.BothClosed(number, line));
    } else if (wanted.matches()) {
      expect(new Statement.Wanted(number, line, wanted.group(1)));
    } else if (line.equals("no server is found")) {
      stimulus(new Statement.NotRouted(number, line));
    } else if (line.equals("nothing is heard")) {
      expect(new Statement.Nothing(number, line));
    } else {
      problem(
          number, "not a statement", steps.isEmpty() && stimulus == null ? HEADERS : STATEMENTS);
    }
  }

  private void speech(int number, String line, Matcher speech) {
    Voice voice = speech.group(1).equals("client") ? Voice.CLIENT : Voice.SERVER;
    String rest = speech.group(3) == null ? "" : speech.group(3);
    Matcher octets = OCTETS.matcher(rest);
    switch (speech.group(2)) {
      case "closes" -> {
        if (!rest.isEmpty()) {
          problem(number, "more than a close", voice.text() + " closes");
        }
        stimulus(new Statement.Closes(number, line, voice));
      }
      case "handshakes" -> {
        if (!rest.isEmpty()) {
          problem(number, "more than a handshake", voice.text() + " handshakes");
        }
        stimulus(new Statement.Handshakes(number, line, voice));
      }
      case "sends" -> {
        if (octets.matches()) {
          stimulus(new Statement.Says(number, line, voice, octets(number, octets)));
        } else {
          problem(
              number,
              "not a number of octets",
              "sends N octets, with from FILE or of 'c' behind it");
        }
      }
      case "says" -> stimulus(new Statement.Says(number, line, voice, text(number, rest)));
      default ->
          expect(
              new Statement.Hears(
                  number,
                  line,
                  voice,
                  octets.matches() ? octets(number, octets) : text(number, rest)));
    }
  }

  private String text(int number, String written) {
    try {
      return Escapes.read(written);
    } catch (Escapes.BadEscape e) {
      problems.add(file + ":" + number + ": " + e.getMessage());
      return "";
    }
  }

  private String octets(int number, Matcher matcher) {
    int count = Integer.parseInt(matcher.group(1));
    if (count > OCTETS_MAX) {
      problem(number, count + " octets in one statement", "at most " + OCTETS_MAX);
      return "";
    }
    String pattern = "x";
    if (matcher.group(2) != null) {
      pattern = fileOctets(number, matcher.group(2));
      if (pattern.length() < count) {
        problem(
            number, matcher.group(2) + " has " + pattern.length() + " octets", count + " or more");
        return "";
      }
      return pattern.substring(0, count);
    } else if (matcher.group(3) != null) {
      String written = text(number, matcher.group(3) + "\\");
      if (written.length() != 1) {
        problem(number, "not one octet in quotes", "of 'c'");
        return "";
      }
      pattern = written;
    }
    return pattern.repeat(count);
  }

  private String fileOctets(int number, String name) {
    try {
      return new String(Files.readAllBytes(file.resolveSibling(name)), StandardCharsets.ISO_8859_1);
    } catch (IOException | UncheckedIOException e) {
      problem(number, name + " can't be read", "a file beside the transcript");
      return "";
    }
  }

  private void stimulus(Statement.Stimulus next) {
    if (stimulus != null) {
      steps.add(new Step(stimulus, expectations));
      expectations.clear();
    }
    stimulus = next;
  }

  private void expect(Statement.Expectation expectation) {
    if (stimulus == null) {
      problem(
          expectation.line(),
          "something is heard before anything has happened",
          "client says, server says, ... first");
      return;
    }
    expectations.add(expectation);
  }

  private void problem(int line, String what, String expected) {
    problems.add(file + ":" + line + ": " + what + "; expected " + expected);
  }
}

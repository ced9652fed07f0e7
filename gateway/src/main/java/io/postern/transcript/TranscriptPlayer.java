package io.postern.transcript;

import io.postern.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays a transcript against a session, and looks at each step for what was heard and for silence.
 */
public final class TranscriptPlayer {
  /** Octets of a line that a message shows. */
  private static final int SHOWN_MAX = 300;

  private static final Pattern DECISION = Pattern.compile("\\(S-([1-9]\\d{0,8})\\)");

  private final Transcript transcript;
  private final Cut cut;
  private final Stage stage;
  private final Tags tags = new Tags();
  private final SideBySide talk = new SideBySide();
  private long silentlyJudged;
  private boolean over;

  private TranscriptPlayer(Transcript transcript, Policy policy, Cut cut) {
    this.transcript = transcript;
    this.cut = cut;
    this.stage = new Stage(policy, transcript);
  }

  /** Plays a transcript in one way; empty when all went as written. */
  public static Optional<Difference> play(Transcript transcript, Policy policy, Cut cut) {
    return new TranscriptPlayer(transcript, policy, cut).play();
  }

  private Optional<Difference> play() {
    Prelude played = new Prelude(stage, transcript);
    Optional<String> prelude = prelude(played);
    if (prelude.isPresent()) {
      return difference(transcript.steps().getFirst().stimulus().line(), prelude.get());
    }
    silentlyJudged = played.judged();
    for (Step step : transcript.steps()) {
      talk.both(step.stimulus().source());
      Optional<Difference> difference = step(step);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return halfClosed();
  }

  private Optional<String> prelude(Prelude prelude) {
    try {
      return prelude.play(transcript.start());
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Optional.of("the session threw " + trace(e));
    }
  }

  private Optional<Difference> step(Step step) {
    try {
      switch (step.stimulus()) {
        case Statement.Says says when says.voice() == Voice.SERVER ->
            stage.say(Voice.SERVER, tags.real(says.octets()), cut);
        case Statement.Stimulus other -> stage.play(other, cut);
      }
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      // Our own mistake is a difference too; which statement brought it on is what the reader needs
      // first.
      return difference(step.stimulus().line(), "the session threw " + trace(e));
    }
    Optional<Difference> difference = heard(step, Voice.SERVER);
    Optional<Difference> other = heard(step, Voice.CLIENT);
    return difference.or(() -> other).or(() -> closing(step));
  }

  private Optional<Difference> heard(Step step, Voice voice) {
    String heard = stage.recorder().take(voice);
    int at = 0;
    Statement.Hears wrong = null;
    for (Statement.Expectation expectation : step.expectations()) {
      if (wrong == null && expectation instanceof Statement.Hears hears && hears.voice() == voice) {
        String expected = expected(hears, heard.substring(at));
        if (heard.startsWith(expected, at)) {
          at += expected.length();
          talk.both(hears.source());
        } else {
          wrong = hears;
        }
      }
    }
    List<String> rest = lines(voice, heard.substring(at));
    if (wrong == null && rest.isEmpty()) {
      return Optional.empty();
    }
    List<String> wanted = wanted(step, voice, wrong);
    for (int i = 0; i < Math.max(wanted.size(), rest.size()); i++) {
      talk.rows(i < wanted.size() ? wanted.get(i) : "", i < rest.size() ? rest.get(i) : "");
    }
    return difference(
        wrong == null ? step.stimulus().line() : wrong.line(),
        wrong == null
            ? "silence was expected, but the " + rest.getFirst()
            : rest.isEmpty()
                ? "the " + voice.text() + " heard nothing"
                : "something else was heard");
  }

  private static List<String> wanted(Step step, Voice voice, Statement.Hears from) {
    List<String> sources = new ArrayList<>();
    for (Statement.Expectation expectation : step.expectations()) {
      if (from != null
          && expectation instanceof Statement.Hears hears
          && hears.voice() == voice
          && hears.line() >= from.line()) {
        sources.add(hears.source());
      }
    }
    return sources;
  }

  private String expected(Statement.Hears hears, String heard) {
    if (hears.voice() == Voice.SERVER) {
      return tags.expected(hears.octets(), heard);
    }
    return DECISION
        .matcher(hears.octets())
        .replaceAll(
            match ->
                "(" + Stage.ID + "-" + (Long.parseLong(match.group(1)) + silentlyJudged) + ")");
  }

  private List<String> lines(Voice voice, String octets) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < octets.length()) {
      int end = octets.indexOf("\r\n", start);
      int next = end < 0 ? octets.length() : end + 2;
      String line = octets.substring(start, next);
      lines.add(voice.text() + " hears  " + Escapes.write(shown(voice, line), SHOWN_MAX));
      start = next;
    }
    return lines;
  }

  private String shown(Voice voice, String line) {
    if (voice == Voice.SERVER) {
      return tags.shown(line);
    }
    return Pattern.compile("\\(" + Stage.ID + "-(\\d+)\\)")
        .matcher(line)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    "(S-" + (Long.parseLong(match.group(1)) - silentlyJudged) + ")"));
  }

  private Optional<Difference> closing(Step step) {
    boolean wasOver = over;
    over = stage.recorder().closed(Voice.CLIENT) && stage.recorder().closed(Voice.SERVER);
    Optional<Statement.BothClosed> expected =
        step.expectations().stream()
            .filter(Statement.BothClosed.class::isInstance)
            .map(Statement.BothClosed.class::cast)
            .findFirst();
    if (expected.isPresent() && !over) {
      talk.rows(expected.get().source(), closedNow());
      return difference(expected.get().line(), "not both were closed");
    }
    if (expected.isEmpty() && over && !wasOver) {
      talk.rows("", "both closed");
      return difference(step.stimulus().line(), "both were closed");
    }
    expected.ifPresent(closed -> talk.both(closed.source()));
    return Optional.empty();
  }

  private Optional<Difference> halfClosed() {
    if (over || closedNow().isEmpty()) {
      return Optional.empty();
    }
    talk.rows("", closedNow());
    return difference(transcript.steps().getLast().stimulus().line(), "only one was closed");
  }

  private String closedNow() {
    boolean client = stage.recorder().closed(Voice.CLIENT);
    boolean server = stage.recorder().closed(Voice.SERVER);
    if (client) {
      return server ? "both closed" : "the client's connection closed";
    }
    return server ? "the server's connection closed" : "";
  }

  private Optional<Difference> difference(int line, String what) {
    return Optional.of(new Difference(transcript, cut, line, what, talk.toString()));
  }

  private static String trace(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    StackTraceElement[] frames = e.getStackTrace();
    for (int i = 0; i < Math.min(12, frames.length); i++) {
      text.append("\n    at ").append(frames[i]);
    }
    return text.toString();
  }
}

package io.postern.transcript;

import io.postern.audit.Event;
import io.postern.policy.Policy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

  /** Earlier rows that are shown above the difference. */
  private static final int ROWS_MAX = 40;

  /** Decisions of one step that are shown. */
  private static final int DECIDED_MAX = 5;

  private static final Pattern DECISION = Pattern.compile("\\(S-([1-9]\\d{0,8})\\)");

  private final Transcript transcript;
  private final Cut cut;
  private final Stage stage;
  private final Tags tags = new Tags();
  private final Deque<Row> talk = new ArrayDeque<>();
  private final Deque<Told> decided = new ArrayDeque<>();
  private long silentlyJudged;
  private boolean over;

  private TranscriptPlayer(
      Transcript transcript, Policy policy, Optional<Policy> second, Cut cut, Asker asker) {
    this.transcript = transcript;
    this.cut = cut;
    this.stage = new Stage(policy, second, transcript, asker);
  }

  /** Plays a transcript in one way, functions on this thread; empty when all went as written. */
  public static Optional<Difference> play(Transcript transcript, Policy policy, Cut cut) {
    return play(transcript, policy, Optional.empty(), cut, Asker.HERE);
  }

  /**
   * Plays a transcript in one way; empty when all went as written.
   *
   * @param second what the header's {@code observe} names
   */
  public static Optional<Difference> play(
      Transcript transcript, Policy policy, Optional<Policy> second, Cut cut, Asker asker) {
    if (second.isPresent() != transcript.observing().policy().isPresent()) {
      throw new IllegalArgumentException("the observed policy isn't what the header names");
    }
    asker.ready(policy);
    second.ifPresent(asker::ready);
    return new TranscriptPlayer(transcript, policy, second, cut, asker).play();
  }

  /**
   * For tests: records what the parties say and hear when all that the transcript's parties say is
   * said, whatever is heard of it.
   */
  static void record(Transcript transcript, Policy policy, Cut cut, SessionRecording into) {
    TranscriptPlayer player =
        new TranscriptPlayer(transcript, policy, Optional.empty(), cut, Asker.HERE);
    player.stage.record(into);
    player.prelude(new Prelude(player.stage, transcript));
    for (Step step : transcript.steps()) {
      player.happens(step.stimulus());
      player.lines(Voice.SERVER, player.stage.recorder().take(Voice.SERVER));
    }
  }

  private Optional<Difference> play() {
    Prelude played = new Prelude(stage, transcript);
    Optional<String> prelude = prelude(played);
    decided();
    if (prelude.isPresent()) {
      return difference(transcript.steps().getFirst().stimulus().line(), prelude.get());
    }
    silentlyJudged = played.judged();
    for (Step step : transcript.steps()) {
      both(step.stimulus());
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
    if (step.stimulus() instanceof Statement.Handshakes handshakes
        && !stage.recorder().secures(handshakes.voice())) {
      return difference(
          handshakes.line(), "the " + handshakes.voice().text() + " wasn't asked for TLS");
    }
    try {
      happens(step.stimulus());
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      decided();
      // Our own mistake is a difference too; which statement brought it on is what the reader needs
      // first.
      return difference(step.stimulus().line(), "the session threw " + trace(e));
    }
    decided();
    // The reader needs to see what both heard, whichever of them is the first difference.
    Optional<Wrong> server = heard(step, Voice.SERVER);
    Optional<Wrong> client = heard(step, Voice.CLIENT);
    return server
        .or(() -> client)
        .or(() -> routing(step))
        .or(() -> closing(step))
        .flatMap(this::difference);
  }

  private void happens(Statement.Stimulus stimulus) {
    switch (stimulus) {
      case Statement.Says says when says.voice() == Voice.SERVER ->
          stage.say(Voice.SERVER, tags.real(says.octets()), cut);
      case Statement.Stimulus other -> stage.play(other, cut);
    }
  }

  private Optional<Wrong> heard(Step step, Voice voice) {
    String heard = stage.recorder().take(voice);
    int at = 0;
    Statement.Hears wrong = null;
    for (Statement.Expectation expectation : step.expectations()) {
      if (wrong == null && expectation instanceof Statement.Hears hears && hears.voice() == voice) {
        String expected = expected(hears, heard.substring(at));
        if (heard.startsWith(expected, at)) {
          at += expected.length();
          both(hears);
        } else {
          wrong = hears;
        }
      }
    }
    List<String> rest = lines(voice, heard.substring(at));
    if (wrong == null && rest.isEmpty()) {
      return Optional.empty();
    }
    List<Statement.Hears> wanted = wanted(step, voice, wrong);
    for (int i = 0; i < Math.max(wanted.size(), rest.size()); i++) {
      boolean written = i < wanted.size();
      row(
          written ? wanted.get(i).line() : 0,
          written ? written(wanted.get(i)) : "",
          i < rest.size() ? rest.get(i) : "");
    }
    return wrong(
        wrong == null ? step.stimulus().line() : wrong.line(),
        wrong == null
            ? "silence was expected, but the " + rest.getFirst().replaceFirst("  ", " ")
            : rest.isEmpty()
                ? "the " + voice.text() + " heard nothing"
                : "something else was heard");
  }

  private static List<Statement.Hears> wanted(Step step, Voice voice, Statement.Hears from) {
    List<Statement.Hears> sources = new ArrayList<>();
    for (Statement.Expectation expectation : step.expectations()) {
      if (from != null
          && expectation instanceof Statement.Hears hears
          && hears.voice() == voice
          && hears.line() >= from.line()) {
        sources.add(hears);
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

  /** A server is wanted just where it is written, and for whom. */
  private Optional<Wrong> routing(Step step) {
    Optional<String> user = stage.recorder().takeRoute();
    Optional<Statement.Wanted> expected =
        step.expectations().stream()
            .filter(Statement.Wanted.class::isInstance)
            .map(Statement.Wanted.class::cast)
            .findFirst();
    if (user.equals(expected.map(Statement.Wanted::user))) {
      expected.ifPresent(this::both);
      return Optional.empty();
    }
    row(
        expected.map(Statement.Wanted::line).orElse(0),
        expected.map(Statement.Wanted::source).orElse(""),
        user.map(name -> "a server is wanted for " + Escapes.write(name, SHOWN_MAX)).orElse(""));
    return wrong(
        expected.map(Statement.Wanted::line).orElse(step.stimulus().line()),
        expected.isPresent() ? "another server was wanted, or none" : "a server was wanted");
  }

  private Optional<Wrong> closing(Step step) {
    boolean wasOver = over;
    over = stage.recorder().closed(Voice.CLIENT) && stage.recorder().closed(Voice.SERVER);
    Optional<Statement.BothClosed> expected =
        step.expectations().stream()
            .filter(Statement.BothClosed.class::isInstance)
            .map(Statement.BothClosed.class::cast)
            .findFirst();
    if (expected.isPresent() && !over) {
      row(expected.get().line(), expected.get().source(), closedNow());
      return wrong(expected.get().line(), "not both were closed");
    }
    if (expected.isEmpty() && over && !wasOver) {
      row(0, "", "both closed");
      return wrong(step.stimulus().line(), "both were closed");
    }
    expected.ifPresent(this::both);
    return Optional.empty();
  }

  private Optional<Difference> halfClosed() {
    if (over || closedNow().isEmpty()) {
      return Optional.empty();
    }
    row(0, "", closedNow());
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

  /** What is wrong, before all that is to be shown has been noted. */
  private record Wrong(int line, String what) {}

  private static Optional<Wrong> wrong(int line, String what) {
    return Optional.of(new Wrong(line, what));
  }

  private Optional<Difference> difference(Wrong wrong) {
    return difference(wrong.line(), wrong.what());
  }

  private Optional<Difference> difference(int line, String what) {
    return Optional.of(
        new Difference(transcript, cut, line, what, List.copyOf(talk), List.copyOf(decided)));
  }

  /** As the other column is written: one white space more or less is no difference. */
  private static String written(Statement.Hears hears) {
    String prefix = hears.voice().text() + " hears";
    return prefix + "  " + hears.source().substring(prefix.length()).stripLeading();
  }

  private void both(Statement statement) {
    row(statement.line(), statement.source(), statement.source());
  }

  private void row(int line, String expected, String happened) {
    if (talk.size() == ROWS_MAX) {
      talk.remove();
    }
    talk.add(new Row(line, expected.equals(happened), expected, happened));
  }

  /** What this step's last decisions were; a step that decided nothing stands on the last ones. */
  private void decided() {
    List<Told> told = new ArrayList<>();
    for (Event event : stage.recorder().events()) {
      Told.of(event).map(this::counted).ifPresent(told::add);
    }
    stage.recorder().events().clear();
    if (!told.isEmpty()) {
      decided.clear();
      decided.addAll(told.subList(Math.max(0, told.size() - DECIDED_MAX), told.size()));
    }
  }

  /** With the number that the transcript's decisions have. */
  private Told counted(Told told) {
    if (!told.id().startsWith(Stage.ID + "-")) {
      return told;
    }
    long number = Long.parseLong(told.id().substring(Stage.ID.length() + 1)) - silentlyJudged;
    return new Told(
        number < 1 ? "" : "S-" + number, told.message(), told.action(), told.rule(), told.reason());
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

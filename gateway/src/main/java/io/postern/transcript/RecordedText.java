package io.postern.transcript;

import io.postern.imap.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a recording's steps as the lines of a transcript (docs/transcripts.md). */
final class RecordedText {
  /** Where the grammar has a tag as data; see {@link Tags}. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "((?:\\(TAG |\\[INPROGRESS \\(|\\[NOUPDATE )\")([^\"]+)(?=\")", Pattern.CASE_INSENSITIVE);

  private static final Pattern COUNTED = Pattern.compile("\\d{1,9} octets.*", Pattern.DOTALL);

  private final RecordingHead head;
  private final Consumer<String> out;
  private final Pattern decision;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Replaced replaced;
  private long secondsPassed;

  RecordedText(RecordingHead head, Replaced replaced, Consumer<String> out) {
    this.head = head;
    this.replaced = replaced;
    this.out = out;
    this.decision = Pattern.compile("\\(" + Pattern.quote(head.sessionId()) + "-(\\d+)\\)");
  }

  void head() {
    out.accept("transcript 1");
    out.accept("# " + ascii(head.name() + " -- " + head.story()));
    out.accept("policy " + head.policy());
    if (head.observing()) {
      out.accept("mode observe");
    }
    if (head.switches().trustPreauth()) {
      out.accept("trust_preauth true");
    }
    if (!head.switches().decisionIdsToClient()) {
      out.accept("decision_id log");
    }
    TlsHeader.line(head.tls()).ifPresent(out);
    OriginHeader.line(head.tls().origin()).ifPresent(out);
    List<String> limits = new ArrayList<>();
    Map<String, Long> defaults = Limits.DEFAULT.byKey();
    head.limits()
        .byKey()
        .forEach(
            (key, value) -> {
              if (!value.equals(defaults.get(key))) {
                limits.add(key + "=" + value);
              }
            });
    if (!head.times().equals(Transcript.Times.DEFAULT)) {
      limits.add(LimitsHeader.LOGIN + "=" + seconds(head.times().beforeLoginMillis()) + "s");
      limits.add(LimitsHeader.IDLE + "=" + seconds(head.times().idleMillis()) + "s");
    }
    pace(LimitsHeader.COMMANDS, head.pace().commandsPerSecond(), limits);
    pace(LimitsHeader.OCTETS, head.pace().octets(), limits);
    pace(LimitsHeader.OCTETS_PER_HOUR, head.pace().octetsPerHour(), limits);
    if (!limits.isEmpty()) {
      out.accept("limits " + String.join(" ", limits));
    }
    out.accept("from connect");
  }

  private static void pace(String key, long value, List<String> limits) {
    if (value != Long.MAX_VALUE) {
      limits.add(key + "=" + value);
    }
  }

  void comment(String text) {
    out.accept("# " + ascii(text));
  }

  void step(RecordedStep step) {
    switch (step.stimulus()) {
      case RecordedStep.Says says -> out.accept(line(says.voice(), "says", says.part()));
      case RecordedStep.Closes closes -> out.accept(closes.voice().text() + " closes");
      case RecordedStep.Handshakes handshakes ->
          out.accept(handshakes.voice().text() + " handshakes");
      case RecordedStep.Passes passes -> {
        if (step.heard().isEmpty() && !step.isClosed()) {
          // Nothing came of it: time in the transcript stays behind, and nothing is due the sooner.
          return;
        }
        long seconds = Math.max(1, seconds(passes.millis()) - secondsPassed);
        secondsPassed += seconds;
        out.accept(seconds + " seconds pass");
      }
      case RecordedStep.Drains drains -> out.accept("drain begins");
    }
    for (RecordedStep.Hears hears : step.heard()) {
      out.accept(line(hears.voice(), "hears", hears.part()));
    }
    if (step.isClosed()) {
      out.accept("both closed");
    }
  }

  private static long seconds(long millis) {
    return (millis + 999) / 1000;
  }

  private String line(Voice voice, String verb, Part part) {
    return switch (part) {
      case Part.Count count ->
          voice.text()
              + " "
              + (verb.equals("says") ? "sends" : verb)
              + "  "
              + count.octets()
              + " octets";
      case Part.Words words ->
          (voice.text()
                  + " "
                  + verb
                  + (verb.equals("says") ? "   " : "  ")
                  + written(shown(voice, verb, words)))
              .stripTrailing();
    };
  }

  /** With the transcript's own names for tags and decisions. */
  private String shown(Voice voice, String verb, Part.Words words) {
    String octets = words.octets();
    int end = octets.indexOf(' ');
    boolean tagged = words.begins() && end > 0;
    if (voice == Voice.SERVER) {
      if (!tagged) {
        return octets;
      }
      String tag = octets.substring(0, end);
      if (verb.equals("hears")) {
        numbers.putIfAbsent(tag, numbers.size() + 1);
      }
      Integer number = numbers.get(tag);
      String named = number == null ? octets : "T" + number + octets.substring(end);
      return verb.equals("hears") ? named : references(named);
    }
    if (verb.equals("says")) {
      return octets;
    }
    String counted = decision.matcher(octets).replaceAll("(S-$1)");
    Optional<String> filler = tagged ? replaced.tag(octets.substring(0, end)) : Optional.empty();
    return filler.map(tag -> tag + counted.substring(end)).orElse(counted);
  }

  private String references(String said) {
    return REFERENCE
        .matcher(said)
        .replaceAll(
            match -> {
              Integer number = numbers.get(match.group(2));
              return Matcher.quoteReplacement(
                  number == null ? match.group() : match.group(1) + "T" + number);
            });
  }

  private static String written(String octets) {
    String written = Escapes.write(octets, Integer.MAX_VALUE);
    if (written.startsWith(" ")) {
      written = "\\x20" + written.substring(1);
    }
    if (written.endsWith(" ")) {
      written = written.substring(0, written.length() - 1) + "\\x20";
    }
    return COUNTED.matcher(written).matches()
        ? "\\x%02X%s".formatted((int) written.charAt(0), written.substring(1))
        : written;
  }

  /** What the caller says of the recording may be in any language; the rest is ASCII anyway. */
  private static String ascii(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars().forEach(c -> safe.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
    return safe.toString();
  }
}

package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.session.Pace;
import io.postern.session.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What stands before a transcript's first statement: policy, limits, capabilities, start. */
final class Header {
  /** Is told what is wrong in which line, and what was expected there. */
  interface Problems {
    void add(int line, String what, String expected);
  }

  private final Path file;
  private final Problems problems;
  private final StringBuilder table = new StringBuilder();
  private boolean inTable;
  private Optional<PolicyText> named = Optional.empty();
  private Limits limits = Limits.DEFAULT;
  private Transcript.Times times = Transcript.Times.DEFAULT;
  private Pace pace = Pace.NONE;
  private Optional<List<String>> capabilities = Optional.empty();
  private Optional<Transcript.Start> start = Optional.empty();
  private Transcript.Switches switches = Transcript.Switches.DEFAULT;
  private Optional<Surroundings> tls = Optional.empty();
  private boolean routerLogin;
  private boolean modeObserve;
  private Optional<PolicyText> observed = Optional.empty();

  Header(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  PolicyText policy() {
    return named
        .map(
            policy ->
                new PolicyText(
                    file,
                    policy.line(),
                    policy.name(),
                    table.toString().isBlank() ? Optional.empty() : Optional.of(table.toString())))
        .orElseGet(() -> new PolicyText(file, 1, "ImapProxy", Optional.empty()));
  }

  Limits limits() {
    return limits;
  }

  Transcript.Times times() {
    return times;
  }

  Pace pace() {
    return pace;
  }

  List<String> capabilities() {
    return capabilities.orElseGet(() -> List.of("IMAP4rev1"));
  }

  Transcript.Start start() {
    return start.orElse(Transcript.Start.SELECTED);
  }

  Transcript.Observing observing() {
    return new Transcript.Observing(modeObserve, observed);
  }

  Surroundings tls() {
    Surroundings legs = tls.orElse(Surroundings.NONE);
    return new Surroundings(legs.client(), legs.server(), routerLogin);
  }

  Transcript.Switches switches() {
    return switches;
  }

  /** Whether the line belongs to the indented table below {@code policy}. */
  boolean takesTable(String line) {
    inTable = inTable && (line.isBlank() || Character.isWhitespace(line.charAt(0)));
    if (inTable) {
      table.append(line).append('\n');
    }
    return inTable;
  }

  /** Whether a line is one of the header. */
  static boolean is(String line) {
    String[] words = line.split("\\s+", -1);
    return words[0].equals("policy")
        || words[0].equals("limits")
        || words[0].equals("state")
        || words[0].equals("mode")
        || words[0].equals("observe")
        || words[0].equals("trust_preauth")
        || words[0].equals("decision_id")
        || words[0].equals("tls")
        || words[0].equals("router")
        || line.equals("from connect")
        || line.startsWith("server has ");
  }

  void read(int number, String line) {
    String[] words = line.split("\\s+", -1);
    switch (words[0]) {
      case "policy" -> readPolicy(number, line);
      case "limits" -> readLimits(number, words);
      case "state" -> readState(number, words);
      case "mode" -> readMode(number, line);
      case "observe" -> readObserve(number, line);
      case "trust_preauth" -> {
        if (!line.equals("trust_preauth true")) {
          problems.add(number, "what is no switch", "trust_preauth true");
        }
        switches = new Transcript.Switches(true, switches.decisionIdsToClient());
      }
      case "decision_id" -> {
        if (!line.equals("decision_id log")) {
          problems.add(number, "what is no switch", "decision_id log");
        }
        switches = new Transcript.Switches(switches.trustPreauth(), false);
      }
      case "tls" -> {
        if (tls.isPresent()) {
          problems.add(number, "tls is given twice", "it once");
        }
        tls = TlsHeader.read(words);
        if (tls.isEmpty()) {
          problems.add(number, "what is no TLS of a session", TlsHeader.EXPECTED);
        }
      }
      case "router" -> {
        if (!line.equals("router login")) {
          problems.add(number, "an unknown router", "router login");
        }
        routerLogin = true;
      }
      case "from" -> readStart(number, Transcript.Start.CONNECT);
      default -> {
        if (capabilities.isPresent()) {
          problems.add(number, "server has is given twice", "it once");
        }
        capabilities = Optional.of(List.of(words).subList(2, words.length));
      }
    }
  }

  private void readPolicy(int number, String line) {
    inTable = true;
    if (named.isPresent()) {
      problems.add(number, "policy is given twice", "it once");
    } else if (line.equals("policy")) {
      problems.add(number, "no policy is named", "policy NAME or policy FILE[#CLASS]");
    } else {
      named =
          Optional.of(
              new PolicyText(
                  file, number, line.substring("policy".length()).strip(), Optional.empty()));
    }
  }

  private void readMode(int number, String line) {
    if (!line.equals("mode observe")) {
      problems.add(number, "an unknown mode", "mode observe");
    }
    modeObserve = true;
  }

  private void readObserve(int number, String line) {
    String name = line.substring("observe".length()).strip();
    if (observed.isPresent()) {
      problems.add(number, "observe is given twice", "it once");
    } else if (name.isEmpty()) {
      problems.add(number, "no policy is named", "observe NAME or observe FILE[#CLASS]");
    } else {
      observed = Optional.of(new PolicyText(file, number, name, Optional.empty()));
    }
  }

  private void readLimits(int number, String[] words) {
    try {
      LimitsHeader header = new LimitsHeader(limits, times, pace);
      for (int i = 1; i < words.length; i++) {
        header.set(words[i]);
      }
      limits = header.limits();
      times = header.times();
      pace = header.pace();
    } catch (IllegalArgumentException e) {
      problems.add(number, e.getMessage(), "KEY=VALUE with a key of: " + LimitsHeader.keys());
    }
  }

  private void readState(int number, String[] words) {
    switch (words.length == 2 ? words[1] : "") {
      case "nonauth" -> readStart(number, Transcript.Start.NONAUTH);
      case "auth" -> readStart(number, Transcript.Start.AUTH);
      case "selected" -> readStart(number, Transcript.Start.SELECTED);
      default ->
          problems.add(number, "an unknown state", "state nonauth, state auth or state selected");
    }
  }

  private void readStart(int number, Transcript.Start value) {
    if (start.isPresent()) {
      problems.add(number, "a second start", "one of state ... and from connect, once");
    }
    start = Optional.of(value);
  }
}

package io.postern.cli;

import io.postern.policy.ConfigError;
import io.postern.transcript.Coverage;
import io.postern.transcript.Cut;
import io.postern.transcript.Difference;
import io.postern.transcript.SideBySide;
import io.postern.transcript.Told;
import io.postern.transcript.Trial;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How {@code test} tells its results to people. */
final class TestText {
  /** Two columns need that much. */
  static final int WIDTH_MIN = 60;

  private final PrintStream out;
  private final boolean colour;
  private final int width;
  private final boolean quiet;
  private final Set<List<ConfigError>> toldErrors = new HashSet<>();

  TestText(Console console, int width, boolean quiet) {
    this.out = console.out();
    this.colour = console.colourOut();
    this.width = width;
    this.quiet = quiet;
  }

  /** One line a file, and below it what is wrong. */
  void tell(TestReport.Tried tried) {
    switch (tried.result()) {
      case Trial.Passed passed -> {
        if (!quiet) {
          ok(passed);
        }
      }
      case Trial.Failed failed -> {
        head(failed);
        difference(failed.difference());
      }
      case Trial.Unreadable unreadable -> {
        head(unreadable);
        unreadable.problems().forEach(problem -> out.println(Console.printable(problem)));
      }
      case Trial.BadPolicy bad -> {
        // A policy that many transcripts name has its errors once.
        if (toldErrors.add(bad.errors())) {
          head(bad);
          Findings.print(bad.errors(), out, colour);
        } else {
          out.println(failed() + Console.printable(bad.file() + why(bad) + ", as told above"));
        }
      }
    }
  }

  /** A file that came out otherwise than before; what is well again is told even if quiet. */
  void change(TestReport.Tried tried) {
    if (tried.result() instanceof Trial.Passed passed) {
      ok(passed);
    } else {
      tell(tried);
    }
  }

  void say(String message) {
    out.println(Console.printable(message));
  }

  private void ok(Trial.Passed passed) {
    out.println(styled("green", "ok") + "     " + Console.printable(passed.file().toString()));
  }

  private void head(Trial.Result result) {
    out.println(failed() + Console.printable(result.file() + why(result)));
  }

  private String failed() {
    return styled("bold,red", "FAILED") + " ";
  }

  private static String why(Trial.Result result) {
    return switch (result) {
      case Trial.Passed passed -> "";
      case Trial.Failed(var file, Difference difference) ->
          ":" + difference.line() + ": " + difference.what() + how(difference.cut());
      case Trial.Unreadable unreadable -> ": is no transcript that can be read";
      case Trial.BadPolicy bad -> ": its policy is wrong";
    };
  }

  /** Whole is how everybody thinks of it. */
  private static String how(Cut cut) {
    return switch (cut) {
      case Cut.Whole whole -> "";
      case Cut.Octetwise octetwise -> " (" + octetwise + ")";
      case Cut.AtRandom random -> " (" + random + ")";
    };
  }

  private void difference(Difference difference) {
    out.println();
    for (SideBySide.Line line : SideBySide.lines(difference.talk(), width)) {
      String text = Console.printable(line.text());
      out.println(
          switch (line.kind()) {
            case HEAD -> styled("bold", text);
            case SAME -> text;
            case DIFFERENT, MARK -> styled("red", text);
          });
    }
    if (!difference.decided().isEmpty()) {
      out.println();
      out.println("        decided last:");
      for (Told told : difference.decided()) {
        out.println("        " + Console.printable(told.toString()));
      }
    }
    out.println();
  }

  /** The count at the end. */
  void summary(TestReport report) {
    toldErrors.clear();
    int all = report.tried().size();
    List<String> parts = new ArrayList<>();
    parts.add(report.passed() + " ok");
    if (report.failed() > 0) {
      parts.add(styled("bold,red", report.failed() + " failed"));
    }
    if (report.unreadable() > 0) {
      parts.add(styled("bold,red", report.unreadable() + " can't be read"));
    }
    if (report.badPolicies() > 0) {
      parts.add(styled("bold,red", report.badPolicies() + " with a wrong policy"));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %s; %.1f s, seed %d",
            CheckVerb.count(all, "transcript"),
            String.join(", ", parts),
            report.millis() / 1000.0,
            report.seed()));
  }

  /** Below the results: which rules none of the transcripts meets. */
  void coverage(Coverage coverage) {
    for (Coverage.OfFile file : coverage.files()) {
      out.println(
          Console.printable(file.file())
              + ": "
              + share(file.rules() - file.uncovered().size(), file.rules()));
      for (Coverage.RuleKey rule : file.uncovered()) {
        out.println(
            Console.printable(rule.file() + ":" + rule.line() + ": ")
                + styled("yellow", "never decided: ")
                + Console.printable(rule.table() + " " + rule.key()));
      }
    }
    out.println(
        coverage.rules() == 0
            ? "coverage: no rule of a policy file was under test"
            : "coverage: " + share(coverage.exercised(), coverage.rules()));
  }

  /** All is only all: 999 of 1000 are 99 percent. */
  private static String share(int exercised, int rules) {
    return exercised
        + " of "
        + CheckVerb.count(rules, "rule")
        + " decided ("
        + 100L * exercised / rules
        + " %)";
  }

  private String styled(String style, String text) {
    return Findings.styled(style, text, colour);
  }
}

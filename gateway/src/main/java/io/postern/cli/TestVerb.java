package io.postern.cli;

import io.postern.notation.Policies;
import io.postern.transcript.TranscriptFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern test}. */
@Command(
    name = "test",
    description = {
      "Test policies: play transcripts, files that say what client and server say and what each"
          + " of them shall hear. Each is played whole, octet by octet, and cut at random. No"
          + " network is used."
    },
    footer = {
      "",
      "A transcript, kept-folders.transcript (docs/transcripts.md has all of it):",
      "",
      "  transcript 1",
      "  # kept-folders -- DELETE is refused; the server never hears of it.",
      "  policy policies/kept-folders.yaml",
      "  client says   a1 DELETE Trash",
      "  client hears  a1 NO [NOPERM] Folders are kept here (S-1)",
      "  client says   a2 NOOP",
      "  server hears  T1 NOOP",
      "  server says   T1 OK done",
      "  client hears  a2 OK done",
      "",
      "Exit codes: 0 all went as written, 1 something went otherwise, or rules are not",
      "exercised and --fail-uncovered, 65 a transcript can't be read, 66 a file is",
      "missing, 78 a policy is wrong.",
      "",
      "Examples:",
      "  postern test                          all transcripts below this folder",
      "  postern test tests/ --coverage        and the rules that none of them meets",
      "  postern test tests/ --policy new.yaml the same tests of another policy",
      "  postern test --watch tests/           again at each change",
      "  postern test --junit report.xml tests/"
    })
final class TestVerb implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Play them against this policy, whatever policy they name.")
  private Optional<String> policy = Optional.empty();

  @Option(
      names = "--policy-path",
      paramLabel = "PATH",
      description = "Where class:a.b.C is found: a jar or a folder; may stand several times.")
  private List<Path> policyPath = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Cut at random as that run did; each run prints its seed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "No line for what went as written.")
  private boolean quiet;

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit XML report as well.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--coverage",
      description = "List the rules of the policy files that never decided anything.")
  private boolean coverage;

  @Option(names = "--fail-uncovered", description = "Exit with 1 if there are such rules.")
  private boolean failUncovered;

  @Option(
      names = "--watch",
      description = "Again at each change of transcripts or policies, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "How wide a difference is shown. Default: as the screen.")
  private Optional<Integer> width = Optional.empty();

  @Parameters(
      paramLabel = "FILE",
      description = "Transcripts, or folders with *.transcript files. Default: this folder.")
  private List<Path> files = new ArrayList<>();

  TestVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (width.filter(columns -> columns < TestText.WIDTH_MIN).isPresent()) {
      throw new ParameterException(spec.commandLine(), "--width is at least " + TestText.WIDTH_MIN);
    }
    long used = seed.orElseGet(() -> (long) new SplittableRandom().nextInt(1_000_000));
    if (!watch) {
      return once(used);
    }
    if (output.form() == Output.json || junit.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--watch is for people: it has no --output json and no --junit");
    }
    TestWatch watching = new TestWatch(this::found, () -> run(used), text(true));
    watching.turns(TestWatch.POLLING);
    return Exit.INTERRUPTED;
  }

  private TestRun run(long used) {
    return new TestRun(new Policies(policyPath), policy, used, coverage || failUncovered);
  }

  private TestText text(boolean onlyWhatFailed) {
    return new TestText(console, width.orElseGet(() -> ScreenWidth.of(console)), onlyWhatFailed);
  }

  private int once(long used) {
    List<Path> found = found();
    TestText text = text(quiet);
    TestReport report =
        switch (output.form()) {
          case text -> run(used).play(found, text::tell);
          case json -> run(used).play(found, tried -> {});
        };
    output.tell(
        console,
        () -> TestJson.of(report),
        () -> {
          report.coverage().ifPresent(text::coverage);
          text.summary(report);
        });
    junit.ifPresent(file -> JUnitReport.write(file, report));
    return failUncovered ? report.strictExit() : report.exit();
  }

  private List<Path> found() {
    List<Path> names = files.isEmpty() ? List.of(Path.of(".")) : files;
    List<Path> found;
    try {
      found = TranscriptFiles.find(names);
    } catch (NoSuchFileException e) {
      throw new VerbFailure(Exit.NO_FILE, e.getFile() + ": no such file");
    } catch (IOException e) {
      throw new VerbFailure(Exit.NO_PERMISSION, "can't be read: " + e.getMessage());
    }
    if (found.isEmpty()) {
      throw new VerbFailure(
          Exit.NO_FILE,
          "no " + TranscriptFiles.ENDING + " files in " + String.join(", ", texts(names)));
    }
    return found;
  }

  private static List<String> texts(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }
}

package io.postern.cli;

import io.postern.notation.Policies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern check}. */
@Command(
    name = "check",
    description = {
      "Read configurations and policies as 'run' would, and tell all that is wrong with them:"
          + " file, line, column, what was found, what was expected. Nothing is started.",
      "Warnings are about what loads and may not do what was meant."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong, 1 warnings and --strict, 66 a file is missing,",
      "77 a file may not be read, 78 something is wrong.",
      "",
      "Examples:",
      "  postern check postern.yaml               a configuration and the policies that it names",
      "  postern check policies/hide-server.yaml  a policy alone",
      "  postern check --policy ImapProxyStrict   a policy by its name",
      "  postern check --strict --output json *.yaml"
    })
final class CheckVerb implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "A configuration; the same as FILE.")
  private List<Path> configs = new ArrayList<>();

  @Option(names = "--policy", paramLabel = "NAME", description = "A policy by its name.")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--policy-path",
      paramLabel = "PATH",
      description = "Where --policy finds class:a.b.C: a jar or a folder; may stand several times.")
  private List<Path> policyPath = new ArrayList<>();

  @Option(names = "--strict", description = "Exit with 1 if there are warnings.")
  private boolean strict;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "FILE", description = "Configurations and policies.")
  private List<Path> files = new ArrayList<>();

  CheckVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Checker checker = new Checker(new Policies(policyPath));
    List<Checker.Report> reports = new ArrayList<>();
    configs.forEach(file -> reports.add(checker.configuration(file)));
    files.forEach(file -> reports.add(checker.file(file)));
    policies.forEach(name -> reports.add(checker.policy(name)));
    if (reports.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "nothing to check: name a file");
    }
    output.tell(console, () -> json(reports), () -> reports.forEach(this::print));
    return exit(reports);
  }

  private void print(Checker.Report report) {
    Findings.print(report.errors(), console.out(), console.colourOut());
    Findings.printWarnings(report.warnings(), console.out(), console.colourOut());
    String verdict =
        report.ok()
            ? Findings.styled("green", "ok", console.colourOut())
            : Findings.styled("red", count(report.errors().size(), "error"), console.colourOut());
    String warnings =
        report.warnings().isEmpty() ? "" : ", " + count(report.warnings().size(), "warning");
    console
        .out()
        .println(
            Console.printable(report.subject() + ": ")
                + verdict
                + warnings
                + Console.printable(report.ok() ? ": " + report.said() : ""));
  }

  private Map<String, Object> json(List<Checker.Report> reports) {
    List<Map<String, Object>> checked = new ArrayList<>();
    for (Checker.Report report : reports) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("file", report.subject());
      one.put("ok", report.ok());
      if (report.ok()) {
        one.put("checked", report.said());
      }
      one.put("errors", Findings.errors(report.errors()));
      one.put("warnings", Findings.warnings(report.warnings()));
      checked.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", exit(reports) == Exit.OK);
    all.put("files", checked);
    return all;
  }

  /** A file that isn't there comes before what is wrong with another. */
  private int exit(List<Checker.Report> reports) {
    int exit = Exit.OK;
    boolean warnings = false;
    for (Checker.Report report : reports) {
      warnings |= !report.warnings().isEmpty();
      if (report.exit() != Exit.OK && (exit == Exit.OK || report.exit() < exit)) {
        exit = report.exit();
      }
    }
    return exit == Exit.OK && strict && warnings ? Exit.WARNINGS : exit;
  }

  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}

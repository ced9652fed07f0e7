package io.postern.cli;

import picocli.CommandLine.Option;

/** {@code --help}, the same in every verb. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli's
  private boolean help;
}

package io.postern.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern completion}. */
@Command(
    name = "completion",
    description = "Print a script that teaches bash or zsh to complete postern's command line.",
    footer = {"", "Example:", "  source <(postern completion)"})
final class CompletionVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  CompletionVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().println(AutoComplete.bash("postern", Main.commandLine(console)));
    return Exit.OK;
  }
}

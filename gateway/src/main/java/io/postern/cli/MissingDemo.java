package io.postern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stands where the module {@code demo} isn't part of the installation. */
@Command(
    name = "demo",
    description = "Start a mail server and the gateway in front of it, to look at.")
final class MissingDemo implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Override
  public Integer call() {
    throw new VerbFailure(
        Exit.UNAVAILABLE,
        "the demo isn't part of this installation: in a checkout of the sources run ./postern"
            + " demo");
  }
}

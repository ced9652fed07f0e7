package io.postern.cli;

import io.postern.config.ConfigSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern schema}. */
@Command(
    name = "schema",
    description = "Print the JSON schema of postern.yaml, for editors.",
    footer = {
      "",
      "Example:",
      "  postern schema > postern.schema.json",
      "",
      "and as the first line of postern.yaml, for editors with the YAML language server:",
      "  # yaml-language-server: $schema=postern.schema.json"
    })
final class SchemaVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  SchemaVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(ConfigSchema.text());
    return Exit.OK;
  }
}

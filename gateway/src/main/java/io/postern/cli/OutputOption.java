package io.postern.cli;

import io.postern.admin.Json;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --output}, the same in every verb that has a result to tell. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to tell it. Default: text.")
  private Output output;

  Output form() {
    return output;
  }

  /**
   * Tells a result in the form that was asked for.
   *
   * @param json the whole of it
   * @param text prints it for people
   */
  void tell(Console console, Supplier<?> json, Runnable text) {
    switch (output) {
      case text -> text.run();
      case json -> console.out().println(Json.write(json.get()));
    }
  }
}

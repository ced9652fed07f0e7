package io.postern.cli;

import io.postern.admin.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern version}. */
@Command(
    name = "version",
    description = "Show the version of Postern and of the Java that runs it.")
final class VersionVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to tell it. Default: text.")
  private Output output;

  VersionVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("postern", version());
    facts.put("java", System.getProperty("java.version", "?"));
    facts.put("vm", System.getProperty("java.vm.name", "?"));
    facts.put("os", System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?"));
    switch (output) {
      case text -> console.out().println(text());
      case json -> console.out().println(Json.write(facts));
    }
    return Exit.OK;
  }

  /** As the jar says it; a class folder has none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String text() {
    return "postern " + version() + ", Java " + System.getProperty("java.version", "?");
  }

  /** The same for {@code --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }
  }
}

package io.postern.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code postern version}. */
@Command(
    name = "version",
    description = "Show the version of Postern and of the Java that runs it.")
final class VersionVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private OutputOption output = new OutputOption();

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
    output.tell(console, () -> facts, () -> console.out().println(text()));
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

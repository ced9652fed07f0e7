package io.postern.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern servers}: what stands behind the gateway, and what of it is used. */
@Command(
    name = "servers",
    description = "The servers behind a gateway that runs: list them, take one out, put it back.",
    footer = {
      "",
      "Exit codes: 1 no service has such a server, 69 no gateway is running there, 77",
      "its control socket is another user's.",
      "",
      "Examples:",
      "  postern servers",
      "  postern servers disable 192.0.2.20:143     before its maintenance",
      "  postern servers enable 192.0.2.20:143"
    })
final class ServersVerb implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("SERVER", "STATE", "SESSIONS", "SERVICES", "LAST FAILURE");

  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private Telling telling = new Telling();

  private ServersVerb(Console console) {
    this.console = console;
  }

  /** The verb with those below it. */
  static CommandLine line(Console console) {
    CommandLine line = new CommandLine(new ServersVerb(console));
    line.addSubcommand("list", new ListThem(console));
    line.addSubcommand("disable", new Disable(console));
    line.addSubcommand("enable", new Enable(console));
    return line;
  }

  /** Whom to ask and how to tell it: the same in each. */
  static final class Telling {
    @Mixin private ControlOption gateway = new ControlOption();

    @Mixin private OutputOption output = new OutputOption();

    int servers(Console console, String verb, Map<String, Object> fields) {
      Map<String, Object> answer = Asked.of(gateway, verb, fields);
      output.tell(
          console,
          () -> answer,
          () -> console.print(Columns.lines(COLUMNS, Asked.maps(answer, "servers"), Telling::row)));
      return Exit.OK;
    }

    private static List<String> row(Map<?, ?> server) {
      String failure = Asked.text(server, "failure");
      return List.of(
          Asked.text(server, "server"),
          Asked.text(server, "state"),
          Asked.text(server, "sessions"),
          server.get("services") instanceof List<?> services
              ? String.join(",", services.stream().map(Object::toString).toList())
              : "",
          failure.isEmpty() ? "-" : failure + ", " + Asked.text(server, "failed_at"));
    }
  }

  @Override
  public Integer call() {
    return telling.servers(console, "servers", Map.of());
  }

  @Command(
      name = "list",
      description = "List the servers.",
      footer = {"", "Example:", "  postern servers list --output json"})
  static final class ListThem implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Mixin private Telling telling = new Telling();

    ListThem(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return telling.servers(console, "servers", Map.of());
    }
  }

  @Command(
      name = "disable",
      description = {
        "New sessions don't get this server any more; those that are there stay, until they end or"
            + " 'postern sessions end' ends them.",
        "It holds until 'enable', or until the gateway ends; a reload changes nothing about it. A"
            + " service without another server takes no new sessions meanwhile."
      },
      footer = {"", "Example:", "  postern servers disable 192.0.2.20:143"})
  static final class Disable implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Mixin private Telling telling = new Telling();

    @Parameters(paramLabel = "HOST:PORT", description = "As the configuration has it.")
    private String server;

    Disable(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return telling.servers(console, "disable_server", Map.of("server", server));
    }
  }

  @Command(
      name = "enable",
      description = "New sessions get this server again.",
      footer = {"", "Example:", "  postern servers enable 192.0.2.20:143"})
  static final class Enable implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Mixin private Telling telling = new Telling();

    @Parameters(paramLabel = "HOST:PORT", description = "As the configuration has it.")
    private String server;

    Enable(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return telling.servers(console, "enable_server", Map.of("server", server));
    }
  }
}

package io.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern sessions}: who is there, and an end to them. */
@Command(
    name = "sessions",
    description = "The sessions of a gateway that runs: list them, show one, end some.",
    footer = {
      "",
      "Exit codes: 1 no such session, 69 no gateway is running there, 77 its control",
      "socket is another user's.",
      "",
      "Examples:",
      "  postern sessions list --user alice",
      "  postern sessions show k7f3q2",
      "  postern sessions end --client 192.0.2.0/24"
    })
final class SessionsVerb implements Runnable {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Spec private CommandSpec spec;

  /** The verb with those below it. */
  static CommandLine line(Console console) {
    CommandLine line = new CommandLine(new SessionsVerb());
    line.addSubcommand("list", new ListThem(console));
    line.addSubcommand("show", new Show(console));
    line.addSubcommand("end", new End(console));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what of them? list, show or end");
  }

  /** Which sessions are meant. */
  static final class Which {
    @Option(names = "--service", paramLabel = "NAME", description = "Of this service.")
    private Optional<String> service = Optional.empty();

    @Option(
        names = "--user",
        paramLabel = "NAME",
        description = "Of this user, as the login had it, to the letter.")
    private Optional<String> user = Optional.empty();

    @Option(
        names = "--client",
        paramLabel = "NETWORK",
        description = "Of clients there: an address, or a network such as 192.0.2.0/24.")
    private Optional<String> client = Optional.empty();

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      service.ifPresent(value -> fields.put("service", value));
      user.ifPresent(value -> fields.put("user", value));
      client.ifPresent(value -> fields.put("client", value));
      return fields;
    }
  }

  @Command(
      name = "list",
      description = "List sessions, the oldest first.",
      footer = {
        "",
        "Examples:",
        "  postern sessions list",
        "  postern sessions list --service intra_imap --sort idle --limit 20",
        "  postern sessions list --client 192.0.2.0/24 --output json"
      })
  static final class ListThem implements Callable<Integer> {
    private static final List<String> COLUMNS =
        List.of(
            "ID", "SERVICE", "CLIENT", "USER", "STATE", "AGE", "IDLE", "IN", "OUT", "TLS",
            "COMMAND");

    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Mixin private ControlOption gateway = new ControlOption();

    @Mixin private Which which = new Which();

    @Option(
        names = "--sort",
        paramLabel = "ORDER",
        defaultValue = "age",
        description = "age, idle, octets, user, client or service. Default: age.")
    private String sort;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "How many at most, up to 1000. Default: 100.")
    private long limit;

    @Mixin private OutputOption output = new OutputOption();

    ListThem(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Map<String, Object> fields = which.fields();
      fields.put("sort", sort);
      fields.put("limit", limit);
      Map<String, Object> answer = Asked.of(gateway, "sessions", fields);
      output.tell(console, () -> answer, () -> print(answer));
      return Exit.OK;
    }

    private void print(Map<String, Object> answer) {
      List<Map<?, ?>> sessions = Asked.maps(answer, "sessions");
      console.print(Columns.lines(COLUMNS, sessions, ListThem::row));
      long more = Asked.number(answer, "total") - sessions.size();
      if (more > 0) {
        console.out().println("and " + more + " more; --limit shows them");
      }
      if (Boolean.FALSE.equals(answer.get("complete"))) {
        console.say("warning: an event loop didn't answer, and its sessions are missing");
      }
    }

    /** {@code 1.3}; the width of a screen has no place for more. */
    private static String tls(Map<?, ?> session) {
      String version = Asked.text(session, "tls_version");
      return version.isEmpty() ? "-" : version.replaceFirst("^TLSv", "");
    }

    private static List<String> row(Map<?, ?> session) {
      return List.of(
          Asked.text(session, "id"),
          Asked.text(session, "service"),
          Asked.text(session, "client_ip"),
          Asked.text(session, "user").isEmpty() ? "-" : Asked.text(session, "user"),
          Asked.text(session, "state"),
          Asked.time(session, "age_s"),
          Asked.time(session, "idle_s"),
          Asked.size(session, "octets_in"),
          Asked.size(session, "octets_out"),
          tls(session),
          Asked.text(session, "command").isEmpty() ? "-" : Asked.text(session, "command"));
    }
  }

  @Command(
      name = "show",
      description = "Show all that is known of one session.",
      footer = {"", "Example:", "  postern sessions show k7f3q2"})
  static final class Show implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Mixin private ControlOption gateway = new ControlOption();

    @Parameters(paramLabel = "ID", description = "Its id, as the log and the list have it.")
    private String id;

    @Mixin private OutputOption output = new OutputOption();

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      List<Map<?, ?>> found =
          Asked.maps(Asked.of(gateway, "sessions", Map.of("id", id)), "sessions");
      if (found.isEmpty()) {
        throw new VerbFailure(Exit.NOTHING, "there is no session " + Console.printable(id));
      }
      Map<?, ?> session = found.getFirst();
      output.tell(console, () -> session, () -> print(session));
      return Exit.OK;
    }

    private void print(Map<?, ?> session) {
      List<List<String>> rows = new ArrayList<>();
      session.forEach((key, value) -> rows.add(List.of(key.toString(), value.toString())));
      console.print(Columns.lines(rows));
    }
  }

  @Command(
      name = "end",
      description = {
        "End sessions: each client is told BYE and both connections are closed. A client in the"
            + " middle of a response is cut off without a word.",
        "What is named must fit all of it. A client may come again at once; what keeps it away is"
            + " a rule, or the server."
      },
      footer = {
        "",
        "Exit codes: 1 there was none, 64 usage, 69 no gateway is running there.",
        "",
        "Examples:",
        "  postern sessions end k7f3q2",
        "  postern sessions end --user alice",
        "  postern sessions end --user alice --client 192.0.2.7",
        "  postern sessions end --all-of-service intra_imap"
      })
  static final class End implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // picocli's
    @Mixin
    private HelpOption help;

    @Spec private CommandSpec spec;

    @Mixin private ControlOption gateway = new ControlOption();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "This one.")
    private Optional<String> id = Optional.empty();

    @Option(
        names = "--user",
        paramLabel = "NAME",
        description = "Those of this user, as the login had it, to the letter.")
    private Optional<String> user = Optional.empty();

    @Option(
        names = "--client",
        paramLabel = "NETWORK",
        description = "Those of clients there: an address, or a network such as 192.0.2.0/24.")
    private Optional<String> client = Optional.empty();

    @Option(names = "--all-of-service", paramLabel = "NAME", description = "Those of this service.")
    private Optional<String> service = Optional.empty();

    @Mixin private OutputOption output = new OutputOption();

    End(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Map<String, Object> fields = new LinkedHashMap<>();
      id.ifPresent(value -> fields.put("id", value));
      user.ifPresent(value -> fields.put("user", value));
      client.ifPresent(value -> fields.put("client", value));
      service.ifPresent(value -> fields.put("service", value));
      if (fields.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "which? Name an ID, --user, --client or --all-of-service");
      }
      Map<String, Object> answer = Asked.of(gateway, "end_sessions", fields);
      long ended = Asked.number(answer, "ended");
      output.tell(
          console,
          () -> answer,
          () -> console.out().println("ended " + CheckVerb.count((int) ended, "session")));
      return ended == 0 ? Exit.NOTHING : Exit.OK;
    }
  }
}

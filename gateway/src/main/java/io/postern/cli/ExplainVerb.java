package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import io.postern.config.Configuration;
import io.postern.imap.Ascii;
import io.postern.imap.CapabilityTable;
import io.postern.imap.ConnectionState;
import io.postern.notation.Policies;
import io.postern.service.Address;
import io.postern.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern explain}. */
@Command(
    name = "explain",
    description = {
      "Tell why a command was refused, or what would be done with one: the message, the state, the"
          + " look-ups in the policy's tables in the order in which they were tried, the rule that"
          + " matched with its file and line, and what comes of it.",
      "With ID, of a decision that a running gateway has made. With --command, of a command that"
          + " nobody sent: no gateway need run, and nothing is sent to anybody. With --summary,"
          + " what policies that are only observed would have changed."
    },
    footer = {
      "",
      "How to read it: the keys under 'look-ups' are those of the policy, tried from",
      "the most exact to '*'; '-' says that the policy has no such entry. The rule is",
      "the first that was found. 'default' is no rule: what isn't listed is refused.",
      "'engine': the gateway itself refused; no policy can open that.",
      "",
      "Exit codes: 0 explained, 1 there is nothing to explain, 64 usage, 66 a file is",
      "missing, 69 no gateway is running, 77 its control socket is another user's,",
      "78 the configuration or policy is wrong.",
      "",
      "Examples:",
      "  postern explain zt5kyc-8           the id at the end of a refusal",
      "  postern explain --summary          of policies under trial",
      "  postern explain -c postern.yaml --service imap --command 'DELETE Trash'",
      "  postern explain --policy policies/mine.yaml \\",
      "                  --command 'UID FETCH 1:* (BODY[])' --user alice",
      "  postern explain --policy mine.py#MyImap --state nonauth \\",
      "                  --command 'LOGIN alice secret'",
      "  postern explain --policy mine.yaml --command IDLE \\",
      "                  --server-has 'IMAP4rev1 IDLE'",
      "  postern explain --policy mine.yaml --response 'FETCH UNTAGGED FETCH'"
    })
final class ExplainVerb implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private ControlOption gateway = new ControlOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "A decision id: SESSION-N, from a refusal or the log.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--summary",
      description = "By rule, what observed policies would have changed, for how many users.")
  private boolean summary;

  @Option(
      names = "--command",
      paramLabel = "COMMAND",
      description = "An IMAP command without its tag.")
  private Optional<String> command = Optional.empty();

  @Option(
      names = "--response",
      paramLabel = "KEY",
      description = "A response by its key: COMMAND TAGGED|UNTAGGED NAME.")
  private Optional<String> response = Optional.empty();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Which service of the configuration; needed if it has several.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "A policy, in place of a configuration: a base class or a file.")
  private Optional<String> policy = Optional.empty();

  @Option(
      names = "--policy-path",
      paramLabel = "PATH",
      description = "Where --policy finds class:a.b.C: a jar or a folder; may stand several times.")
  private List<Path> policyPath = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "selected",
      description = "initial, nonauth, auth or selected. Default: ${DEFAULT-VALUE}.")
  private String state;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Who is logged in, for policy functions.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--server-has",
      paramLabel = "CAPABILITIES",
      description =
          "What the server shows, as one word. Default: IMAP4rev1 and all extensions that"
              + " Postern follows.")
  private Optional<String> serverHas = Optional.empty();

  @Mixin private OutputOption output = new OutputOption();

  ExplainVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int asked =
        (id.isPresent() ? 1 : 0)
            + (summary ? 1 : 0)
            + (command.isPresent() ? 1 : 0)
            + (response.isPresent() ? 1 : 0);
    refuse(
        asked != 1, "what to explain? One of: a decision ID, --summary, --command or --response");
    boolean live = id.isPresent() || summary;
    refuse(live && policy.isPresent(), "--policy is for --command and --response");
    refuse(!live && gateway.named(), "--control is for a decision ID and --summary");
    if (live) {
      return id.isPresent() ? decision(id.get()) : summary();
    }
    return offline();
  }

  private int decision(String which) {
    return ask(ExplainHandlers.EXPLAIN, Map.of("id", which))
        .map(
            found -> {
              print(found, ExplanationText.of(found));
              return Exit.OK;
            })
        .orElse(Exit.NOTHING);
  }

  private int summary() {
    Map<String, Object> fields = new LinkedHashMap<>();
    service.ifPresent(name -> fields.put("service", name));
    return ask(ExplainHandlers.SUMMARY, fields)
        .map(
            found -> {
              print(found, SummaryText.of(found));
              boolean nothing = ((List<?>) found.get("rules")).isEmpty();
              return nothing ? Exit.NOTHING : Exit.OK;
            })
        .orElse(Exit.NOTHING);
  }

  /** Nothing if there is no such thing; then it was said. */
  private Optional<Map<String, Object>> ask(String verb, Map<String, Object> fields) {
    try (ControlClient client = gateway.connect()) {
      ControlAnswer answer = client.ask(verb, fields);
      if (answer.ok()) {
        return Optional.of(answer.fields());
      }
      if (answer.code().equals(ControlAnswer.NOT_FOUND)) {
        console.say(answer.error());
        return Optional.empty();
      }
      throw new VerbFailure(Exit.SOFTWARE, answer.error());
    } catch (ControlException failure) {
      throw ControlOption.failure(failure);
    }
  }

  private int offline() {
    refuse(
        policy.isPresent() == gateway.config().isPresent(),
        "by which policy? Name a configuration with -c FILE, or one by --policy NAME");
    Checker checker = new Checker(new Policies(policyPath));
    Checker.Report report =
        policy.map(checker::policy).orElseGet(() -> checker.configuration(gateway.config().get()));
    if (!report.ok()) {
      Findings.print(report.errors(), console.err(), console.colourErr());
      return report.exit();
    }
    Service judged = service(report);
    RuleLines lines = new RuleLines(judged.policies());
    Map<String, Object> told = new LinkedHashMap<>();
    policy.ifPresentOrElse(
        name -> told.put("policy", name), () -> told.put("service", judged.name()));
    if (response.isPresent()) {
      told.put("verdicts", Explanation.verdicts(List.of(responseOf(judged)), lines));
    } else {
      PlayedCommand played =
          PlayedCommand.of(judged, standing(), user(), capabilities(), checked(command.get()));
      List<Map<String, Object>> verdicts = Explanation.verdicts(played.events, lines);
      if (verdicts.isEmpty()) {
        console.say(
            "this is not a whole command: a literal was announced, and the gateway would ask for"
                + " it; write the argument in quotes instead");
        return Exit.NOTHING;
      }
      told.put("verdicts", verdicts);
      told.put("server_hears", played.serverHears());
      told.put("client_hears", played.clientHears());
    }
    print(told, ExplanationText.of(told));
    return Exit.OK;
  }

  private Service service(Checker.Report report) {
    if (report.policy().isPresent()) {
      refuse(service.isPresent(), "--service is for a configuration");
      // Its addresses are never used.
      return Service.of(
          "explain",
          List.of(new Address("127.0.0.1", 0)),
          new Address("127.0.0.1", 143),
          report.policy().get());
    }
    Configuration configuration = report.configuration().orElseThrow();
    List<String> names = configuration.services().stream().map(Service::name).toList();
    refuse(
        service.isEmpty() && names.size() > 1,
        "which service? --service " + String.join(" or ", names));
    String name = service.orElse(names.getFirst());
    refuse(
        !names.contains(name),
        "--service: found " + name + ", expected one of " + String.join(", ", names));
    return configuration.services().get(names.indexOf(name));
  }

  private ConnectionState standing() {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "initial" -> ConnectionState.INITIAL;
      case "nonauth" -> ConnectionState.NONAUTH;
      case "auth" -> ConnectionState.AUTH;
      case "selected" -> ConnectionState.SELECTED;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--state: found " + state + ", expected initial, nonauth, auth or selected");
    };
  }

  /** Nobody is logged in where nobody can be. */
  private Optional<String> user() {
    return standing().authenticated() ? Optional.of(user.orElse("user")) : Optional.empty();
  }

  private List<String> capabilities() {
    if (serverHas.isPresent()) {
      return List.of(Ascii.upper(serverHas.get().strip()).split("\\s+", -1));
    }
    return CapabilityTable.rows().stream()
        .map(row -> Ascii.upper(row.name()))
        .filter(name -> CapabilityTable.follows(name) && !CapabilityTable.ofOneConnection(name))
        // It would bring IDLE, MOVE and others a second time, and few servers have it.
        .filter(name -> !name.equals("IMAP4REV2"))
        .toList();
  }

  private String checked(String text) {
    refuse(
        text.isBlank() || text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0),
        "--command: expected one line, such as 'DELETE Trash'");
    return text.strip();
  }

  private io.postern.audit.Event responseOf(Service judged) {
    try {
      return PlayedResponse.of(judged.ownPolicy(), response.orElseThrow(), standing());
    } catch (IllegalArgumentException fault) {
      throw new ParameterException(
          spec.commandLine(), "--response: expected " + fault.getMessage());
    }
  }

  private void print(Map<String, Object> fields, List<String> page) {
    output.tell(console, () -> fields, () -> console.print(page));
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}

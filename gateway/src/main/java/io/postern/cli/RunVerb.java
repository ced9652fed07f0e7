package io.postern.cli;

import io.postern.admin.ControlHandler;
import io.postern.admin.ControlPaths;
import io.postern.admin.EventCounts;
import io.postern.admin.Handlers;
import io.postern.audit.EventLog;
import io.postern.audit.LogFormat;
import io.postern.audit.ObserveSummary;
import io.postern.audit.RecentDecisions;
import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.ListenException;
import io.postern.net.WarmUpException;
import io.postern.notation.Policies;
import io.postern.service.Plan;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern run}. */
@Command(
    name = "run",
    description = {
      "Guard IMAP servers: of a configuration, or one that the command line names.",
      "Lines of the log go to standard output, messages to standard error. SIGTERM or Ctrl-C ends"
          + " the sessions with BYE and then the gateway, as 'postern drain' does; a second one"
          + " ends it at once. SIGHUP reads the configuration and the policies anew, as 'postern"
          + " reload' does."
    },
    footer = {
      "",
      "Exit codes: 143 on SIGTERM, 130 on Ctrl-C, 0 on 'postern drain', 64 usage, 66 a file is"
          + " missing,",
      "73 can't listen, 77 may not listen or read, 78 the configuration or a policy",
      "is wrong and nothing was started.",
      "",
      "Examples:",
      "  postern run -c postern.yaml",
      "  postern run -c postern.yaml --service intra_imap --log json",
      "  postern run --listen 127.0.0.1:1143 --server 127.0.0.1:143",
      "  postern run --listen '[::1]:1143' --server mail.example.org:143 \\",
      "              --policy ImapProxyStrict"
    })
final class RunVerb implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where clients connect, in place of a configuration; may stand several times.")
  private List<String> listen = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The IMAP server behind --listen.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description =
          "The policy of --listen: a base class or a file. Default: ImapProxy, which accepts what"
              + " Postern understands.")
  private Optional<String> policy = Optional.empty();

  @Option(
      names = "--policy-path",
      paramLabel = "PATH",
      description = "Where --policy finds class:a.b.C: a jar or a folder; may stand several times.")
  private List<Path> policyPath = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description =
          "With --config: run this service only; may stand several times. With --listen: its"
              + " name. Default: imap.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--control",
      paramLabel = "PATH|none",
      description =
          "Where the control socket is, in place of the configuration's. Default: in the runtime"
              + " folder.")
  private Optional<String> control = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "The form of the log's lines. Default: text.")
  private Output log;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "The form of messages about the start. Default: text.")
  private Output output;

  RunVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    // Before anything is read: what is changed while we read is told by a signal, too.
    HangUps hangUps = HangUps.taken();
    try (ReadingThread reading = new ReadingThread()) {
      return run(reading, hangUps);
    }
  }

  private int run(ReadingThread reading, HangUps hangUps) throws InterruptedException {
    // Loading the network's native code takes a while: while the configuration is read.
    CompletableFuture<GatewaySettings> settings =
        CompletableFuture.supplyAsync(GatewaySettings::best);
    Checker.Report report = reading.read(this::report, Timeouts.MAX);
    StartMessages messages = new StartMessages(console, output);
    messages.findings(report.errors(), report.warnings());
    if (report.configuration().isEmpty()) {
      return report.exit();
    }
    Configuration configuration = report.configuration().get();
    refuseUnknown(configuration);
    Plan plan = chosen(configuration);
    LogFormat format =
        switch (log) {
          case text -> LogFormat.TEXT;
          case json -> LogFormat.JSON;
        };
    ControlPlace place =
        control.map(path -> ControlPlace.of(path, Path.of(""))).orElse(configuration.control());
    RecentDecisions recent = new RecentDecisions(Clock.systemUTC());
    EventCounts counts = new EventCounts(Clock.systemUTC());
    ObserveSummary observed = new ObserveSummary(Clock.systemUTC());
    // In this order: one who may not have the socket has opened no port.
    try (Supervisor supervisor = Supervisor.of(System.getenv(), messages::noSupervisor);
        ControlDoor door =
            ControlDoor.open(place, config, ControlPaths.of(System.getenv()), messages);
        AdminDoor admin = AdminDoor.open(configuration.admin());
        EventLog events = new EventLog(console.log(), format, Clock.systemUTC());
        Gateway gateway =
            new Gateway(plan, events.and(recent).and(observed).and(counts), settings.join())) {
      Reloader reloader =
          new Reloader(
              gateway, source(reading), configuration, events.and(observed).and(counts), messages);
      RunningControl running = new RunningControl(gateway, reloader, counts, config);
      // Before it is ready, so that it can say that it isn't.
      admin.serve(running);
      gateway.start();
      // Only now: before, there is no session that deserves a drain.
      Signals signals = new Signals(messages::endedAtOnce);
      Map<String, ControlHandler> handlers = new HashMap<>(Handlers.of(running));
      handlers.computeIfPresent(
          "reload",
          (_, reload) ->
              (request, talk) -> {
                try (var _ = supervisor.reloading()) {
                  return reload.answer(request, talk);
                }
              });
      handlers.put("drain", DrainVerb.handler(signals, gateway));
      handlers.put("record", new RecordHandler(gateway, policyNames(reloader)));
      handlers.putAll(ExplainHandlers.of(recent, observed, gateway::services));
      door.serve(handlers);
      for (Gateway.Listening at : gateway.listening()) {
        messages.listening(
            at,
            plan.service(at.service()).orElseThrow(),
            configuration.policies().get(at.service()));
      }
      admin.address().ifPresent(messages::admin);
      running.started();
      supervisor.ready(CheckVerb.count(plan.services().size(), "service"));
      supervisor.watch(gateway::loopsAnswer);
      hangUps.reloadBy(
          () -> {
            try (var _ = supervisor.reloading()) {
              var _ = reloader.reload(false);
            }
          });
      int exit = signals.await();
      messages.ending();
      supervisor.stopping("draining");
      messages.drained(
          gateway.drain(
              reloader.inForce().configuration().drain().max(),
              left -> {
                messages.draining(left);
                supervisor.status("draining, sessions left: " + left);
              }));
      return exit;
    } catch (ListenException e) {
      throw new VerbFailure(exit(e.reason()), e.getMessage());
    } catch (WarmUpException e) {
      throw new VerbFailure(Exit.CONFIG, e.getMessage());
    }
  }

  private BiFunction<Service, String, Optional<String>> policyNames(Reloader reloader) {
    return (service, folder) ->
        PolicyNames.from(
            reloader.inForce().configuration(), config, service.name(), Path.of(folder));
  }

  private RunSource source(ReadingThread reading) {
    return new RunSource() {
      @Override
      public Checker.Report read() {
        return reading.read(RunVerb.this::report, ReadingThread.PATIENCE);
      }

      @Override
      public Plan chosen(Configuration configuration) {
        return RunVerb.this.chosen(configuration);
      }

      @Override
      public boolean controlMoved(Configuration now, Configuration next) {
        return control.isEmpty() && !now.control().equals(next.control());
      }

      @Override
      public String hash() {
        return config.map(ConfigHash::of).orElse("");
      }
    };
  }

  private Checker.Report report() {
    Checker checker = new Checker(new Policies(policyPath));
    if (config.isPresent()) {
      refuse(
          !listen.isEmpty() || server.isPresent() || policy.isPresent(),
          "--listen, --server and --policy are for a run without a configuration");
      return checker.configuration(config.get());
    }
    refuse(
        listen.isEmpty() || server.isEmpty(),
        "what to run? Name a configuration with -c FILE, or --listen HOST:PORT and --server"
            + " HOST:PORT");
    refuse(names.size() > 1, "with --listen there is one service, so one --service");
    return FlagService.check(
        checker,
        spec.commandLine(),
        names.isEmpty() ? "imap" : names.getFirst(),
        listen,
        server.get(),
        policy.orElse("ImapProxy"));
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private void refuseUnknown(Configuration configuration) {
    List<String> known = configuration.services().stream().map(Service::name).toList();
    for (String name : names) {
      refuse(
          config.isPresent() && !known.contains(name),
          "--service: found " + name + ", expected one of " + String.join(", ", known));
    }
  }

  private Plan chosen(Configuration configuration) {
    Plan plan = configuration.plan();
    return config.isEmpty() || names.isEmpty() ? plan : plan.only(Set.copyOf(names));
  }

  static int exit(ListenException.Reason reason) {
    return switch (reason) {
      case IN_USE, NO_SUCH_ADDRESS, NO_SUCH_NAME, ENDING, OTHER -> Exit.CANNOT_CREATE;
      case NOT_PERMITTED, NOT_TRANSPARENT -> Exit.NO_PERMISSION;
      case NOT_LOOPBACK -> Exit.CONFIG;
    };
  }
}

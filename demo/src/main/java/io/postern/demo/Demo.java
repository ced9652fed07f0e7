package io.postern.demo;

import io.postern.cli.Console;
import io.postern.cli.Exit;
import io.postern.cli.Signals;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.ListenException;
import io.postern.net.WarmUpException;
import io.postern.service.Address;
import io.postern.service.Service;
import io.postern.service.Switches;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern demo}. */
@Command(
    name = "demo",
    description = {
      "Start a mail server with a few mails in it and the gateway in front of it, and show what the"
          + " gateway decides about each command, until Ctrl-C. Everything stays on this machine,"
          + " and nothing is kept.",
      "The policy hides the server's greeting and capabilities and refuses DELETE."
    },
    footer = {
      "",
      "User demo, password demo. Then, in another terminal:",
      "  curl 'imap://127.0.0.1:1143/INBOX;MAILINDEX=1' -u demo:demo",
      "",
      "Exit codes: 130 on Ctrl-C, 143 on SIGTERM, 64 usage, 73 a port is in use,",
      "77 a port may not be used.",
      "",
      "Examples:",
      "  postern demo",
      "  postern demo --port 2143",
      "  NO_COLOR=1 postern demo      without colours"
    })
final class Demo implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final int PORT_MAX = 65_535;

  /** Nobody waits for a demo. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it.
  private boolean help;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "1143",
      description = "Where the gateway listens on 127.0.0.1; 0 is any free port. Default: 1143.")
  private int port;

  @Option(
      names = "--server-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where the mail server listens on 127.0.0.1. Default: any free port.")
  private int serverPort;

  Demo(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    port("--port", port);
    port("--server-port", serverPort);
    Signals signals = new Signals(() -> {});
    try (MailServer server = MailServer.start(HOST, serverPort);
        Screen screen = new Screen(console.out(), console.colourOut());
        Gateway gateway =
            new Gateway(List.of(service(server.port())), screen, GatewaySettings.best())) {
      gateway.start();
      Address listening = gateway.listening().getFirst().address();
      screen.print(Welcome.text(listening, server.port(), DemoPolicy.text()));
      int exit = signals.await();
      gateway.drain(DRAIN);
      return exit;
    } catch (MailServer.PortInUse taken) {
      return refuse(
          Exit.CANNOT_CREATE,
          "cannot listen on " + HOST + ":" + taken.port() + ": the port is in use",
          "--server-port");
    } catch (ListenException failure) {
      int exit =
          failure.reason() == ListenException.Reason.NOT_PERMITTED
              ? Exit.NO_PERMISSION
              : Exit.CANNOT_CREATE;
      return refuse(exit, failure.getMessage(), "--port");
    } catch (WarmUpException failure) {
      throw new IllegalStateException("the demo's own policy", failure);
    }
  }

  private Service service(int behind) {
    return Service.of(
            "demo", List.of(new Address(HOST, port)), new Address(HOST, behind), DemoPolicy.load())
        .withSwitches(Switches.DEFAULT.withTellAccepts(true));
  }

  private int refuse(int exit, String what, String option) {
    console.say(what);
    console.say("choose another port: postern demo " + option + " PORT (0 is any free one)");
    return exit;
  }

  private void port(String option, int value) {
    if (value < 0 || value > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(), option + ": found " + value + ", expected 0 to " + PORT_MAX);
    }
  }
}

package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlHandler;
import io.postern.net.Gateway;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern drain}. */
@Command(
    name = "drain",
    description = {
      "Have a gateway that runs drain and end, as SIGTERM does: it takes no new clients, each"
          + " session ends with BYE at its next quiet moment, all within the configuration's"
          + " drain.max. Then the gateway ends, with exit code 0.",
      "It only begins that, and doesn't wait; 'postern status' tells what is left."
    },
    footer = {
      "",
      "Exit codes: 69 no gateway is running there, 77 its control socket is another",
      "user's.",
      "",
      "Examples:",
      "  postern drain                     the only gateway that runs",
      "  postern drain -c postern.yaml     the one that runs this configuration"
    })
final class DrainVerb implements Callable<Integer> {
  private static final String SESSIONS = "sessions";

  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private ControlOption gateway = new ControlOption();

  @Mixin private OutputOption output = new OutputOption();

  DrainVerb(Console console) {
    this.console = console;
  }

  /** The gateway's part of it. */
  static ControlHandler handler(Signals signals, Gateway gateway) {
    return (_, _) -> {
      // Counted first: who asks learns how many there were when it began.
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put(SESSIONS, gateway.statistics().sessions());
      signals.ask();
      return ControlAnswer.done(fields);
    };
  }

  @Override
  public Integer call() {
    Map<String, Object> answer = Asked.of(gateway, "drain", Map.of());
    output.tell(
        console,
        () -> answer,
        () ->
            console
                .out()
                .println(
                    "draining: "
                        + CheckVerb.count((int) Asked.number(answer, SESSIONS), "session")
                        + " left"));
    return Exit.OK;
  }
}

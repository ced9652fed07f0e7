package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern reload}. */
@Command(
    name = "reload",
    description = {
      "Have a gateway that runs read its configuration and policies anew. New sessions get them;"
          + " those that are there keep what they began with, and none is dropped.",
      "Services, rules and zones may come and go; what is still listened on keeps its socket.",
      "If anything is wrong, all of it is told and everything stays as it was. SIGHUP does the"
          + " same, and tells it in the log."
    },
    footer = {
      "",
      "Exit codes: 69 no gateway is running there, 77 its control socket is another",
      "user's, 78 what was read is wrong or needs a restart, 66 a file is missing,",
      "73 can't listen where a service is to listen now.",
      "",
      "Examples:",
      "  postern reload",
      "  postern reload -c postern.yaml --dry-run   would it work, and what would change?"
    })
final class ReloadVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private ControlOption gateway = new ControlOption();

  @Option(names = "--dry-run", description = "Only try it.")
  private boolean dryRun;

  @Mixin private OutputOption output = new OutputOption();

  ReloadVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlClient client = gateway.connect()) {
      ControlAnswer answer = client.ask("reload", Map.of("dry_run", dryRun));
      output.tell(console, () -> json(answer), () -> print(answer));
      return answer.ok()
          ? Exit.OK
          : answer.fields().get("exit") instanceof Long exit
              ? Math.toIntExact(exit)
              : Exit.SOFTWARE;
    } catch (ControlException failure) {
      throw ControlOption.failure(failure);
    }
  }

  private void print(ControlAnswer answer) {
    findings(answer, "errors", "");
    findings(answer, "warnings", "warning: ");
    if (!answer.ok()) {
      console.say(
          StartMessages.notReloadedText(
              answer.fields().containsKey("errors") ? "" : answer.error()));
      return;
    }
    if (answer.fields().get("services") instanceof Map<?, ?> services) {
      services.forEach(
          (name, changed) ->
              console
                  .out()
                  .println(
                      Console.printable(
                          name + ": " + (changed instanceof List<?> parts ? parts(parts) : ""))));
    }
    for (String kind : List.of("listeners", "rules", "zones")) {
      if (answer.fields().get(kind) instanceof List<?> changes) {
        console.out().println(Console.printable(kind + ": " + parts(changes)));
      }
    }
    console.out().println(dryRun ? "would be reloaded" : "reloaded");
  }

  private static String parts(List<?> parts) {
    return parts.isEmpty()
        ? "unchanged"
        : String.join(", ", parts.stream().map(Object::toString).toList());
  }

  private void findings(ControlAnswer answer, String key, String kind) {
    if (answer.fields().get(key) instanceof List<?> findings) {
      for (Object finding : findings) {
        if (finding instanceof Map<?, ?> told) {
          console.err().println(Console.printable(place(told) + kind + told.get("message")));
        }
      }
    }
  }

  private static String place(Map<?, ?> finding) {
    StringBuilder place = new StringBuilder();
    for (String key : List.of("file", "line", "column")) {
      if (finding.get(key) != null) {
        place.append(finding.get(key)).append(':');
      }
    }
    return place.append(' ').toString();
  }

  private static Map<String, Object> json(ControlAnswer answer) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", answer.ok());
    if (!answer.ok()) {
      all.put("error", answer.error());
    }
    all.putAll(answer.fields());
    return all;
  }
}

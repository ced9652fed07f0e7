package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern status}. */
@Command(
    name = "status",
    description = "Tell how a gateway that runs is: its services, its sessions, its counts.",
    footer = {
      "",
      "Exit codes: 69 no gateway is running there, 77 its control socket is another",
      "user's.",
      "",
      "Examples:",
      "  postern status                     the only gateway that runs",
      "  postern status -c postern.yaml     the one that runs this configuration",
      "  postern status --output json"
    })
final class StatusVerb implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("name", "listen", "server", "policy", "mode", "sessions");

  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private ControlOption gateway = new ControlOption();

  @Mixin private OutputOption output = new OutputOption();

  StatusVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlClient client = gateway.connect()) {
      ControlAnswer answer = client.ask("status", Map.of());
      if (!answer.ok()) {
        throw new VerbFailure(Exit.SOFTWARE, answer.error());
      }
      output.tell(console, answer::fields, () -> print(answer.fields()));
      return Exit.OK;
    } catch (ControlException failure) {
      throw ControlOption.failure(failure);
    }
  }

  private void print(Map<String, Object> status) {
    Duration up = Duration.between(Instant.parse(text(status, "since")), Instant.now());
    String file = text(status, "configuration");
    say(
        "postern "
            + text(status, "version")
            + ", process "
            + text(status, "pid")
            + ", running for "
            + spoken(up)
            + (file.isEmpty() ? "" : ", configuration " + file));
    if (status.get("not_ready") instanceof List<?> reasons) {
      reasons.forEach(reason -> say("not ready: " + reason));
    }
    if (!text(status, "reload_failed").isEmpty()) {
      say("the last reload failed: " + text(status, "reload_failed"));
    }
    console.print(Columns.lines(COLUMNS, Asked.maps(status, "services"), StatusVerb::row));
    status.forEach(
        (key, value) -> {
          if (value instanceof Long number && !key.equals("pid")) {
            say(key + " " + number);
          }
        });
  }

  private static List<String> row(Map<?, ?> service) {
    return COLUMNS.stream()
        .map(
            key ->
                service.get(key) instanceof List<?> several
                    ? String.join(",", several.stream().map(Object::toString).toList())
                    : String.valueOf(service.get(key)))
        .toList();
  }

  /** {@code 3 d 4 h}, {@code 4 h 5 min}, {@code 5 min 6 s}. */
  static String spoken(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return (time.toMinutes() > 0 ? time.toMinutes() + " min " : "")
        + Math.max(0, time.toSecondsPart())
        + " s";
  }

  private static String text(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private void say(String line) {
    console.print(List.of(line));
  }
}

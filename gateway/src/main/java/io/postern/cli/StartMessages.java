package io.postern.cli;

import io.postern.admin.Json;
import io.postern.net.Drained;
import io.postern.net.Gateway;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import io.postern.service.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says of its start and its end, on standard error: the log has standard output for
 * itself.
 */
final class StartMessages {
  private final Console console;
  private final Output output;

  StartMessages(Console console, Output output) {
    this.console = console;
    this.output = output;
  }

  void findings(List<ConfigError> errors, List<ConfigWarning> warnings) {
    switch (output) {
      case text -> {
        Findings.print(errors, console.err(), console.colourErr());
        Findings.printWarnings(warnings, console.err(), console.colourErr());
      }
      case json -> {
        Findings.errors(errors).forEach(finding -> json("error", finding));
        Findings.warnings(warnings).forEach(finding -> json("warning", finding));
      }
    }
  }

  void listening(Gateway.Listening at, Service service, String policy) {
    switch (output) {
      case text ->
          console.say(
              "service "
                  + at.service()
                  + " listens on "
                  + at.address()
                  + ", server "
                  + service.router().described()
                  + ", policy "
                  + policy
                  + (service.observe().mode() ? " (mode observe: nothing is enforced)" : "")
                  + service
                      .observe()
                      .second()
                      .map(second -> ", observing " + second.name())
                      .orElse(""));
      case json -> {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("service", at.service());
        facts.put("listen", at.address().toString());
        facts.put("server", service.router().described());
        facts.put("policy", policy);
        facts.put("mode", service.observe().mode() ? "observe" : "enforce");
        service.observe().second().ifPresent(second -> facts.put("observe", second.name()));
        json("listening", facts);
      }
    }
  }

  /** Where health and metrics are. */
  void admin(Address at) {
    switch (output) {
      case text -> console.say("admin listens on http://" + at);
      case json -> json("admin_listening", Map.of("listen", at.toString()));
    }
  }

  /** Without a control socket the gateway runs, but can't be asked. */
  void noControl(String why) {
    switch (output) {
      case text ->
          console.say("warning: this gateway has no control socket, so it can't be asked: " + why);
      case json -> json("no_control", Map.of("message", why));
    }
  }

  /** New sessions get what was read. */
  void reloaded(String what) {
    switch (output) {
      case text -> console.say("reloaded: " + what);
      case json -> json("reloaded", Map.of("message", what));
    }
  }

  /** All stays as it is; the reason is empty where errors have been told. */
  void notReloaded(String why) {
    switch (output) {
      case text -> console.say(notReloadedText(why));
      case json -> json("not_reloaded", Map.of("message", why));
    }
  }

  static String notReloadedText(String why) {
    return "not reloaded, everything stays as it was" + (why.isEmpty() ? "" : ": " + why);
  }

  void ending() {
    switch (output) {
      case text -> console.say("ending; once more to end at once");
      case json -> json("ending", Map.of());
    }
  }

  void endedAtOnce() {
    switch (output) {
      case text -> console.say("ended at once");
      case json -> json("ended_at_once", Map.of());
    }
  }

  /** The gateway runs, but its service manager isn't told how. */
  void noSupervisor(String why) {
    switch (output) {
      case text -> console.say("warning: the service manager can't be told: " + why);
      case json -> json("no_supervisor", Map.of("message", why));
    }
  }

  /** Told now and then while sessions go on. */
  void draining(int left) {
    switch (output) {
      case text -> console.say("draining: " + CheckVerb.count(left, "session") + " left");
      case json -> json("draining", Map.of("left", left));
    }
  }

  void drained(Drained how) {
    if (how.cutOff() == 0) {
      return;
    }
    switch (output) {
      case text -> console.say(CheckVerb.count(how.cutOff(), "session") + " did not end in time");
      case json -> json("cut_off", Map.of("sessions", how.cutOff(), "ended", how.ended()));
    }
  }

  private void json(String event, Map<String, Object> facts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("event", event);
    all.putAll(facts);
    console.err().println(Json.write(all));
  }
}

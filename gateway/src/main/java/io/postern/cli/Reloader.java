package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.config.Configuration;
import io.postern.net.Gateway;
import io.postern.net.ListenException;
import io.postern.net.WarmUpException;
import io.postern.policy.ConfigError;
import io.postern.service.Plan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a gateway runs anew, and lets its new sessions have it: all of it, or nothing. One
 * reload after the other; any thread but an event loop.
 */
final class Reloader {
  private final Gateway gateway;
  private final RunSource source;
  private final EventSink events;
  private final StartMessages messages;
  private volatile InForce inForce;
  private volatile String hash;

  /**
   * What new sessions get.
   *
   * @param read when
   * @param failure why the reload that was tried last came to nothing; empty if it didn't
   */
  record InForce(Configuration configuration, Instant read, String failure) {}

  Reloader(
      Gateway gateway,
      RunSource source,
      Configuration first,
      EventSink events,
      StartMessages messages) {
    this.gateway = gateway;
    this.source = source;
    this.events = events;
    this.messages = messages;
    this.inForce = new InForce(first, Instant.now(), "");
    this.hash = source.hash();
  }

  InForce inForce() {
    return inForce;
  }

  /** Of the file that new sessions' configuration was read from; see {@link RunSource#hash}. */
  String hash() {
    return hash;
  }

  /** Reads, checks, makes ready, and then changes everything at once. */
  synchronized ControlAnswer reload(boolean dryRun) {
    Checker.Report report;
    try {
      report = source.read();
    } catch (VerbFailure told) {
      return refused(dryRun, ControlAnswer.CONFIG, told.exit(), told.getMessage());
    } catch (RuntimeException ours) {
      // A policy engine's fault, say: whoever asks is told, and the gateway goes on.
      return refused(dryRun, ControlAnswer.INTERNAL, Exit.SOFTWARE, "internal error: " + ours);
    }
    messages.findings(report.errors(), report.warnings());
    Optional<Configuration> found = report.configuration();
    if (found.isEmpty()) {
      return broken(dryRun, report);
    }
    if (source.controlMoved(inForce.configuration(), found.get())) {
      return needsRestart(dryRun, "the control socket is elsewhere");
    }
    if (!inForce.configuration().admin().equals(found.get().admin())) {
      return needsRestart(dryRun, "admin listens elsewhere");
    }
    Plan plan = source.chosen(found.get());
    PlanChanges changes = PlanChanges.between(gateway.plan(), plan);
    if (!dryRun) {
      try {
        gateway.warm(plan.services());
        gateway.replace(plan);
      } catch (WarmUpException notReady) {
        return refused(dryRun, ControlAnswer.CONFIG, Exit.CONFIG, notReady.getMessage());
      } catch (ListenException closed) {
        return refused(
            dryRun, ControlAnswer.REFUSED, RunVerb.exit(closed.reason()), closed.getMessage());
      }
      inForce = new InForce(found.get(), Instant.now(), "");
      hash = source.hash();
      messages.reloaded(changes.text());
      events.event(SessionInfo.NONE, new Event.ConfigReloaded(true, changes.text()));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dry_run", dryRun);
    fields.put("services", changes.services());
    fields.putAll(changes.others());
    fields.put("warnings", Findings.warnings(report.warnings()));
    return ControlAnswer.done(fields);
  }

  private ControlAnswer needsRestart(boolean dryRun, String what) {
    return refused(dryRun, ControlAnswer.REFUSED, Exit.CONFIG, what + ": that needs a restart");
  }

  private ControlAnswer broken(boolean dryRun, Checker.Report report) {
    List<ConfigError> errors = report.errors();
    ConfigError first = errors.getFirst();
    int others = errors.size() - 1;
    String reason =
        first.place()
            + ": "
            + first.message()
            + (others > 0 ? " (and " + CheckVerb.count(others, "more error") + ")" : "");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("errors", Findings.errors(errors));
    fields.put("warnings", Findings.warnings(report.warnings()));
    return refused(dryRun, ControlAnswer.CONFIG, report.exit(), reason, fields);
  }

  private ControlAnswer refused(boolean dryRun, String code, int exit, String reason) {
    return refused(dryRun, code, exit, reason, Map.of());
  }

  private ControlAnswer refused(
      boolean dryRun, String code, int exit, String reason, Map<String, Object> more) {
    if (!dryRun) {
      inForce = new InForce(inForce.configuration(), inForce.read(), reason);
      messages.notReloaded(more.containsKey("errors") ? "" : reason);
      events.event(SessionInfo.NONE, new Event.ConfigReloaded(false, reason));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dry_run", dryRun);
    fields.put("exit", exit);
    fields.putAll(more);
    return ControlAnswer.refused(code, reason, fields);
  }
}

package io.postern.admin;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.imap.Ascii;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Counts what is told, for metrics. Labels are of closed lists or bounded, and none is of a person:
 * no user, address of a client, mailbox or tag. Any thread; nothing here waits.
 *
 * <p>A new kind of event that deserves a metric gets a case in {@link #event} and a family in
 * {@link #families}; its row in docs/operations.md is asked for by a test.
 */
public final class EventCounts implements EventSink {
  /** Rules that are told apart; a policy has tens of them. */
  static final int RULES_MAX = 500;

  /** Servers and services are as many as the configuration has, and more after reloads. */
  private static final int CONFIGURED_MAX = 1000;

  /** Combinations of closed lists: more than there can be. */
  private static final int CLOSED_MAX = 1000;

  /** Mechanisms of the IANA registry that clients use; a client may invent any other. */
  private static final Set<String> MECHANISMS =
      Set.of(
          "LOGIN",
          "PLAIN",
          "EXTERNAL",
          "ANONYMOUS",
          "CRAM-MD5",
          "DIGEST-MD5",
          "SCRAM-SHA-1",
          "SCRAM-SHA-1-PLUS",
          "SCRAM-SHA-256",
          "SCRAM-SHA-256-PLUS",
          "GSSAPI",
          "NTLM",
          "OAUTHBEARER",
          "XOAUTH2");

  /** What this gateway takes; another would be a library's surprise. */
  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  /** What a failed connection to a server may be called; the event's words are cut to these. */
  private static final Set<String> REASONS =
      Set.of("connection refused", "timed out", "no such host", "no route to host", "no address");

  /** Upper bounds in seconds: from a login check to a day of IDLE. */
  private static final List<Double> DURATIONS =
      List.of(0.1, 1.0, 10.0, 60.0, 300.0, 1800.0, 3600.0, 14_400.0, 86_400.0);

  private final Clock clock;
  private final Tallies logins = new Tallies(CLOSED_MAX, "mechanism", "result");
  private final Tallies decisions = new Tallies(RULES_MAX, "kind", "rule", "action", "mode");
  private final Tallies policyFailures = new Tallies(RULES_MAX, "rule", "mode");
  private final Tallies violations = new Tallies(CLOSED_MAX, "side", "kind");
  private final Tallies quirks = new Tallies(1);
  private final Tallies unreachable = new Tallies(CONFIGURED_MAX, "server", "reason");
  private final Tallies limits = new Tallies(CLOSED_MAX, "limit", "action");
  private final Tallies handshakes = new Tallies(CLOSED_MAX, "side", "version", "result");
  private final Tallies handshakeFailures = new Tallies(CLOSED_MAX, "side", "reason");
  private final Tallies reloads = new Tallies(2, "result");
  private final AtomicLong reloadedAt;
  private final AtomicLongArray durations = new AtomicLongArray(DURATIONS.size() + 1);
  private final DoubleAdder durationSum = new DoubleAdder();

  /** The start counts as the first successful load. */
  public EventCounts(Clock clock) {
    this.clock = clock;
    this.reloadedAt = new AtomicLong(clock.instant().getEpochSecond());
    reloads.count(0, "ok");
    reloads.count(0, "failed");
    quirks.count(0);
  }

  @Override
  public void event(SessionInfo session, Event event) {
    switch (event) {
      case Event.LoggedIn login -> logins.count(mechanism(login.mechanism()), "ok");
      case Event.LoginFailed login -> logins.count(mechanism(login.mechanism()), "failed");
      case Event.Decided decided ->
          decisions.count(
              decided.response() ? "response" : "command",
              decided.rule(),
              decided.action(),
              decided.mode());
      case Event.PolicyFailed failed -> policyFailures.count(failed.rule(), failed.mode());
      case Event.Violated violated ->
          violations.count(
              violated.byClient() ? "client" : "server",
              violated.violation().kind().name().toLowerCase(Locale.ROOT));
      case Event.ServerUnreachable failed ->
          unreachable.count(
              session.server(),
              REASONS.contains(failed.why()) ? failed.why().replace(' ', '_') : Tallies.OTHER);
      case Event.LimitReached reached -> limits.count(reached.limit(), reached.action());
      case Event.TlsEstablished done ->
          handshakes.count(done.side(), version(done.tls().version()), "ok");
      case Event.TlsFailed failed -> {
        handshakes.count(failed.side(), "none", "failed");
        handshakeFailures.count(failed.side(), failed.fault());
      }
      case Event.ConfigReloaded reloaded -> reloaded(reloaded.ok());
      case Event.SessionFinished finished -> finished(finished);
      // What isn't counted here is counted where it happens, or is for people only.
      default -> {}
    }
  }

  /** All of it, now. */
  public List<Family> families() {
    List<Family> families = new ArrayList<>();
    families.add(logins.family("postern_auth_attempts_total", "Logins that a server answered."));
    families.add(
        decisions.family(
            "postern_policy_decisions_total",
            "Decisions other than a plain accept; and those where accepts are told."));
    families.add(
        policyFailures.family(
            "postern_policy_failures_total",
            "Policy functions that threw, took too long or returned nonsense."));
    families.add(
        violations.family(
            "postern_protocol_violations_total", "Breaches that ended their session."));
    families.add(
        quirks.family("postern_quirks_applied_total", "Messages of servers that needed a mercy."));
    families.add(
        unreachable.family(
            "postern_server_connect_errors_total", "Connections to servers that failed."));
    families.add(
        limits.family(
            "postern_limit_events_total", "Clients refused or ended by a bound of the gateway."));
    families.add(
        handshakes.family(
            "postern_tls_handshakes_total", "TLS handshakes of sessions' connections."));
    families.add(
        handshakeFailures.family("postern_tls_failures_total", "TLS handshakes that failed."));
    families.add(reloads.family("postern_config_reloads_total", "Reloads since the start."));
    families.add(
        Family.of(
            "postern_config_last_reload_success_timestamp_seconds",
            Family.Kind.GAUGE,
            "When what new sessions get was read; at first the start.",
            reloadedAt.get()));
    families.add(sessionDurations());
    return families;
  }

  private Family sessionDurations() {
    List<Long> classes = new ArrayList<>();
    for (int i = 0; i < durations.length(); i++) {
      classes.add(durations.get(i));
    }
    return Family.filling(
            "postern_session_duration_seconds",
            Family.Kind.HISTOGRAM,
            "How long sessions took that have ended.")
        .withHistogram(DURATIONS, classes, durationSum.sum())
        .filled();
  }

  private void reloaded(boolean ok) {
    reloads.count(ok ? "ok" : "failed");
    if (ok) {
      reloadedAt.set(clock.instant().getEpochSecond());
    }
  }

  private void finished(Event.SessionFinished finished) {
    quirks.count(finished.quirks());
    int found = 0;
    while (found < DURATIONS.size() && finished.durationSeconds() > DURATIONS.get(found)) {
      found++;
    }
    durations.incrementAndGet(found);
    durationSum.add(finished.durationSeconds());
  }

  private static String version(String name) {
    return VERSIONS.contains(name) ? name : Tallies.OTHER;
  }

  private static String mechanism(String name) {
    String upper = Ascii.upper(name);
    return MECHANISMS.contains(upper) ? upper : Tallies.OTHER;
  }
}

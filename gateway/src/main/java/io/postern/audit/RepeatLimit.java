package io.postern.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds how many lines one troublemaker can cause: beyond so many a minute they are counted, and
 * one line tells how many. Each failed login has its line whatever happens: others count them to
 * ban addresses. Single-threaded.
 */
final class RepeatLimit {
  /** Lines of one kind (violations, limits, a server that is down) from one address. */
  static final int TROUBLE_PER_MINUTE = 10;

  /**
   * Decisions in one session: far more than a person or a mail client meets, far fewer than fill a
   * disk.
   */
  static final int DECISIONS_PER_MINUTE = 1000;

  /** Troublemakers that are remembered at once; the one longest unheard of is forgotten first. */
  static final int KEYS_MAX = 4096;

  static final long WINDOW_NANOS = 60_000_000_000L;

  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true);
  private long swept;

  RepeatLimit(long nanos) {
    swept = nanos;
  }

  /** Lines that were left out, of one kind. */
  record Suppressed(String event, String session, String service, String clientIp, long lines) {}

  private record Key(String event, String session, String service, String clientIp) {}

  private static final class Count {
    private final long since;
    private int written;
    private long suppressed;

    Count(long since) {
      this.since = since;
    }
  }

  /** Whether this event still gets its line. */
  boolean passes(SessionInfo session, Event event, long nanos) {
    int max;
    Key key;
    switch (event) {
      case Event.Decided decided -> {
        max = DECISIONS_PER_MINUTE;
        key = new Key(event.name(), session.session(), session.service(), session.clientIp());
      }
      case Event.FunctionLogged logged -> {
        max = DECISIONS_PER_MINUTE;
        key = new Key(event.name(), session.session(), session.service(), session.clientIp());
      }
      case Event.Violated violated -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.ServerUnreachable unreachable -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.TlsFailed failed -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.TlsEstablished done -> {
        // At most two a session.
        return true;
      }
      case Event.CertificatesRead read -> {
        return true;
      }
      case Event.LimitReached limit -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.RuleDenied denied -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.LoginDelayed delayed -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.ProxyRefused refused -> {
        max = TROUBLE_PER_MINUTE;
        key = anySession(session, event);
      }
      case Event.OriginBelieved believed -> {
        // Once more with each ID command of a client.
        max = DECISIONS_PER_MINUTE;
        key = new Key(event.name(), session.session(), session.service(), session.clientIp());
      }
      case Event.SessionOpened opened -> {
        return true;
      }
      case Event.PolicyFailed failed -> {
        if (failed.mode().equals("enforce")) {
          return true;
        }
        // The session goes on, and the next message may fail as this one did.
        max = DECISIONS_PER_MINUTE;
        key = new Key(event.name(), session.session(), session.service(), session.clientIp());
      }
      case Event.Unjudged unjudged -> {
        return true;
      }
      case Event.LoggedIn login -> {
        return true;
      }
      case Event.LoginFailed login -> {
        return true;
      }
      case Event.OurFault error -> {
        return true;
      }
      case Event.ConfigReloaded reloaded -> {
        return true;
      }
      case Event.ServerSetAside aside -> {
        return true;
      }
      case Event.ServerBack back -> {
        return true;
      }
      case Event.SessionFinished finished -> {
        return true;
      }
    }
    Count count = counts.computeIfAbsent(key, fresh -> new Count(nanos));
    if (count.written < max) {
      count.written++;
      return true;
    }
    count.suppressed++;
    return false;
  }

  /**
   * Forgets windows that have ended, and returns what was left out in them. Cheap enough to be
   * called for each event.
   */
  List<Suppressed> ended(long nanos) {
    boolean full = counts.size() > KEYS_MAX;
    if (!full && nanos - swept < SWEEP_NANOS) {
      return List.of();
    }
    swept = nanos;
    // Half of them at once, so that a flood of strangers doesn't cost a sweep each.
    int keep = full ? KEYS_MAX / 2 : KEYS_MAX;
    List<Suppressed> ended = new ArrayList<>();
    Iterator<Map.Entry<Key, Count>> entries = counts.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Count> entry = entries.next();
      boolean old = nanos - entry.getValue().since >= WINDOW_NANOS;
      if (old || counts.size() > keep) {
        entries.remove();
        add(entry.getKey(), entry.getValue(), ended);
      }
    }
    return ended;
  }

  /** Forgets everything: the log is being closed. */
  List<Suppressed> all() {
    List<Suppressed> all = new ArrayList<>();
    counts.forEach((key, count) -> add(key, count, all));
    counts.clear();
    return all;
  }

  /** How many are remembered. */
  int keys() {
    return counts.size();
  }

  private static Key anySession(SessionInfo session, Event event) {
    return new Key(event.name(), "", session.service(), session.clientIp());
  }

  private static void add(Key key, Count count, List<Suppressed> to) {
    if (count.suppressed > 0) {
      to.add(new Suppressed(key.event, key.session, key.service, key.clientIp, count.suppressed));
    }
  }
}

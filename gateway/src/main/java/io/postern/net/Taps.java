package io.postern.net;

import io.postern.audit.SessionInfo;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.SessionTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who wait for a session to record. Any thread. */
final class Taps {
  private static final Logger LOG = LoggerFactory.getLogger(Taps.class);

  /** Makes the tap of a session that begins; on its loop. */
  @FunctionalInterface
  interface Maker {
    SessionTap make(SessionInfo session, Service service);
  }

  /** One who waits, and then records. */
  final class Waiting implements Tapping {
    private final String service;
    private final String clientIp;
    private final Maker maker;

    /** The session that it records by now; guarded by the taps. */
    private Optional<Tapped> recorded = Optional.empty();

    private boolean closed;

    Waiting(String service, String clientIp, Maker maker) {
      this.service = service;
      this.clientIp = clientIp;
      this.maker = maker;
    }

    @Override
    public boolean close(String why) {
      Optional<Tapped> session;
      synchronized (Taps.this) {
        closed = true;
        waiting.remove(this);
        waits = !waiting.isEmpty();
        session = recorded;
      }
      session.ifPresent(tapped -> tapped.endsSoon(why));
      return session.isPresent();
    }

    /** Its session has begun; on its loop. A tap that can't be made records nothing. */
    Optional<Tapped> begin(SessionInfo info, Guest guest, Effects effects, long now) {
      Tapped tapped;
      try {
        tapped = new Tapped(maker.make(info, guest.service()), effects, guest.loop(), now);
      } catch (RuntimeException | Error fault) {
        LOG.error("A recording could not begin: {}", Faults.text(fault));
        return Optional.empty();
      }
      boolean late;
      synchronized (Taps.this) {
        recorded = Optional.of(tapped);
        late = closed;
      }
      if (late) {
        // Given up between its choice and now.
        tapped.ends("Stopped.");
      }
      return Optional.of(tapped);
    }
  }

  private final List<Waiting> waiting = new ArrayList<>();

  /** All that a session which begins looks at while nobody waits. */
  private volatile boolean waits;

  /** Waits for the next session of that service from that address. */
  Waiting next(String service, String clientIp, Maker maker) {
    Waiting one = new Waiting(service, clientIp, maker);
    synchronized (this) {
      waiting.add(one);
      waits = true;
    }
    return one;
  }

  /** Whoever has waited for this session longest. */
  Optional<Waiting> take(SessionInfo info) {
    if (!waits) {
      return Optional.empty();
    }
    synchronized (this) {
      for (Waiting one : waiting) {
        if (one.service.equals(info.service()) && one.clientIp.equals(info.clientIp())) {
          waiting.remove(one);
          waits = !waiting.isEmpty();
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }
  }
}

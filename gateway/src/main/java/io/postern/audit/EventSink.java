package io.postern.audit;

/**
 * Where events go: the log, the demo's screen, a test's list.
 *
 * <p>Called on event loops, by several threads at once: it must not block. What it throws is
 * swallowed, and counted, by the caller: observers never hurt traffic.
 */
@FunctionalInterface
public interface EventSink {
  void event(SessionInfo session, Event event);

  /** This one, then another. */
  default EventSink and(EventSink other) {
    return (session, event) -> {
      event(session, event);
      other.event(session, event);
    };
  }
}

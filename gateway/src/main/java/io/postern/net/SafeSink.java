package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink whose faults hurt no session: they are counted, and the first is told. */
final class SafeSink implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(SafeSink.class);

  private final EventSink sink;
  private final LongAdder failures = new LongAdder();

  SafeSink(EventSink sink) {
    this.sink = sink;
  }

  @Override
  public void event(SessionInfo session, Event event) {
    try {
      sink.event(session, event);
    } catch (RuntimeException | Error fault) {
      if (failures.sum() == 0) {
        LOG.error("Events are being lost: {}", Faults.text(fault));
      }
      failures.increment();
    }
  }

  long failures() {
    return failures.sum();
  }
}

package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.service.ClientTls;
import io.postern.service.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Looks at certificates' files every few seconds, and lets new handshakes have what has changed. It
 * follows links, as renewals swap those, and looks at more than the time, which a copy may keep.
 */
final class CertificateWatch implements AutoCloseable {
  /** Soon enough for a renewal; a look costs a few system calls a file. */
  static final long LOOK_SECONDS = 5;

  /** How long a key seals session tickets; the one before it is still read. */
  static final long ROTATION_HOURS = 12;

  private final TlsContexts contexts;
  private final EventSink events;
  private final Map<String, List<String>> loaded = new HashMap<>();
  private final Map<String, List<String>> seen = new HashMap<>();
  private ScheduledExecutorService thread;

  CertificateWatch(TlsContexts contexts, EventSink events) {
    this.contexts = contexts;
    this.events = events;
  }

  /** Begins, if there is anything to watch; once more does nothing. */
  synchronized void start() {
    if (thread != null || contexts.inForce().isEmpty()) {
      return;
    }
    look();
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("postern-certificates").factory());
    var _ = thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    var _ =
        thread.scheduleWithFixedDelay(this::rotate, ROTATION_HOURS, ROTATION_HOURS, TimeUnit.HOURS);
  }

  /**
   * One look. What has changed is read at the next one that finds it unchanged: chain and key are
   * replaced one after the other.
   */
  synchronized void look() {
    Map<String, TlsLegs> legs = contexts.inForce();
    loaded.keySet().retainAll(legs.keySet());
    legs.forEach(
        (name, each) -> {
          List<String> now = signature(each.tls().client());
          List<String> known = loaded.computeIfAbsent(name, _ -> now);
          List<String> last = Optional.ofNullable(seen.put(name, now)).orElse(now);
          if (!now.equals(known) && now.equals(last)) {
            loaded.put(name, now);
            reread(name, each);
          }
        });
  }

  private void reread(String service, TlsLegs legs) {
    SessionInfo info = new SessionInfo("", service, "", 0, "", Optional.empty());
    try {
      legs.reread(contexts.now());
      events.event(info, new Event.CertificatesRead(true, "new handshakes show the new ones"));
    } catch (TlsFileException unfit) {
      events.event(info, new Event.CertificatesRead(false, unfit.getMessage()));
    } catch (SSLException | RuntimeException refused) {
      events.event(info, new Event.CertificatesRead(false, Faults.shortly(refused)));
    }
  }

  private void rotate() {
    contexts.inForce().values().forEach(TlsLegs::rotate);
  }

  private static List<String> signature(ClientTls tls) {
    List<String> all = new ArrayList<>();
    tls.certificates()
        .forEach(
            files -> {
              all.add(signature(files.chain()));
              all.add(signature(files.key()));
            });
    tls.ca().ifPresent(ca -> all.add(signature(ca)));
    return all;
  }

  private static String signature(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.fileKey() + " " + is.size() + " " + is.lastModifiedTime();
    } catch (IOException gone) {
      return "none";
    }
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}

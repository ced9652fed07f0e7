package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import io.postern.benchmarks.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a session costs that is logged in, has a mailbox selected, and rests: the slope of the
 * resident set, plain and by TLS. Each proxy is started anew for it, Postern with a heap of 512 MiB
 * at most; its heap is collected before it is looked at, since what is garbage isn't a session's.
 *
 * <p>Arguments as {@link Compare}'s.
 */
public final class Idle {
  private static final int SOME = 1_000;
  private static final int MOST = 10_000;

  /** Files that a gateway needs besides those of its sessions: jars, libraries, its log. */
  private static final int OTHER_FILES = 1_000;

  private static final String HEAP = "-Xmx512m";

  private Idle() {}

  /** Starts a proxy. */
  private interface Start {
    Peer start() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(args);
    int most = Math.min(MOST, (openFilesMax() - OTHER_FILES) / 2);
    System.out.printf(
        "bench: idle sessions, %d and %d (hard limit of open files: %d)%n",
        SOME, most, openFilesMax());
    Gateways gateways = new Gateways(settings.launcher(), HEAP);
    try (Course course = new Course(settings.folder())) {
      for (boolean tls : new boolean[] {false, true}) {
        measure(course, tls, most, () -> gateways.start(course.behind(), "postern", "ImapProxy"));
        if (settings.wants("nginx")) {
          measure(course, tls, most, () -> Peers.nginx(course.behind(), "nginx", "4k"));
        }
        if (settings.wants("haproxy")) {
          measure(course, tls, most, () -> Peers.haproxy(course.behind(), "haproxy", false));
        }
      }
    }
  }

  private static void measure(Course course, boolean tls, int most, Start start)
      throws IOException, InterruptedException {
    Peer peer = course.keep(start.start());
    boolean java = peer.name().equals(Compare.POSTERN);
    // Twice: what the first sessions leave behind stays, and isn't a session's.
    resident(course, peer, tls, SOME, java);
    long some = resident(course, peer, tls, SOME, java);
    long all = resident(course, peer, tls, most, java);
    System.out.printf(
        Locale.ROOT,
        "  %-8s %-6s %5d sessions held: %4d MiB; slope %.1f KiB a session%n",
        peer.name(),
        tls ? "TLS" : "plain",
        most,
        all / 1024,
        (all - some) / (double) (most - SOME));
    course.end(peer);
  }

  private static long resident(Course course, Peer peer, boolean tls, int sessions, boolean java)
      throws IOException, InterruptedException {
    course.hold(new Load(Load.Work.REST, peer.port(tls), tls, sessions, 1, 0, 0));
    if (java) {
      peer.collectGarbage();
    }
    long kib = peer.processes().residentKib();
    course.release();
    return kib;
  }

  private static int openFilesMax() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.replaceAll(" +", " ").split(" ", -1)[4])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }
}

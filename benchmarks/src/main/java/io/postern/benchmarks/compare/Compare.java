package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.peers.Behind;
import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import io.postern.benchmarks.peers.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Postern and the other proxies between the same generator and the same fake server, in turns.
 *
 * <p>Arguments: {@code --launcher=FILE --folder=FOLDER [--repetitions=N] [--millis=N] [--modes=A,B]
 * [--peers=A,B] [--java=OPTIONS]}.
 */
public final class Compare {
  /** What the others are measured by. */
  static final String POSTERN = "postern";

  /** Java compiles what runs often: so long it runs before it is measured. */
  private static final int WARM_UPS = 5;

  private static final int WARM_UP_MILLIS = 2_000;
  static final String DIRECT = "direct";

  private final Settings settings;
  private final Course course;
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  private Compare(Settings settings, Course course) {
    this.settings = settings;
    this.course = course;
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(args);
    if (settings.modes().isEmpty()) {
      System.err.println("bench: nothing to compare; " + Profile.FUNCTIONS + " are for --profile");
      System.exit(Settings.USAGE);
    }
    try (Course course = new Course(settings.folder())) {
      Report report = new Compare(settings, course).run();
      report.print();
      report.write(settings.folder(), settings.commit());
    }
  }

  private Report run() throws IOException {
    start();
    List<Report.Row> rows = new ArrayList<>();
    for (Mode mode : settings.modes()) {
      System.out.printf("bench: %-12s %s%n", mode.name(), mode.says());
      rows.addAll(measure(mode));
    }
    return new Report(rows);
  }

  private void start() throws IOException {
    Behind behind = course.behind();
    Gateways gateways = new Gateways(settings.launcher(), settings.javaOptions());
    add(POSTERN, () -> gateways.start(behind, POSTERN, "ImapProxy"));
    add("nginx", () -> Peers.nginx(behind, "nginx", "4k"));
    add("nginx 64k", () -> Peers.nginx(behind, "nginx 64k", "64k"));
    add("haproxy", () -> Peers.haproxy(behind, "haproxy", false));
    add("haproxy splice", () -> Peers.haproxy(behind, "haproxy splice", true));
    add("dovecot", () -> Peers.dovecot(behind));
    add("perdition", () -> Peers.perdition(behind));
    add("imapproxy", () -> Peers.imapproxy(behind));
  }

  /** Starts a proxy. */
  private interface Start {
    Peer start() throws IOException;
  }

  private void add(String name, Start start) throws IOException {
    if (settings.wants(name)) {
      peers.put(name, course.keep(start.start()));
    }
  }

  private List<Report.Row> measure(Mode mode) throws IOException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (Peer peer : peers.values()) {
      int warmUps = peer.name().equals(POSTERN) ? WARM_UPS : 1;
      if ((!mode.tls() || peer.hasTls())
          && does(mode, peer, warmUps, WARM_UP_MILLIS, new ArrayList<>())) {
        samples.put(peer.name(), new ArrayList<>());
      }
    }
    for (int i = 0; i < settings.repetitions(); i++) {
      samples
          .entrySet()
          .removeIf(
              one -> !does(mode, peers.get(one.getKey()), 1, settings.millis(), one.getValue()));
    }
    long octets = mode.load(0, 0).octets();
    List<Report.Row> rows = new ArrayList<>();
    samples.forEach((peer, all) -> rows.add(new Report.Row(mode, peer, octets, all)));
    if (!mode.tls() && settings.wants(DIRECT)) {
      course.direct(mode.load(0, WARM_UP_MILLIS));
      List<Sample> direct = List.of(course.direct(mode.load(0, settings.millis())));
      rows.add(new Report.Row(mode, DIRECT, octets, direct));
    }
    rows.forEach(row -> System.out.println("  " + row.line()));
    return rows;
  }

  /** False if the proxy stalls, which only Postern mustn't; anything wrong ends the run. */
  private boolean does(Mode mode, Peer peer, int times, int millis, List<Sample> samples) {
    try {
      for (int i = 0; i < times; i++) {
        samples.add(once(mode, peer, millis));
      }
      return true;
    } catch (Tool.Stalled stalled) {
      if (peer.name().equals(POSTERN)) {
        throw new UncheckedIOException(stalled);
      }
      System.out.println("  " + peer.name() + " is left out: " + stalled.getMessage());
      course.anotherGenerator();
      return false;
    } catch (IOException wrong) {
      throw new UncheckedIOException(peer.name() + " in " + mode.name(), wrong);
    }
  }

  private Sample once(Mode mode, Peer peer, int millis) throws IOException {
    Load load = mode.load(peer.port(mode.tls()), millis);
    return course.once(peer, load);
  }
}

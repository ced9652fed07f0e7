package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Done;
import io.postern.benchmarks.load.FakeServer;
import io.postern.benchmarks.load.Generator;
import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.peers.Behind;
import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import io.postern.benchmarks.peers.Peers;
import java.io.IOException;
import java.nio.file.Path;
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

  private static final int WARM_UPS = 5;
  private static final int WARM_UP_MILLIS = 2_000;

  private final Settings settings;
  private Tool generator;
  private final Tool server;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final Behind behind;

  private Compare(Settings settings) throws Exception {
    this.settings = settings;
    generator = new Tool(Generator.class);
    server = new Tool(FakeServer.class);
    String[] ports = server.hear().split(" ", 2);
    behind = new Behind(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), settings.folder());
    Certificates.make(behind);
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(List.of(args));
    Compare compare = new Compare(settings);
    // Also when the run is interrupted: nothing of it stays behind.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> compare.peers.values().forEach(Peer::close)));
    try {
      Report report = compare.run();
      report.print();
      report.write(settings.folder().resolve("compare.json"));
    } finally {
      compare.end();
    }
  }

  private Report run() throws Exception {
    start();
    List<Report.Row> rows = new ArrayList<>();
    for (Mode mode : settings.modes()) {
      System.out.printf("bench: %-12s %s%n", mode.name(), mode.says());
      rows.addAll(measure(mode));
    }
    return new Report(rows);
  }

  private void start() throws IOException {
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
      peers.put(name, start.start());
    }
  }

  private List<Report.Row> measure(Mode mode) throws IOException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    long octets = mode.load(0, 0).octets();
    for (Peer peer : peers.values()) {
      if (!mode.tls() || peer.hasTls()) {
        if (warms(mode, peer)) {
          samples.put(peer.name(), new ArrayList<>());
        }
      }
    }
    for (int i = 0; i < settings.repetitions(); i++) {
      for (Map.Entry<String, List<Sample>> one : samples.entrySet()) {
        one.getValue().add(once(mode, peers.get(one.getKey()), settings.millis()));
      }
    }
    List<Report.Row> rows = new ArrayList<>();
    samples.forEach((peer, all) -> rows.add(new Report.Row(mode, peer, octets, all)));
    if (!mode.tls() && settings.wants("direct")) {
      once(mode, WARM_UP_MILLIS);
      rows.add(new Report.Row(mode, "direct", octets, List.of(once(mode, settings.millis()))));
    }
    rows.forEach(row -> System.out.println("  " + row.line()));
    return rows;
  }

  /** False if the proxy can't do that at all: only Postern must. */
  private boolean warms(Mode mode, Peer peer) throws IOException {
    try {
      for (int i = 0; i < (peer.name().equals(POSTERN) ? WARM_UPS : 1); i++) {
        once(mode, peer, WARM_UP_MILLIS);
      }
      return true;
    } catch (IOException broken) {
      if (peer.name().equals(POSTERN)) {
        throw broken;
      }
      System.out.println("  " + peer.name() + " is left out: " + broken.getMessage());
      generator.close();
      generator = new Tool(Generator.class);
      return false;
    }
  }

  private Sample once(Mode mode, Peer peer, int millis) throws IOException {
    Load load = mode.load(peer.port(mode.tls()), millis);
    generator.ask(load.line());
    double before = peer.processes().cpuSeconds();
    Done done = Done.parse(generator.ask("go"));
    double after = peer.processes().cpuSeconds();
    check();
    return new Sample(done, after - before, peer.processes().residentKib());
  }

  /** Without a proxy: what generator and server can do at most. */
  private Sample once(Mode mode, int millis) throws IOException {
    generator.ask(mode.load(behind.imap(), millis).line());
    Done done = Done.parse(generator.ask("go"));
    check();
    return new Sample(done, 0, 0);
  }

  private void check() throws IOException {
    String wrong = server.ask("");
    if (!wrong.equals("0")) {
      throw new IOException("the server was sent other content than the client's: " + wrong);
    }
  }

  private void end() throws IOException {
    generator.close();
    server.close();
  }

  /** What the command line says. */
  record Settings(
      Path launcher,
      Path folder,
      int repetitions,
      int millis,
      List<Mode> modes,
      List<String> peers,
      String javaOptions) {
    private static final String REPETITIONS = "7";
    private static final String MILLIS = "3000";

    static Settings parse(List<String> args) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String arg : args) {
        String[] parts = arg.split("=", 2);
        values.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
      String modes = values.getOrDefault("--modes", "");
      List<String> wanted = List.of(modes.split(","));
      return new Settings(
          Path.of(values.get("--launcher")).toAbsolutePath(),
          Path.of(values.get("--folder")).toAbsolutePath(),
          Integer.parseInt(values.getOrDefault("--repetitions", REPETITIONS)),
          Integer.parseInt(values.getOrDefault("--millis", MILLIS)),
          Mode.ALL.stream()
              .filter(mode -> modes.isEmpty() || wanted.contains(mode.name()))
              .toList(),
          values.containsKey("--peers") ? List.of(values.get("--peers").split(",")) : List.of(),
          values.getOrDefault("--java", ""));
    }

    boolean wants(String peer) {
      return peers.isEmpty() || peers.contains(peer);
    }
  }
}

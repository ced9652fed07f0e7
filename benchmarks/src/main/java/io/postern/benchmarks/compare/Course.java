package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Done;
import io.postern.benchmarks.load.FakeServer;
import io.postern.benchmarks.load.Generator;
import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.peers.Behind;
import io.postern.benchmarks.peers.Peer;
import io.postern.benchmarks.peers.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fake server, the generator, and the proxies that were started between them. */
final class Course implements AutoCloseable {
  private final Tool server;
  private final Behind behind;
  private final List<Peer> peers = new ArrayList<>();
  private Tool generator;

  /** {@code folder} is for configurations, keys and logs. */
  Course(Path folder) throws IOException, InterruptedException {
    generator = new Tool(Generator.class);
    server = new Tool(FakeServer.class);
    String[] ports = server.hear().split(" ", 2);
    behind =
        new Behind(
            Integer.parseInt(ports[0]),
            Integer.parseInt(ports[1]),
            Files.createDirectories(folder));
    Certificates.make(behind);
    // Also when the run is interrupted: nothing of it stays behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> peers.forEach(Peer::close)));
  }

  Behind behind() {
    return behind;
  }

  /** Has it ended with the run. */
  Peer keep(Peer peer) {
    peers.add(peer);
    return peer;
  }

  void end(Peer peer) {
    peers.remove(peer);
    peer.close();
  }

  /**
   * One repetition through a proxy.
   *
   * @throws IOException if anything came through it that differs from what was sent
   */
  Sample once(Peer peer, Load load) throws IOException {
    generator.ask(load.line());
    ProcessTree processes = peer.processes();
    double before = processes.cpuSeconds();
    Done done = Done.parse(generator.ask("go"));
    double after = processes.cpuSeconds();
    check();
    return new Sample(done, after - before, processes.residentKib());
  }

  /** Without a proxy: what generator and server can do at most; {@code load} says any port. */
  Sample direct(Load load) throws IOException {
    generator.ask(
        new Load(
                load.work(),
                behind.imap(),
                false,
                load.sessions(),
                load.depth(),
                load.size(),
                load.millis())
            .line());
    Done done = Done.parse(generator.ask("go"));
    check();
    return new Sample(done, 0, 0);
  }

  /** Opens sessions that rest until {@link #release}. */
  void hold(Load load) throws IOException {
    generator.ask(load.line());
  }

  void release() throws IOException {
    generator.ask("end");
  }

  /** A new one, behind a proxy that broke the old one's sessions. */
  void anotherGenerator() {
    try {
      generator.close();
      generator = new Tool(Generator.class);
    } catch (IOException noTool) {
      throw new UncheckedIOException(noTool);
    }
  }

  private void check() throws IOException {
    String wrong = server.ask("");
    if (!wrong.equals("0")) {
      throw new IOException("the server was sent other content than the client's: " + wrong);
    }
  }

  @Override
  public void close() throws IOException {
    generator.close();
    server.close();
  }
}

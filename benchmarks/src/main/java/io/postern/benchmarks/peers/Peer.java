package io.postern.benchmarks.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running proxy. */
public final class Peer implements AutoCloseable {
  private static final int POLL_MILLIS = 50;
  private static final int START_MILLIS_MAX = 60_000;
  private static final int STOP_SECONDS_MAX = 10;

  private final String name;
  private final Process process;
  private final int port;
  private final int tlsPort;

  private Peer(String name, Process process, int port, int tlsPort) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /**
   * Starts a program in the foreground and waits until a client is greeted.
   *
   * @param tlsPort 0 where it has none
   */
  static Peer start(String name, Path folder, List<String> command, int port, int tlsPort)
      throws IOException {
    return start(name, folder, command, Map.of(), port, tlsPort);
  }

  static Peer start(
      String name,
      Path folder,
      List<String> command,
      Map<String, String> environment,
      int port,
      int tlsPort)
      throws IOException {
    Path log = folder.resolve(name.replace(' ', '-') + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Peer peer = new Peer(name, builder.start(), port, tlsPort);
    try {
      peer.awaitGreeting(log);
    } catch (IOException | InterruptedException failure) {
      peer.close();
      throw new IOException(name + " did not start: " + failure.getMessage(), failure);
    }
    return peer;
  }

  /** A port that nobody listens on at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public String name() {
    return name;
  }

  public int port(boolean tls) {
    return tls ? tlsPort : port;
  }

  public boolean hasTls() {
    return tlsPort != 0;
  }

  public ProcessTree processes() {
    return new ProcessTree(process.toHandle());
  }

  /** For a JVM: what nobody holds is gone afterwards. */
  public void collectGarbage() throws IOException, InterruptedException {
    ask("GC.run");
  }

  /** For a JVM: has it do something, as {@code jcmd} lists it. */
  public void ask(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(process.pid()));
    line.addAll(List.of(command));
    Process asked =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (asked.waitFor() != 0) {
      throw new IOException("jcmd can't reach " + name);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    // Children may outlive it: a session is a process for some.
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void awaitGreeting(Path log) throws IOException, InterruptedException {
    for (int waited = 0; waited < START_MILLIS_MAX; waited += POLL_MILLIS) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("it ended at once:\n" + Files.readString(log));
      }
      if (greets()) {
        return;
      }
    }
    throw new IOException("no greeting:\n" + Files.readString(log));
  }

  private boolean greets() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(START_MILLIS_MAX);
      byte[] start = socket.getInputStream().readNBytes(4);
      return new String(start, StandardCharsets.US_ASCII).equals("* OK");
    } catch (IOException notYet) {
      return false;
    }
  }
}

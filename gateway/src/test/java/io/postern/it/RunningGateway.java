package io.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code postern run} in a process of its own, as an administrator starts it. */
final class RunningGateway implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile(".* listens on 127\\.0\\.0\\.1:(\\d+), .*");
  private static final int STOP_SECONDS_MAX = 20;

  private final Process process;
  private final Path log;
  private final int port;
  private final BufferedReader messages;

  private RunningGateway(Process process, Path log, int port, BufferedReader messages) {
    this.messages = messages;
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Runs a configuration; its log goes to {@code target/it-logs}. */
  static RunningGateway start(String name, Path configuration) throws IOException {
    Path log = Files.createDirectories(Path.of("target", "it-logs")).resolve(name + "-postern.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.postern.cli.Main"));
    command.addAll(List.of("run", "-c", configuration.toString()));
    Process process = new ProcessBuilder(command).redirectOutput(log.toFile()).start();
    BufferedReader messages =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        return new RunningGateway(process, log, Integer.parseInt(listening.group(1)), messages);
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("postern run ended:\n" + said);
  }

  int port() {
    return port;
  }

  /** Sends it a signal. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill failed");
    }
  }

  /** The next of its messages that has this in it. */
  String message(String part) throws IOException {
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("it ended without \"" + part + "\"");
  }

  /** Ends it by SIGTERM, and returns what its log said and the exit code. */
  Ended end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("postern run does not end");
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }

  record Ended(int exit, String log) {}

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package io.postern.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code postern run} in a process of its own. */
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader messages;
  private final int port;

  /** Starts it and waits for its start line; standard output goes to the file, if there is one. */
  Child(Optional<File> out, String... arguments) throws IOException {
    this(Map.of(), out, arguments);
  }

  /** The same, with more in its environment. */
  Child(Map<String, String> environment, Optional<File> out, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    // A build that runs in the background may have made its children deaf to INT; Java stays so.
    words.add("env");
    words.add("--default-signal=INT,TERM,HUP");
    words.add(System.getProperty("java.home") + "/bin/java");
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow");
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    words.add("run");
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    out.ifPresent(builder::redirectOutput);
    process = builder.start();
    messages =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = message("listen");
    String address = line.replaceAll(".*127\\.0\\.0\\.1:([0-9]+)(,|\").*server.*", "$1");
    port = Integer.parseInt(address);
  }

  /** The next message that has this in it. */
  String message(String part) throws IOException {
    StringBuilder others = new StringBuilder();
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      if (line.contains(part)) {
        return line;
      }
      others.append(line).append('\n');
    }
    throw new AssertionError("the process ended without \"" + part + "\":\n" + others);
  }

  /** What else it said, once the process has ended. */
  List<String> messages() throws IOException {
    return messages.lines().toList();
  }

  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill failed");
    }
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it doesn't end");
    }
    return process.exitValue();
  }

  /** The log, once the process has ended. */
  List<String> log() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** Nobody reads the log any more. */
  void closeLog() throws IOException {
    process.getInputStream().close();
  }

  /** Of the service that was told first. */
  int port() {
    return port;
  }

  Talk talk() throws IOException {
    return new Talk(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** A client's side of a session. */
  record Talk(Socket socket) implements AutoCloseable {
    Talk {
      try {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void say(String line) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** The next line, without CRLF; empty at the end. */
    String hear() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int octet = socket.getInputStream().read();
          octet >= 0 && octet != '\n';
          octet = socket.getInputStream().read()) {
        line.append((char) octet);
      }
      return line.toString().strip();
    }

    /** Says a command and hears up to its answer. */
    String ask(String command) throws IOException {
      say(command);
      String tag = command.substring(0, command.indexOf(' ') + 1);
      String line = hear();
      while (!line.startsWith(tag)) {
        if (line.isEmpty()) {
          throw new AssertionError("no answer to " + command);
        }
        line = hear();
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

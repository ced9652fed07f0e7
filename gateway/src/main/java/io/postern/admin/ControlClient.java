package io.postern.admin;

import io.postern.admin.ControlException.Reason;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks a gateway that runs. One request at a time; {@link #stop} and close by any thread. */
public final class ControlClient implements AutoCloseable {
  /** One line of an answer: a long status, or a piece of a recording. */
  private static final int ANSWER_OCTETS_MAX = 16 * 1024 * 1024;

  private final Path path;
  private final SocketChannel channel;
  private final Lines lines;

  private ControlClient(Path path, SocketChannel channel) {
    this.path = path;
    this.channel = channel;
    this.lines = new Lines(channel, ANSWER_OCTETS_MAX);
  }

  /** Connects to a gateway's socket. */
  public static ControlClient connect(Path path) throws ControlException {
    if (Files.notExists(path)) {
      throw notRunning(path);
    }
    if (!Files.isWritable(path)) {
      throw new ControlException(
          Reason.NOT_PERMITTED,
          "may not use the control socket " + path + ": it is for the gateway's own user");
    }
    try {
      return new ControlClient(path, SocketChannel.open(UnixDomainSocketAddress.of(path)));
    } catch (IOException | IllegalArgumentException dead) {
      throw notRunning(path);
    }
  }

  /** Whether somebody listens there. */
  static boolean probe(Path path) {
    try (ControlClient _ = connect(path)) {
      return true;
    } catch (ControlException nobody) {
      // A socket that we may not use belongs to somebody, dead or alive.
      return nobody.reason() == Reason.NOT_PERMITTED;
    }
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param more what gets the lines before the last, as they come
   */
  public ControlAnswer ask(
      String verb, Map<String, Object> fields, Consumer<Map<String, Object>> more)
      throws ControlException {
    try {
      lines.write(new ControlRequest(verb, fields).line());
      while (true) {
        Optional<String> line = lines.read();
        if (line.isEmpty()) {
          throw broken("the gateway closed it");
        }
        if (!(Json.read(line.get()) instanceof Map<?, ?> map)) {
          throw broken("that is no answer");
        }
        Map<String, Object> told = new LinkedHashMap<>();
        map.forEach((key, value) -> told.put((String) key, value));
        Optional<ControlAnswer> answer = ControlAnswer.of(told);
        if (answer.isPresent()) {
          return answer.get();
        }
        more.accept(told);
      }
    } catch (IOException | IllegalArgumentException failure) {
      throw broken(String.valueOf(failure.getMessage()));
    }
  }

  /** The same for answers of one line. */
  public ControlAnswer ask(String verb, Map<String, Object> fields) throws ControlException {
    return ask(verb, fields, _ -> {});
  }

  /** Nothing more is asked: an answer of many lines comes to its end. */
  public void stop() {
    try {
      channel.shutdownOutput();
    } catch (IOException gone) {
      // Then the answer has ended.
      return;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // Closed is closed.
      return;
    }
  }

  private static ControlException notRunning(Path path) {
    return new ControlException(
        Reason.NOT_RUNNING, "no gateway answers at the control socket " + path);
  }

  private ControlException broken(String why) {
    return new ControlException(
        Reason.OTHER, "the connection to the control socket " + path + " broke: " + why);
  }
}

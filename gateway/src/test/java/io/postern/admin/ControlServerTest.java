package io.postern.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
  private static final Map<String, ControlHandler> HANDLERS =
      Map.of(
          "echo",
          (request, _) -> ControlAnswer.done(request.fields()),
          "flag",
          (request, _) -> ControlAnswer.done(Map.of("set", request.flag("f"))),
          "count",
          (_, talk) -> {
            for (long i = 0; i < 3; i++) {
              talk.tell(Map.of("i", i));
            }
            return ControlAnswer.done(Map.of());
          },
          "wait",
          (_, talk) -> {
            CountDownLatch done = new CountDownLatch(1);
            talk.whenDone(done::countDown);
            talk.tell(Map.of("waiting", true));
            done.await();
            return ControlAnswer.done(Map.of("stopped", true));
          },
          "flood",
          (_, talk) -> {
            while (true) {
              talk.tell(Map.of("x", "x".repeat(1000)));
            }
          },
          "fault",
          (_, _) -> {
            throw new IllegalStateException("ours");
          });

  @TempDir private Path folder;
  private Path path;
  private ControlServer server;

  @BeforeEach
  void start() throws ControlException {
    path = folder.resolve("c.sock");
    server = new ControlServer(ControlSocket.open(path), HANDLERS);
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void aRequestHasItsAnswerAndTheNextOneToo() throws Exception {
    try (ControlClient client = ControlClient.connect(path)) {
      for (String text : List.of("a", "b\n\u20ac")) {
        ControlAnswer answer = client.ask("echo", Map.of("text", text));
        assertThat(answer).isEqualTo(ControlAnswer.done(Map.of("text", text)));
      }
    }
  }

  @Test
  void itIsJsonByTheLineForAnybody() throws Exception {
    try (Raw raw = new Raw(path)) {
      raw.say("{\"v\":1,\"verb\":\"echo\",\"a\":[1]}\n{\"verb\":\"flag\",\"v\":1,\"f\":true}\n");
      assertThat(raw.hear()).isEqualTo("{\"v\":1,\"ok\":true,\"a\":[1]}");
      assertThat(raw.hear()).isEqualTo("{\"v\":1,\"ok\":true,\"set\":true}");
    }
  }

  @Test
  void whatIsNotUnderstoodIsToldAndTheNextLineIsRead() throws Exception {
    try (Raw raw = new Raw(path)) {
      raw.say("hello\n");
      assertThat(raw.hear())
          .isEqualTo(
              "{\"v\":1,\"ok\":false,\"code\":\"bad_request\",\"error\":\"not JSON: expected a"
                  + " value at column 1\"}");
      raw.say("[]\n{\"v\":2,\"verb\":\"echo\"}\n{\"v\":1}\n{\"v\":1,\"verb\":\"nope\"}\n");
      assertThat(raw.hear()).contains("\"bad_request\"", "expected a JSON object such as");
      assertThat(raw.hear()).contains("\"bad_request\"", "this gateway speaks version 1");
      assertThat(raw.hear()).contains("\"bad_request\"");
      assertThat(raw.hear())
          .contains(
              "\"unknown_verb\"",
              "unknown verb, expected one of count, echo, fault, flag, flood, wait\"");
      raw.say("{\"v\":1,\"verb\":\"flag\",\"f\":\"yes\"}\n");
      assertThat(raw.hear()).contains("\"bad_request\"", "f: expected true or false");
      raw.say("{\"v\":1,\"verb\":\"fault\"}\n");
      assertThat(raw.hear()).contains("\"internal\"", "ours");
      raw.say("{\"v\":1,\"verb\":\"echo\"}\n");
      assertThat(raw.hear()).isEqualTo("{\"v\":1,\"ok\":true}");
    }
  }

  @Test
  void anAnswerMayHaveManyLines() throws Exception {
    List<Object> told = new ArrayList<>();
    try (ControlClient client = ControlClient.connect(path)) {
      ControlAnswer answer = client.ask("count", Map.of(), line -> told.add(line.get("i")));
      assertThat(answer.ok()).isTrue();
      assertThat(told).containsExactly(0L, 1L, 2L);
      assertThat(client.ask("echo", Map.of()).ok()).isTrue();
    }
  }

  @Test
  void whoeverAsksCanEndALongAnswer() throws Exception {
    try (ControlClient client = ControlClient.connect(path)) {
      ControlAnswer answer = client.ask("wait", Map.of(), _ -> client.stop());
      assertThat(answer.fields()).containsEntry("stopped", true);
    }
  }

  @Test
  void aLineHasABound() throws Exception {
    String fits =
        "{\"v\":1,\"verb\":\"echo\",\"x\":\""
            + "x".repeat(ControlConnection.REQUEST_OCTETS_MAX - 28)
            + "\"}";
    assertThat(fits).hasSize(ControlConnection.REQUEST_OCTETS_MAX);
    try (Raw raw = new Raw(path)) {
      raw.say(fits + "\n");
      assertThat(raw.hear()).startsWith("{\"v\":1,\"ok\":true,\"x\":");
      raw.say(fits + "x");
      assertThat(raw.hear()).contains("\"bad_request\"", "a line has more than 65536 octets");
      assertThat(raw.hear()).isEmpty();
    }
  }

  @Test
  void soManyMayAskAtOnce() throws Exception {
    List<Raw> all = new ArrayList<>();
    try {
      for (int i = 0; i < ControlServer.CONNECTIONS_MAX; i++) {
        Raw raw = new Raw(path);
        all.add(raw);
        raw.say("{\"v\":1,\"verb\":\"echo\"}\n");
        assertThat(raw.hear()).contains("\"ok\":true");
      }
      try (Raw oneMore = new Raw(path)) {
        assertThat(oneMore.hear()).contains("\"busy\"");
        assertThat(oneMore.hear()).isEmpty();
      }
      all.removeFirst().close();
      // Its place is free when the server has seen it go.
      String answer = "busy";
      while (answer.contains("busy")) {
        try (ControlClient next = ControlClient.connect(path)) {
          answer = next.ask("echo", Map.of()).code();
        } catch (ControlException refused) {
          // Told busy and hung up before it had asked.
          answer = "busy";
        }
      }
    } finally {
      for (Raw raw : all) {
        raw.close();
      }
    }
  }

  @Test
  void whoAsksNothingIsHungUpOn() throws Exception {
    Path other = folder.resolve("d.sock");
    try (ControlServer _ =
            new ControlServer(ControlSocket.open(other), HANDLERS, new ControlTimes(50, 30_000));
        Raw raw = new Raw(other)) {
      assertThat(raw.hear()).isEmpty();
    }
  }

  @Test
  void whoDoesNotTakeItsAnswerIsHungUpOn() throws Exception {
    Path other = folder.resolve("d.sock");
    try (ControlServer _ =
            new ControlServer(ControlSocket.open(other), HANDLERS, new ControlTimes(60_000, 50));
        Raw raw = new Raw(other)) {
      raw.say("{\"v\":1,\"verb\":\"flood\"}\n");
      raw.awaitHangUp();
    }
  }

  @Test
  void theEndOfTheGatewayEndsAllConversations() throws Exception {
    try (Raw raw = new Raw(path)) {
      raw.say("{\"v\":1,\"verb\":\"echo\"}\n");
      assertThat(raw.hear()).contains("true");
      server.close();
      assertThat(raw.hear()).isEmpty();
    }
  }

  @Test
  void aSocketWithoutAGatewayIsToldSo() throws Exception {
    Path nothing = folder.resolve("nothing");
    ControlException failure =
        catchThrowableOfType(ControlException.class, () -> ControlClient.connect(nothing));
    assertThat(failure.reason()).isEqualTo(ControlException.Reason.NOT_RUNNING);
    assertThat(failure).hasMessage("no gateway answers at the control socket " + nothing);
  }

  /** Somebody with a terminal. */
  private static final class Raw implements AutoCloseable {
    private final SocketChannel channel;

    Raw(Path path) throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    void say(String text) throws IOException {
      ByteBuffer out = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    /** A line, or nothing at the end. */
    String hear() throws IOException {
      StringBuilder line = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (read(one) > 0 && one.get(0) != '\n') {
        line.append((char) one.get(0));
        one.clear();
      }
      return line.toString();
    }

    /** A close with unread octets is told as a reset. */
    private int read(ByteBuffer one) throws IOException {
      try {
        return channel.read(one);
      } catch (IOException reset) {
        return -1;
      }
    }

    /** Reads nothing until the other side has gone: then writing fails. */
    void awaitHangUp() {
      try {
        while (true) {
          say("x");
        }
      } catch (IOException gone) {
        return;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

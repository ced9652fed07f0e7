package io.postern.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A gateway's start, one session and its end, played through with nobody watching: Java learns from
 * it what a start needs, and the launcher keeps that as an AOT cache. Everything stays on loopback
 * and in a folder of its own.
 *
 * <p>With the argument {@code python} the session's policy is one in Python: then the whole engine
 * is in the cache, and whoever starts with it loads it; so the launcher keeps two.
 */
final class Rehearsal {
  /** A first start of Python takes 3 s on an idle machine; this one runs behind all others. */
  private static final long END_SECONDS = 120;

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private static final String PYTHON =
      """
      class Rehearsal(ImapProxy):
          def config(self):
              super().config()
              self.request["NOOP"] = (IMAP_REQ_POLICY, self.noop)

          def noop(self, tag, command, args):
              return IMAP_REQ_ACCEPT
      """;

  private static final List<String> TALK =
      List.of(
          "a1 CAPABILITY",
          "a2 LOGIN rehearsal secret",
          "a3 LIST \"\" *",
          "a4 SELECT INBOX",
          "a5 FETCH 1 (FLAGS UID BODY[])",
          "a6 NOOP",
          "a7 NOOP",
          "a8 LOGOUT");

  private Rehearsal() {}

  /** Plays, and ends the process: 0 if the gateway ended as it should. */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().start(Rehearsal::giveUp);
    Path folder = Files.createTempDirectory("postern");
    int exit;
    try {
      Optional<Path> policy = Optional.empty();
      if (List.of(arguments).contains("python")) {
        policy = Optional.of(Files.writeString(folder.resolve("rehearsal.py"), PYTHON));
      }
      exit = play(policy.map(Path::toString).orElse("ImapProxy"));
    } finally {
      Files.deleteIfExists(folder.resolve("rehearsal.py"));
      Files.delete(folder);
    }
    System.exit(exit == Exit.TERMINATED ? Exit.OK : Exit.SOFTWARE);
  }

  private static int play(String policy) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, HERE);
        PipedInputStream said = new PipedInputStream()) {
      Thread.ofPlatform().daemon().start(() -> serve(server));
      PrintStream messages = new PrintStream(new PipedOutputStream(said), true, UTF_8);
      Console console =
          new Console(
              new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
              messages,
              OutputStream.nullOutputStream(),
              false,
              false);
      String[] words = {
        "run",
        "--listen",
        "127.0.0.1:0",
        "--server",
        "127.0.0.1:" + server.getLocalPort(),
        "--policy",
        policy
      };
      int[] exit = new int[1];
      Thread gateway = Thread.ofPlatform().start(() -> exit[0] = Main.run(words, console));
      talk(port(new BufferedReader(new InputStreamReader(said, UTF_8))));
      // Its end is part of it.
      Signals.raise("TERM");
      gateway.join();
      return exit[0];
    }
  }

  private static int port(BufferedReader messages) throws IOException {
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      String port = line.replaceFirst(".* listens on 127\\.0\\.0\\.1:(\\d+),.*", "$1");
      if (!port.equals(line)) {
        return Integer.parseInt(port);
      }
    }
    throw new IOException("the gateway did not start");
  }

  private static void talk(int port) throws IOException {
    try (Socket socket = new Socket(HERE, port)) {
      BufferedReader in = reader(socket);
      in.readLine();
      for (String command : TALK) {
        say(socket, command + "\r\n");
        String tag = command.substring(0, 3);
        for (String line = in.readLine(); !line.startsWith(tag); ) {
          line = in.readLine();
        }
      }
    }
  }

  /** The server behind the gateway. */
  private static void serve(ServerSocket server) {
    try (Socket socket = server.accept()) {
      BufferedReader in = reader(socket);
      say(socket, "* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] ready\r\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        String untagged =
            switch (words[1]) {
              case "CAPABILITY" -> "* CAPABILITY IMAP4rev1 IDLE UIDPLUS\r\n";
              case "LIST" -> "* LIST () \"/\" INBOX\r\n";
              case "SELECT" -> "* FLAGS (\\Seen)\r\n* 1 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n";
              case "FETCH" -> "* 1 FETCH (FLAGS (\\Seen) UID 1 BODY[] {5}\r\nhello)\r\n";
              case "LOGOUT" -> "* BYE bye\r\n";
              default -> "";
            };
        say(socket, untagged + words[0] + " OK done\r\n");
      }
    } catch (IOException gone) {
      // The gateway has ended the session; that it ended well is the client's to say.
      return;
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Nobody waits for a rehearsal that hangs. */
  private static void giveUp() {
    try {
      TimeUnit.SECONDS.sleep(END_SECONDS);
    } catch (InterruptedException never) {
      throw new IllegalStateException(never);
    }
    Runtime.getRuntime().halt(Exit.SOFTWARE);
  }
}

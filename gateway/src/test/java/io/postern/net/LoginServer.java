package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/** Test support: an IMAP server that knows LOGIN, whose only right password is "right". */
final class LoginServer {
  private LoginServer() {}

  /** Serves whoever connects until the listener is closed. */
  static void serve(ServerSocket listener) {
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      Socket socket = listener.accept();
                      Thread _ = Thread.ofVirtual().start(() -> talk(socket));
                    }
                  } catch (IOException closed) {
                    // The test is over.
                    return;
                  }
                });
  }

  private static void talk(Socket socket) {
    try (socket) {
      Loopback.say(socket, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        boolean wrong =
            words[1].toUpperCase(Locale.ROOT).equals("LOGIN") && !words[3].equals("right");
        Loopback.say(socket, words[0] + (wrong ? " NO wrong" : " OK done") + "\r\n");
      }
    } catch (IOException gone) {
      // The gateway or the test has closed: nothing is left to be said.
      return;
    }
  }
}

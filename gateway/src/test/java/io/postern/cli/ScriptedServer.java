package io.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * As much of an IMAP server as a look at the gateway's process needs: it takes one login and knows
 * few commands.
 */
final class ScriptedServer implements AutoCloseable {
  /** A thousand octets. */
  private static final String MAILBOX = "* LIST () \"/\" " + "m".repeat(983) + "\r\n";

  private static final int LINES = 64 * 1024;

  private final ServerSocket listener;
  private final List<Socket> clients = Collections.synchronizedList(new ArrayList<>());

  ScriptedServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : List.copyOf(clients)) {
      client.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
      return;
    }
  }

  private static void serve(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      say(out, "* OK ready\r\n");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        switch (words[1]) {
          case "LOGIN" ->
              say(out, words[0] + (line.contains("wrong") ? " NO no\r\n" : " OK in\r\n"));
          case "CAPABILITY" -> say(out, "* CAPABILITY IMAP4rev1\r\n" + words[0] + " OK done\r\n");
          // More than all buffers on the way take.
          case "LIST" -> {
            for (int i = 0; i < LINES; i++) {
              say(out, MAILBOX);
            }
            say(out, words[0] + " OK done\r\n");
          }
          case "LOGOUT" -> say(out, "* BYE\r\n" + words[0] + " OK done\r\n");
          default -> say(out, words[0] + " OK done\r\n");
        }
      }
    } catch (IOException gone) {
      // Whoever closed it is done with us.
      return;
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}

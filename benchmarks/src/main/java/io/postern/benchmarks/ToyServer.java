package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Says OK to every command, and gives one message of a fixed size to every FETCH. A virtual thread
 * a connection.
 */
final class ToyServer implements AutoCloseable {
  private static final int CHUNK_OCTETS = 64 * 1024;

  private final ServerSocket listener;
  private final long messageOctets;

  ToyServer(long messageOctets) throws IOException {
    this.messageOctets = messageOctets;
    listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // close() ends the waiting; there is nothing else to do here.
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 256);
      OutputStream out = socket.getOutputStream();
      say(out, "* OK [CAPABILITY IMAP4rev1] toy\r\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String tag = line.substring(0, line.indexOf(' '));
        if (line.contains(" FETCH ")) {
          say(out, "* 1 FETCH (BODY[] {" + messageOctets + "}\r\n");
          byte[] chunk = new byte[CHUNK_OCTETS];
          for (long left = messageOctets; left > 0; left -= chunk.length) {
            out.write(chunk, 0, (int) Math.min(left, chunk.length));
          }
          say(out, ")\r\n");
        }
        say(out, tag + " OK done\r\n");
      }
    } catch (IOException gone) {
      // The gateway went away: the connection is over, and the figures will tell.
      return;
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}

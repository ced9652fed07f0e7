package io.postern.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A fast fake server: its answers lie ready, and it answers all commands of one read in one write.
 * {@code UID FETCH 1:*} gets a list, another FETCH one line, the rest just an OK.
 */
final class ListServer implements AutoCloseable {
  private static final int READ_OCTETS = 64 * 1024;

  private final ServerSocket listener;
  private final byte[] list;

  ListServer(byte[] list) throws IOException {
    this.list = list;
    listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The line of data in the answer to {@code UID FETCH number (FLAGS)}. */
  static String data(String number) {
    return "* 17 FETCH (UID " + number + " FLAGS (\\Seen))\r\n";
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // close() ends the waiting; there is nothing else to do here.
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      out.write("* OK [CAPABILITY IMAP4rev1] ready\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[READ_OCTETS];
      StringBuilder line = new StringBuilder();
      StringBuilder answers = new StringBuilder();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          if (buffer[i] != '\n') {
            line.append((char) buffer[i]);
          } else {
            answer(line.toString(), answers, out);
            line.setLength(0);
          }
        }
        write(answers, out);
      }
    } catch (IOException gone) {
      // The other side went away: the load generator says if that was wrong.
      return;
    }
  }

  private void answer(String line, StringBuilder answers, OutputStream out) throws IOException {
    String[] words = line.split(" ", 5);
    if (words.length > 3 && words[2].equals("FETCH")) {
      if (words[3].equals("1:*")) {
        write(answers, out);
        out.write(list);
      } else {
        answers.append(data(words[3]));
      }
    } else if (words[1].startsWith("SELECT")) {
      answers.append("* 100000 EXISTS\r\n");
    }
    answers.append(words[0]).append(" OK done\r\n");
  }

  private static void write(StringBuilder answers, OutputStream out) throws IOException {
    out.write(answers.toString().getBytes(StandardCharsets.US_ASCII));
    answers.setLength(0);
  }
}

package io.postern.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A client that holds every octet of its answers, its own tags among them, to what must come. */
final class ListClient implements AutoCloseable {
  private static final int READ_OCTETS = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[READ_OCTETS];

  /** Logs in and selects a mailbox. */
  ListClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    line();
    say("a LOGIN joe secret\r\n");
    until("a OK ");
    say("b SELECT INBOX\r\n");
    until("b OK ");
  }

  /** Fetches the list so many times. */
  void lists(int times, byte[] list) throws IOException {
    CRC32 expected = new CRC32();
    expected.update(list);
    for (int i = 0; i < times; i++) {
      String tag = "l" + i;
      say(tag + " " + Lists.COMMAND + "\r\n");
      CRC32 found = new CRC32();
      for (int left = list.length; left > 0; ) {
        int length = in.read(buffer, 0, Math.min(left, buffer.length));
        if (length < 0) {
          throw new IOException("cut off with " + left + " octets to come");
        }
        found.update(buffer, 0, length);
        left -= length;
      }
      if (found.getValue() != expected.getValue()) {
        throw new IOException("the list has changed on its way");
      }
      expect((tag + " OK done\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Sends so many times {@code depth} commands in one write, and awaits all answers each time. */
  void pipelines(int times, int depth) throws IOException {
    StringBuilder commands = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      String uid = Integer.toString(4711 + i);
      commands.append("p").append(i).append(" UID FETCH ").append(uid).append(" (FLAGS)\r\n");
      answers.append(ListServer.data(uid)).append("p").append(i).append(" OK done\r\n");
    }
    byte[] said = commands.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] expected = answers.toString().getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < times; i++) {
      socket.getOutputStream().write(said);
      expect(expected);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void expect(byte[] expected) throws IOException {
    int length = in.readNBytes(buffer, 0, expected.length);
    if (!Arrays.equals(expected, 0, expected.length, buffer, 0, length)) {
      throw new IOException("other answers than the server's");
    }
  }

  private void until(String start) throws IOException {
    for (String line = line(); !line.startsWith(start); line = line()) {
      if (line.isEmpty()) {
        throw new IOException("closed");
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.append((char) octet);
    }
    return line.toString();
  }
}

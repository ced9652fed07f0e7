package io.postern.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IMAP client that sends just the octets it is given, and reads responses whole. It shares no
 * code with the gateway: a mistake there must not hide itself here.
 */
final class ImapWire implements AutoCloseable {
  /** Nothing here takes seconds; this only keeps a hang from being endless. */
  static final int READ_MILLIS_MAX = 30_000;

  private static final Pattern LITERAL_AHEAD = Pattern.compile("~?\\{(\\d+)}\r\n$");

  /** Status text announces nothing: {@code a1 NO no such mailbox x{5}} ends at its CRLF. */
  private static final Pattern DATA = Pattern.compile("^\\* (?!(?:OK|NO|BAD|BYE|PREAUTH) ).*");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private ImapWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
  }

  static ImapWire connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(READ_MILLIS_MAX);
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS_MAX);
      return new ImapWire(socket);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /** In one write. */
  void send(String octets) throws IOException {
    out.write(octets.getBytes(ISO_8859_1));
    out.flush();
  }

  /** The next response with its literals and CRLF; {@link EOFException} if the peer has closed. */
  String response() throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    String line = line(response);
    boolean data = DATA.matcher(line.strip()).matches();
    while (data) {
      Matcher literal = LITERAL_AHEAD.matcher(line);
      if (!literal.find()) {
        break;
      }
      int octets = Integer.parseInt(literal.group(1));
      byte[] content = in.readNBytes(octets);
      if (content.length < octets) {
        throw new EOFException("closed within a literal");
      }
      response.write(content);
      line = line(response);
    }
    return response.toString(ISO_8859_1);
  }

  /** Whether the peer closes now, without another octet. */
  boolean closed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line(ByteArrayOutputStream response) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); ; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException(line.size() == 0 ? "closed" : "closed within a line");
      }
      line.write(octet);
      if (octet == '\n') {
        break;
      }
    }
    line.writeTo(response);
    return line.toString(ISO_8859_1);
  }
}

package io.postern.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a socket, each bounded. Read by one thread at a time, written by one at a time. */
final class Lines {
  private static final int CHUNK_OCTETS = 8192;

  private final SocketChannel channel;
  private final int lineOctetsMax;
  private final ByteBuffer in = ByteBuffer.allocate(CHUNK_OCTETS).flip();

  Lines(SocketChannel channel, int lineOctetsMax) {
    this.channel = channel;
    this.lineOctetsMax = lineOctetsMax;
  }

  /** A line is over its bound; nothing more can be read. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int octetsMax) {
      super("a line has more than " + octetsMax + " octets");
    }
  }

  /**
   * The next line, without its end; empty at the end. A last line without an end is lost: it may
   * have been cut short.
   */
  Optional<String> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (in.hasRemaining()) {
        byte octet = in.get();
        if (octet == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        if (line.size() == lineOctetsMax) {
          throw new TooLong(lineOctetsMax);
        }
        line.write(octet);
      }
      in.clear();
      int read = channel.read(in);
      in.flip();
      if (read < 0) {
        return Optional.empty();
      }
    }
  }

  /** Writes a line; blocks until the peer has room for it. */
  void write(String line) throws IOException {
    ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }
}

package io.postern.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The one right answer to a command: a head, content that repeats, and a tail with the tag. */
final class Awaited {
  private static final int LINE_OCTETS_MAX = 200;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private byte[] head = {};
  private ByteBuffer body = NOTHING;
  private int period;
  private long bodyOctets;
  private byte[] tail = {};
  private int tagAt;
  private long at;
  private long began;
  private boolean waits;
  private int continuation;
  private Load prepared;

  /** From now on this is the answer to another command. */
  void begin(int tag, Load load) {
    if (!load.equals(prepared)) {
      prepare(load);
    }
    Tag.write(tail, tagAt, tag);
    at = 0;
    began = System.nanoTime();
    waits = load.work() == Load.Work.UPLOAD && tag % 2 == 0;
    continuation = 0;
  }

  long began() {
    return began;
  }

  /** Whether the command's literal is sent only when the server asks for it. */
  boolean waits() {
    return waits;
  }

  boolean complete() {
    return at == head.length + bodyOctets + tail.length;
  }

  /** Takes what belongs to it; says whether the server has just asked for the literal. */
  boolean goesOnHere(ByteBuf in) {
    if (waits) {
      return asked(in);
    }
    while (in.isReadable() && !complete()) {
      if (at < head.length) {
        fixed(in, head, (int) at);
      } else if (at < head.length + bodyOctets) {
        content(in);
      } else {
        fixed(in, tail, (int) (at - head.length - bodyOctets));
      }
    }
    return false;
  }

  private boolean asked(ByteBuf in) {
    while (in.isReadable()) {
      byte octet = in.readByte();
      if ((continuation == 0 && octet != '+') || continuation > LINE_OCTETS_MAX) {
        throw Client.wrong("no continuation request");
      }
      continuation++;
      if (octet == '\n') {
        waits = false;
        return true;
      }
    }
    return false;
  }

  private void fixed(ByteBuf in, byte[] expected, int from) {
    int now = Math.min(expected.length - from, in.readableBytes());
    for (int i = 0; i < now; i++) {
      if (in.readByte() != expected[from + i]) {
        throw Client.wrong("another answer than the server's, " + at + " octets into it");
      }
    }
    at += now;
  }

  private void content(ByteBuf in) {
    int from = (int) ((at - head.length) % period);
    int now =
        (int)
            Math.min(Math.min(bodyOctets - (at - head.length), period - from), in.readableBytes());
    ByteBuffer expected = body.limit(from + now).position(from);
    if (in.internalNioBuffer(in.readerIndex(), now).mismatch(expected) >= 0) {
      throw Client.wrong("another content than the server's, " + at + " octets into it");
    }
    in.skipBytes(now);
    at += now;
  }

  private void prepare(Load load) {
    prepared = load;
    String words = "";
    body = NOTHING;
    bodyOctets = 0;
    String close = "";
    String end = "";
    switch (load.work()) {
      case COMMAND -> end = Answers.NOOP;
      case LIST -> {
        body = Content.list();
        bodyOctets = Content.listOctets(load.size());
        end = Answers.FETCH;
      }
      case DOWNLOAD -> {
        words = Answers.messageHead(load.size());
        body = Content.text();
        bodyOctets = load.size();
        close = ")\r\n";
        end = Answers.FETCH;
      }
      case UPLOAD -> end = Answers.APPEND;
      case CONNECT, REST -> throw new IllegalStateException("no commands in this load");
    }
    period = Math.max(1, body.remaining());
    head = words.getBytes(StandardCharsets.US_ASCII);
    tail = (close + " ".repeat(Tag.OCTETS) + end).getBytes(StandardCharsets.US_ASCII);
    tagAt = close.length();
  }
}

package io.postern.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * One session of the fake server. It trusts its client to speak IMAP, and checks what it is sent to
 * keep: {@code UID FETCH n BODY.PEEK[]} is answered with a literal of n octets, {@code FETCH 1:n
 * (...)} with a list of n lines, APPEND counts octets that aren't the content's.
 */
final class FakeSession extends ChannelInboundHandlerAdapter {
  private static final String CAPABILITIES =
      "CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID IDLE NAMESPACE UIDPLUS AUTH=PLAIN";

  private static final int LINE_OCTETS_MAX = 8192;
  private static final int OUT_OCTETS = 4096;

  private static final ByteBuf TEXT =
      Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Content.text()));
  private static final ByteBuf LIST =
      Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Content.list()));

  private final LongAdder wrong;
  private final ByteBuffer text = Content.text();

  /** The command's text without its literals. */
  private final byte[] line = new byte[LINE_OCTETS_MAX];

  private int length;
  private long literal;
  private long taken;
  private boolean response;

  /** The tag of a command that was answered by a question. */
  private byte[] kept = {};

  private ByteBuf out = Unpooled.EMPTY_BUFFER;

  FakeSession(LongAdder wrong) {
    this.wrong = wrong;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ = context.writeAndFlush(ascii(context, "* OK [" + CAPABILITIES + "] ready\r\n"));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    while (in.isReadable()) {
      if (literal > 0) {
        take(in);
      } else if (toLineEnd(in)) {
        lineEnds(context);
      }
    }
    in.release();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    send(context);
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  private void take(ByteBuf in) {
    int now = (int) Math.min(literal, in.readableBytes());
    if (starts("APPEND ")) {
      int at = (int) (taken % Content.TEXT_OCTETS);
      now = Math.min(now, Content.TEXT_OCTETS - at);
      if (in.internalNioBuffer(in.readerIndex(), now).mismatch(text.limit(at + now).position(at))
          >= 0) {
        wrong.increment();
      }
    }
    in.skipBytes(now);
    literal -= now;
    taken += now;
  }

  /** Copies up to the end of the line, and says whether it is there. */
  private boolean toLineEnd(ByteBuf in) {
    int before = in.bytesBefore((byte) '\n');
    int now = before < 0 ? in.readableBytes() : before + 1;
    in.readBytes(line, length, now);
    length += now;
    return before >= 0;
  }

  private void lineEnds(ChannelHandlerContext context) {
    length -= 2;
    if (length > 0 && line[length - 1] == '}') {
      int open = length - 1;
      while (line[open] != '{') {
        open--;
      }
      boolean waits = line[length - 2] != '+';
      literal = number(open + 1);
      taken = 0;
      length = open;
      if (waits) {
        say(context, "+ go on\r\n");
      }
      return;
    }
    answer(context);
    length = 0;
  }

  private void answer(ChannelHandlerContext context) {
    if (response) {
      response = false;
      tagged(context, " OK [" + CAPABILITIES + "] logged in\r\n");
    } else if (starts("NOOP")) {
      tagged(context, Answers.NOOP);
    } else if (starts("UID FETCH ")) {
      message(context, number(tagOctets() + 1 + "UID FETCH ".length()));
    } else if (starts("FETCH 1:")) {
      list(context, (int) number(tagOctets() + 1 + "FETCH 1:".length()));
    } else if (starts("APPEND ")) {
      tagged(context, Answers.APPEND);
    } else if (starts("LOGIN ")) {
      tagged(context, " OK [" + CAPABILITIES + "] logged in\r\n");
    } else if (starts("AUTHENTICATE ")) {
      authenticate(context);
    } else if (starts("SELECT ")) {
      say(context, "* FLAGS (\\Answered \\Seen $Forwarded)\r\n* 1000000 EXISTS\r\n* 0 RECENT\r\n");
      say(context, "* OK [UIDVALIDITY 1] valid\r\n* OK [UIDNEXT 4000000] next\r\n");
      tagged(context, " OK [READ-WRITE] selected\r\n");
    } else if (starts("LOGOUT")) {
      say(context, "* BYE over\r\n");
      tagged(context, Answers.LOGOUT);
      send(context);
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else if (starts("CAPABILITY")) {
      say(context, "* " + CAPABILITIES + "\r\n");
      tagged(context, " OK done\r\n");
    } else if (starts("ID ")) {
      say(context, "* ID NIL\r\n");
      tagged(context, " OK done\r\n");
    } else {
      tagged(context, " BAD not known here\r\n");
    }
  }

  private void authenticate(ChannelHandlerContext context) {
    int words = 1;
    for (int i = 0; i < length; i++) {
      words += line[i] == ' ' ? 1 : 0;
    }
    if (words > 3) {
      tagged(context, " OK [" + CAPABILITIES + "] logged in\r\n");
      return;
    }
    // The response is a line of its own: only the tag has to be remembered.
    response = true;
    int tag = tagOctets();
    say(context, "+ \r\n");
    kept = new byte[tag];
    System.arraycopy(line, 0, kept, 0, tag);
  }

  private void message(ChannelHandlerContext context, long octets) {
    say(context, Answers.messageHead(octets));
    send(context);
    long left = octets;
    while (left > 0) {
      int now = (int) Math.min(left, Content.TEXT_OCTETS);
      var _ = context.write(TEXT.slice(0, now));
      left -= now;
    }
    say(context, ")\r\n");
    tagged(context, Answers.FETCH);
  }

  private void list(ChannelHandlerContext context, int lines) {
    send(context);
    long left = Content.listOctets(lines);
    while (left > 0) {
      int now = (int) Math.min(left, LIST.readableBytes());
      var _ = context.write(LIST.slice(0, now));
      left -= now;
    }
    tagged(context, Answers.FETCH);
  }

  private boolean starts(String verb) {
    int at = tagOctets() + 1;
    if (at + verb.length() > length) {
      return false;
    }
    for (int i = 0; i < verb.length(); i++) {
      if ((line[at + i] & 0xDF) != (verb.charAt(i) & 0xDF)) {
        return false;
      }
    }
    return true;
  }

  private int tagOctets() {
    int end = 0;
    while (end < length && line[end] != ' ') {
      end++;
    }
    return end;
  }

  private long number(int at) {
    long number = 0;
    for (int i = at; i < line.length && line[i] >= '0' && line[i] <= '9'; i++) {
      number = number * 10 + line[i] - '0';
    }
    return number;
  }

  private void tagged(ChannelHandlerContext context, String rest) {
    if (kept.length > 0) {
      out(context).writeBytes(kept);
      kept = new byte[0];
    } else {
      out(context).writeBytes(line, 0, tagOctets());
    }
    say(context, rest);
  }

  private void say(ChannelHandlerContext context, String words) {
    out(context).writeCharSequence(words, StandardCharsets.US_ASCII);
  }

  private ByteBuf out(ChannelHandlerContext context) {
    if (out.capacity() == 0) {
      out = context.alloc().directBuffer(OUT_OCTETS);
    }
    return out;
  }

  private void send(ChannelHandlerContext context) {
    if (out.capacity() > 0) {
      var _ = context.write(out, context.voidPromise());
      out = Unpooled.EMPTY_BUFFER;
    }
  }

  private static ByteBuf ascii(ChannelHandlerContext context, String words) {
    ByteBuf made = context.alloc().directBuffer(words.length());
    made.writeCharSequence(words, StandardCharsets.US_ASCII);
    return made;
  }
}

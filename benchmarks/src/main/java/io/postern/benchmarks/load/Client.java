package io.postern.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** One session of the generator. What comes must be what the fake server says, octet by octet. */
final class Client extends ChannelInboundHandlerAdapter {
  private static final ByteBuf TEXT =
      Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Content.text()));

  private static final int OUT_OCTETS = 4096;

  private static final int LINE_OCTETS_MAX = 4096;

  /** Before the work: which line is awaited. */
  private enum Step {
    GREETING,
    LOGIN,
    SELECT,
    WORK,
    LOGOUT
  }

  private final Clients clients;
  private final Load load;
  private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
  private final ArrayDeque<Awaited> spare = new ArrayDeque<>();
  private final byte[] line = new byte[LINE_OCTETS_MAX];
  private int length;
  private Step step = Step.GREETING;
  private long began;
  private int tags;
  private boolean over;
  private ByteBuf out = Unpooled.EMPTY_BUFFER;
  private ChannelHandlerContext context;

  Client(Clients clients) {
    this.clients = clients;
    this.load = clients.load();
    this.began = System.nanoTime();
  }

  /** Anything that isn't as it should be makes the whole run worthless. */
  static Error wrong(String what) {
    return ends(Generator.WRONG + what);
  }

  /** What was said was right, but nothing more comes. */
  static Error stalled(String what) {
    return ends(Generator.STALLED + what);
  }

  private static Error ends(String line) {
    System.out.println(line);
    System.out.flush();
    Runtime.getRuntime().halt(1);
    return new AssertionError(line);
  }

  void begin() {
    for (int i = 0; i < load.depth(); i++) {
      command();
    }
    flush();
  }

  void close() {
    over = true;
    if (context != null) {
      var _ = context.close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf in = (ByteBuf) message;
    while (in.isReadable() && !over) {
      if (step == Step.WORK) {
        work(in);
      } else if (toLineEnd(in)) {
        preparation();
        length = 0;
      }
    }
    in.release();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (!over) {
      throw wrong("a session was closed in its step " + step);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (!over) {
      throw wrong("a session failed in its step " + step + ": " + cause);
    }
    var _ = from.close();
  }

  private void preparation() {
    switch (step) {
      case GREETING -> {
        if (!starts("* OK ")) {
          throw wrong("another greeting");
        }
        say("a LOGIN joe secret\r\n");
        step = Step.LOGIN;
      }
      case LOGIN -> {
        if (ended("a")) {
          if (load.work() == Load.Work.CONNECT) {
            say("c LOGOUT\r\n");
            step = Step.LOGOUT;
          } else {
            say("b SELECT INBOX\r\n");
            step = Step.SELECT;
          }
        }
      }
      case SELECT -> {
        if (ended("b")) {
          step = Step.WORK;
          clients.ready(this);
        }
      }
      case LOGOUT -> {
        if (ended("c")) {
          clients.unit(began);
          close();
          clients.again(this);
        }
      }
      case WORK -> throw new IllegalStateException();
    }
  }

  private boolean ended(String tag) {
    if (starts(tag + " OK")) {
      return true;
    }
    if (!starts("* ")) {
      throw wrong(
          "another answer in step "
              + step
              + ": "
              + new String(line, 0, length, StandardCharsets.US_ASCII));
    }
    return false;
  }

  private void work(ByteBuf in) {
    Awaited first = awaited.peekFirst();
    if (first == null) {
      throw wrong("an answer that nobody asked for");
    }
    if (first.goesOnHere(in)) {
      upload();
    }
    if (first.complete()) {
      awaited.removeFirst();
      clients.unit(first.began());
      spare.addLast(first);
      if (clients.goesOn()) {
        command();
      } else if (awaited.isEmpty()) {
        clients.finished();
      }
    }
  }

  private void command() {
    Awaited next = spare.isEmpty() ? new Awaited() : spare.removeLast();
    awaited.addLast(next);
    tags++;
    ByteBuf to = out();
    Tag.write(to, tags);
    next.begin(tags, load);
    switch (load.work()) {
      case COMMAND -> say(" NOOP\r\n");
      case LIST -> say(" FETCH 1:" + load.size() + " (FLAGS UID ENVELOPE)\r\n");
      case DOWNLOAD -> say(" UID FETCH " + load.size() + " BODY.PEEK[]\r\n");
      case UPLOAD -> {
        boolean waits = next.waits();
        say(" APPEND INBOX {" + load.size() + (waits ? "}\r\n" : "+}\r\n"));
        if (!waits) {
          upload();
        }
      }
      case CONNECT, REST -> throw new IllegalStateException("no commands in this load");
    }
  }

  private void upload() {
    send();
    for (int left = load.size(); left > 0; ) {
      int now = Math.min(left, Content.TEXT_OCTETS);
      var _ = context.write(TEXT.slice(0, now));
      left -= now;
    }
    say("\r\n");
  }

  private boolean toLineEnd(ByteBuf in) {
    int before = in.bytesBefore((byte) '\n');
    int now = before < 0 ? in.readableBytes() : before + 1;
    in.readBytes(line, length, now);
    length += now;
    return before >= 0;
  }

  private boolean starts(String words) {
    for (int i = 0; i < words.length(); i++) {
      if (i >= length || line[i] != words.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void say(String words) {
    out().writeCharSequence(words, StandardCharsets.US_ASCII);
  }

  private ByteBuf out() {
    if (out.capacity() == 0) {
      out = context.alloc().directBuffer(OUT_OCTETS);
    }
    return out;
  }

  private void send() {
    if (out.capacity() > 0) {
      var _ = context.write(out, context.voidPromise());
      out = Unpooled.EMPTY_BUFFER;
    }
  }

  private void flush() {
    send();
    context.flush();
  }
}

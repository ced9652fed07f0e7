package io.postern.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** All sessions of one load, on one loop. */
final class Clients {
  private static final int READ_OCTETS = 128 * 1024;

  /** So many connect at once: a backlog isn't what is measured. */
  private static final int OPENING_MAX = 64;

  /** Where nothing at all happened for so long, nothing will. */
  private static final int STALLED_MILLIS = 10_000;

  private static final int DIGITS = 3;

  private final EventLoop loop;
  private final SslContext tls;
  private final Load load;
  private final Bootstrap bootstrap;
  private final Histogram times = new Histogram(DIGITS);
  private final List<Client> open = new ArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private int opening;
  private int ready;
  private int working;
  private long deadline;
  private long last;

  /** Sessions that were opened, and units: another thread looks whether there is any. */
  private volatile long progress;

  private String cipher = "-";

  Clients(EventLoop loop, SslContext tls, Load load) {
    this.loop = loop;
    this.tls = tls;
    this.load = load;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_OCTETS));
  }

  Load load() {
    return load;
  }

  /** Opens all sessions up to their mailbox; none where a unit is a whole session. */
  void open() throws InterruptedException {
    if (load.work() == Load.Work.CONNECT) {
      return;
    }
    loop.execute(this::openMore);
    await(opened, 0);
  }

  /** Works for the load's time, and waits until the last unit is complete. */
  Done work() throws InterruptedException {
    long began = System.nanoTime();
    deadline = began + load.millis() * 1_000_000L;
    working = load.sessions();
    loop.execute(
        () -> {
          if (load.work() == Load.Work.CONNECT) {
            for (int i = 0; i < load.sessions(); i++) {
              connect();
            }
          } else {
            List.copyOf(open).forEach(Client::begin);
          }
        });
    await(done, load.millis());
    close();
    return new Done(
        times.getTotalCount(),
        last - began,
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99),
        times.getValueAtPercentile(99.9),
        cipher);
  }

  private void await(CountDownLatch latch, int workMillis) throws InterruptedException {
    long before = -1;
    while (!latch.await(workMillis + STALLED_MILLIS, TimeUnit.MILLISECONDS)) {
      if (progress == before) {
        throw Client.stalled("nothing more happens: " + ready + " sessions were ready");
      }
      before = progress;
    }
  }

  /** Closes what is open. */
  void close() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    loop.execute(
        () -> {
          open.forEach(Client::close);
          open.clear();
          closed.countDown();
        });
    closed.await();
  }

  // --- on the loop -----------------------------------------------------------------------------

  boolean goesOn() {
    return System.nanoTime() < deadline;
  }

  void unit(long began) {
    last = System.nanoTime();
    progress = last;
    times.recordValue(last - began);
  }

  /** One session has no more to do. */
  void finished() {
    working--;
    if (working == 0) {
      done.countDown();
    }
  }

  void ready(Client client) {
    opening--;
    ready++;
    progress = ready;
    if (ready == load.sessions()) {
      opened.countDown();
    } else {
      openMore();
    }
  }

  /** The next whole session of this slot, or none. */
  void again(Client client) {
    open.remove(client);
    if (goesOn()) {
      connect();
    } else {
      finished();
    }
  }

  private void openMore() {
    while (opening < OPENING_MAX && ready + opening < load.sessions()) {
      opening++;
      connect();
    }
  }

  private void connect() {
    Client client = new Client(this);
    open.add(client);
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                if (load.tls()) {
                  SslHandler handler = tls.newHandler(channel.alloc(), "localhost", load.port());
                  handler
                      .handshakeFuture()
                      .addListener(
                          shaken -> {
                            if (!shaken.isSuccess()) {
                              throw Client.wrong("a handshake failed: " + shaken.cause());
                            }
                            cipher =
                                handler.engine().getSession().getProtocol()
                                    + " "
                                    + handler.engine().getSession().getCipherSuite();
                          });
                  channel.pipeline().addLast(handler);
                }
                channel.pipeline().addLast(client);
              }
            })
        .connect("127.0.0.1", load.port())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                throw Client.wrong("can't connect: " + connected.cause());
              }
            });
  }
}

package io.postern.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import io.postern.service.Address;
import io.postern.service.Listener;
import io.postern.service.Plan;
import io.postern.service.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that clients come in by, one or more for each {@link Listener}. They outlive a change
 * of services: what is still named keeps its socket. Any thread but a loop.
 */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** Clients that may wait to be accepted: a login storm after a restart. The system caps it. */
  private static final int BACKLOG = 1024;

  /** Ports below need a privilege of their own. */
  private static final int FREE_PORTS_FROM = 1024;

  private final EventLoopGroup group;
  private final Transport transport;

  /** Where they really are, for whoever must not connect there. */
  private final Set<InetSocketAddress> listening;

  /** What each client of a listener meets. */
  private final Function<Listener, ChannelHandler> entrances;

  private Map<Listener, List<Channel>> open = Map.of();
  private boolean closed;

  Listeners(
      EventLoopGroup group,
      Transport transport,
      Set<InetSocketAddress> listening,
      Function<Listener, ChannelHandler> entrances) {
    this.group = group;
    this.transport = transport;
    this.listening = listening;
    this.entrances = entrances;
  }

  /**
   * Opens what is new, has the caller change over, lets clients in by it, and closes what is named
   * no more; what stays isn't touched. No client is let in before all of it is bound.
   *
   * @param changeOver after it new clients get the plan; it must not throw
   * @throws ListenException if one can't be opened: then nothing has changed
   */
  synchronized void change(Plan plan, Runnable changeOver) throws ListenException {
    Map<Listener, List<Service>> wanted = plan.listeners();
    Map<Listener, List<Channel>> fresh = new LinkedHashMap<>();
    try {
      for (Map.Entry<Listener, List<Service>> entry : wanted.entrySet()) {
        Listener listener = entry.getKey();
        boolean clear = entry.getValue().stream().anyMatch(Listeners::clearRefused);
        boolean transparent = entry.getValue().stream().anyMatch(Transparency::wanted);
        if (closed) {
          throw new ListenException(listener.address(), ListenException.Reason.ENDING);
        }
        if (open.containsKey(listener)) {
          guard(listener, addresses(listener), clear);
        } else {
          bind(
              listener,
              clear,
              transparent,
              fresh.computeIfAbsent(listener, _ -> new ArrayList<>()));
        }
        List<Channel> channels = open.getOrDefault(listener, fresh.get(listener));
        if (transparent && !channels.stream().allMatch(Transparency::given)) {
          throw new ListenException(listener.address(), ListenException.Reason.NOT_TRANSPARENT);
        }
      }
    } catch (ListenException failure) {
      fresh.values().forEach(Listeners::close);
      throw failure;
    }
    changeOver.run();
    Map<Listener, List<Channel>> before = open;
    Map<Listener, List<Channel>> after = new LinkedHashMap<>();
    wanted
        .keySet()
        .forEach(
            listener -> after.put(listener, fresh.getOrDefault(listener, before.get(listener))));
    open = after;
    listening.addAll(after.keySet().stream().flatMap(each -> addresses(each).stream()).toList());
    fresh.values().forEach(channels -> channels.forEach(each -> each.config().setAutoRead(true)));
    before.forEach(
        (listener, channels) -> {
          if (!after.containsKey(listener)) {
            channels.forEach(each -> listening.remove((InetSocketAddress) each.localAddress()));
            close(channels);
          }
        });
  }

  /** Where a listener really is; empty if it isn't open. */
  synchronized List<Address> at(Listener listener) {
    return addresses(listener).stream()
        .map(at -> new Address(NetUtil.toAddressString(at.getAddress()), at.getPort()))
        .toList();
  }

  /** Closes all, for good. */
  synchronized void close() {
    closed = true;
    open.values().forEach(Listeners::close);
    open = Map.of();
  }

  private List<InetSocketAddress> addresses(Listener listener) {
    return open.getOrDefault(listener, List.of()).stream()
        .map(channel -> (InetSocketAddress) channel.localAddress())
        .toList();
  }

  private static void close(List<Channel> channels) {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
  }

  private static boolean clearRefused(Service service) {
    return service.tls().client().mayBeClear() && !service.switches().clearTextAllowed();
  }

  /** A name that looks like loopback may lead elsewhere. */
  private static void guard(Listener listener, List<InetSocketAddress> found, boolean clearRefused)
      throws ListenException {
    if (clearRefused
        && listener.address().loopback()
        && !found.stream().allMatch(at -> at.getAddress().isLoopbackAddress())) {
      throw new ListenException(listener.address(), ListenException.Reason.NOT_LOOPBACK);
    }
  }

  private void bind(
      Listener listener, boolean clearRefused, boolean transparent, List<Channel> bound)
      throws ListenException {
    Address address = listener.address();
    for (InetAddress one : resolve(address)) {
      InetSocketAddress at = new InetSocketAddress(one, address.port());
      guard(listener, List.of(at), clearRefused);
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(group)
              .channel(transport.listening())
              .option(ChannelOption.SO_REUSEADDR, true)
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              // Clients wait until everything is bound.
              .option(ChannelOption.AUTO_READ, false)
              .childHandler(entrances.apply(listener));
      if (transparent) {
        Transparency.ask(transport, bootstrap);
      }
      ChannelFuture binding = bootstrap.bind(at).awaitUninterruptibly();
      if (binding.isSuccess()) {
        bound.add(binding.channel());
      } else {
        ListenException.Reason reason = ListenException.reason(binding.cause());
        if (transparent
            && reason == ListenException.Reason.NOT_PERMITTED
            && address.port() >= FREE_PORTS_FROM) {
          // Not the port is what it may not have.
          reason = ListenException.Reason.NOT_TRANSPARENT;
        }
        // A name may have addresses that this machine lacks: localhost without IPv6. One must do.
        if (address.numeric() || reason != ListenException.Reason.NO_SUCH_ADDRESS) {
          throw new ListenException(address, reason);
        }
        LOG.warn("{} is also {}, which this machine doesn't have", address, one.getHostAddress());
      }
      if (address.port() == 0) {
        break;
      }
    }
    if (bound.isEmpty()) {
      throw new ListenException(address, ListenException.Reason.NO_SUCH_ADDRESS);
    }
  }

  private static InetAddress[] resolve(Address address) throws ListenException {
    try {
      return InetAddress.getAllByName(address.host());
    } catch (UnknownHostException unknown) {
      throw new ListenException(address, ListenException.Reason.NO_SUCH_NAME);
    }
  }
}

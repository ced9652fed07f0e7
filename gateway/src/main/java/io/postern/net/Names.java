package io.postern.net;

import io.postern.service.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Host names to addresses, without blocking the caller. One look-up a name at a time, on a thread
 * of its own, since the system's resolver may take many seconds; names come from the configuration
 * only, so they are few. Any thread.
 */
final class Names {
  /**
   * How long an answer is good: short enough to follow a server that moves, long enough to spare
   * the resolver a login storm.
   */
  private static final long FRESH_MILLIS = 10_000;

  /** The look-up itself: the system's, or a test's. */
  interface Resolver {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  private record Answer(CompletableFuture<List<InetAddress>> addresses, long askedAt) {
    /** One that waits is shared, one that failed is not kept. */
    boolean usable(long now) {
      return !addresses.isDone()
          || (!addresses.isCompletedExceptionally() && now - askedAt < FRESH_MILLIS);
    }
  }

  private final Resolver resolver;
  private final LongSupplier clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  Names(Resolver resolver, LongSupplier clock) {
    this.resolver = resolver;
    this.clock = clock;
  }

  /**
   * The addresses of a host, in the system's order; not empty. Fails with {@link
   * UnknownHostException}.
   */
  CompletableFuture<List<InetAddress>> lookUp(Address address) {
    String host = address.host();
    if (address.numeric()) {
      return CompletableFuture.completedFuture(List.of(InetAddress.ofLiteral(host)));
    }
    long now = clock.getAsLong();
    return answers
        .compute(host, (name, known) -> known != null && known.usable(now) ? known : ask(name, now))
        .addresses();
  }

  private Answer ask(String host, long now) {
    CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("postern-name")
        .daemon()
        .start(
            () -> {
              try {
                addresses.complete(List.of(resolver.lookUp(host)));
              } catch (UnknownHostException | RuntimeException | Error unknown) {
                addresses.completeExceptionally(unknown);
              }
            });
    return new Answer(addresses, now);
  }
}

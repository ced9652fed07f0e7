package io.postern.net;

import io.postern.audit.Event;
import io.postern.imap.CommandName;
import io.postern.imap.ResponseName;
import io.postern.net.LoopCounts.Way;
import io.postern.session.CommandResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * What a gateway has counted since its start, at one moment.
 *
 * @param services each with the clients it let in and those that are gone
 * @param commands only those that there were
 * @param responses only those that there were
 */
public record Counted(
    List<OfService> services,
    List<OfCommand> commands,
    Map<ResponseName, Long> responses,
    long octetsFromClients,
    long octetsToClients,
    long octetsFromServers,
    long octetsToServers) {
  /** Upper bounds of {@link OfCommand#classes}, in milliseconds; the last class has none. */
  public static List<Long> bounds() {
    return java.util.Arrays.stream(LoopCounts.MILLIS).boxed().toList();
  }

  /**
   * One service's connections. A client that was let in is there until both connections of its
   * session are closed: {@link #current} is {@code accepted} less all of {@code closed}.
   */
  public record OfService(String service, long accepted, Map<Event.Cause, Long> closed) {
    public long current() {
      return accepted - closed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * One command.
   *
   * @param name empty: one that isn't known by its name
   * @param classes how many took how long, see {@link #bounds}; of those that reached the server
   */
  public record OfCommand(
      Optional<CommandName> name,
      Map<CommandResult, Long> results,
      List<Long> classes,
      long millis) {}

  static Counted of(List<OfService> services, List<LoopCounts> loops) {
    List<OfCommand> commands = new ArrayList<>();
    for (int name = 0; name < LoopCounts.COMMANDS; name++) {
      OfCommand one = command(name, loops);
      if (!one.results().isEmpty()) {
        commands.add(one);
      }
    }
    Map<ResponseName, Long> responses = new EnumMap<>(ResponseName.class);
    for (ResponseName name : ResponseName.values()) {
      long number = sum(loops, counts -> counts.responses, name.ordinal());
      if (number > 0) {
        responses.put(name, number);
      }
    }
    return new Counted(
        services,
        commands,
        responses,
        octets(loops, Way.FROM_CLIENT),
        octets(loops, Way.TO_CLIENT),
        octets(loops, Way.FROM_SERVER),
        octets(loops, Way.TO_SERVER));
  }

  private static OfCommand command(int name, List<LoopCounts> loops) {
    Map<CommandResult, Long> results = new EnumMap<>(CommandResult.class);
    for (CommandResult result : CommandResult.values()) {
      int index = name * LoopCounts.RESULTS + result.ordinal();
      long number = sum(loops, counts -> counts.commands, index);
      if (number > 0) {
        results.put(result, number);
      }
    }
    List<Long> classes = new ArrayList<>();
    for (int i = 0; i < LoopCounts.CLASSES; i++) {
      classes.add(sum(loops, counts -> counts.durations, name * LoopCounts.CLASSES + i));
    }
    CommandName[] names = CommandName.values();
    return new OfCommand(
        name < names.length ? Optional.of(names[name]) : Optional.empty(),
        results,
        classes,
        sum(loops, counts -> counts.durationMillis, name));
  }

  private static long octets(List<LoopCounts> loops, Way way) {
    return sum(loops, counts -> counts.octets, way.ordinal());
  }

  private static long sum(
      List<LoopCounts> loops, Function<LoopCounts, AtomicLongArray> array, int index) {
    return loops.stream().mapToLong(counts -> array.apply(counts).getAcquire(index)).sum();
  }
}

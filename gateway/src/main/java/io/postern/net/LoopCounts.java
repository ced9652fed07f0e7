package io.postern.net;

import io.postern.imap.CommandName;
import io.postern.imap.ResponseName;
import io.postern.session.CommandResult;
import io.postern.session.Counts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the sessions of one event loop count. Written on the loop only, so that a count is a plain
 * addition and an ordered store, without an atomic operation; read by any thread.
 */
final class LoopCounts implements Counts {
  /** Which way octets went. */
  enum Way {
    FROM_CLIENT,
    TO_CLIENT,
    FROM_SERVER,
    TO_SERVER
  }

  /**
   * Upper bounds of the classes of durations, in milliseconds; above the last there is one more.
   */
  static final long[] MILLIS = {1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000};

  static final int COMMANDS = CommandName.values().length + 1;
  static final int RESULTS = CommandResult.values().length;
  static final int CLASSES = MILLIS.length + 1;

  private static final int UNKNOWN = COMMANDS - 1;

  final AtomicLongArray commands = new AtomicLongArray(COMMANDS * RESULTS);
  final AtomicLongArray durations = new AtomicLongArray(COMMANDS * CLASSES);
  final AtomicLongArray durationMillis = new AtomicLongArray(COMMANDS);
  final AtomicLongArray responses = new AtomicLongArray(ResponseName.values().length);
  final AtomicLongArray octets = new AtomicLongArray(Way.values().length);

  @Override
  public void ended(Optional<CommandName> command, CommandResult result) {
    int name = command.isPresent() ? command.get().ordinal() : UNKNOWN;
    add(commands, name * RESULTS + result.ordinal(), 1);
  }

  @Override
  public void completed(CommandName command, CommandResult result, long millis) {
    int name = command.ordinal();
    add(commands, name * RESULTS + result.ordinal(), 1);
    add(durations, name * CLASSES + classOf(millis), 1);
    add(durationMillis, name, millis);
  }

  @Override
  public void responses(ResponseName name, int count) {
    add(responses, name.ordinal(), count);
  }

  void octets(Way way, int number) {
    add(octets, way.ordinal(), number);
  }

  private static int classOf(long millis) {
    int found = 0;
    while (found < MILLIS.length && millis > MILLIS[found]) {
      found++;
    }
    return found;
  }

  /** There is one writer. */
  private static void add(AtomicLongArray to, int index, long number) {
    to.setRelease(index, to.getPlain(index) + number);
  }
}

package io.postern.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first is waited for, the second ends the process at once. And SIGHUP,
 * which does what it is told. The JDK's shutdown hooks can't tell a second signal, and {@code
 * sun.misc.Signal}, which can, makes every compiler warn: so it is called by reflection. It is part
 * of the exported and supported module {@code jdk.unsupported}.
 */
public final class Signals {
  /** A shell's code for a process that ended by a signal: 128 and its number. */
  private static final Map<String, Integer> EXITS =
      Map.of("TERM", Exit.TERMINATED, "INT", Exit.INTERRUPTED);

  private final BlockingQueue<Integer> first = new ArrayBlockingQueue<>(1);
  private final AtomicBoolean seen = new AtomicBoolean();

  private final Runnable atOnce;

  /**
   * Takes the signals from now on.
   *
   * @param atOnce the last words at the second one
   */
  public Signals(Runnable atOnce) {
    this.atOnce = atOnce;
    EXITS.forEach((name, exit) -> take(name, () -> ending(exit)));
  }

  /**
   * Runs that at each SIGHUP from now on, on a thread of its own. Where the process was started so
   * that it ignores the signal (nohup), it still does.
   */
  static void onHangUp(Runnable action) {
    take("HUP", action);
  }

  /** Sends a signal to this process itself. */
  static void raise(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Object made = signal.getConstructor(String.class).newInstance(name);
      Object _ = signal.getMethod("raise", signal).invoke(null, made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java can't send signals", e);
    }
  }

  /**
   * Does what the first signal does, with exit code 0. It is none: behind it the first signal only
   * says the same once more, since whoever sends it may not know, and the second one ends at once.
   */
  void ask() {
    var _ = first.offer(Exit.OK);
  }

  /** Waits for the first; returns its exit code. */
  public int await() throws InterruptedException {
    return first.take();
  }

  private void ending(int exit) {
    if (!seen.compareAndSet(false, true)) {
      atOnce.run();
      Runtime.getRuntime().halt(exit);
    }
    var _ = first.offer(exit);
  }

  private static void take(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object taker =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, taker(action));
      Object _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), taker);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java can't take signals", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the proxy has no other identity
  private static InvocationHandler taker(Runnable action) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            action.run();
            yield null;
          }
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "signals of Postern";
        };
  }
}

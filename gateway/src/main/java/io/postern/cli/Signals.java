package io.postern.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first is waited for, the second ends the process at once. The JDK's
 * shutdown hooks can't tell a second signal, and {@code sun.misc.Signal}, which can, makes every
 * compiler warn: so it is called by reflection. It is part of the exported and supported module
 * {@code jdk.unsupported}.
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
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      for (Map.Entry<String, Integer> exit : EXITS.entrySet()) {
        Object taker =
            Proxy.newProxyInstance(
                handler.getClassLoader(), new Class<?>[] {handler}, taker(exit.getValue()));
        Object _ =
            handle.invoke(
                null, signal.getConstructor(String.class).newInstance(exit.getKey()), taker);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java can't take signals", e);
    }
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

  /** Waits for the first; returns its exit code. */
  public int await() throws InterruptedException {
    return first.take();
  }

  @SuppressWarnings("ReferenceEquality") // the proxy has no other identity
  private InvocationHandler taker(int exit) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            if (!seen.compareAndSet(false, true)) {
              atOnce.run();
              Runtime.getRuntime().halt(exit);
            }
            first.add(exit);
            yield null;
          }
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "signals of Postern";
        };
  }
}

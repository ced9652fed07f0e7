package io.postern.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;

/**
 * A thread's Python: one engine in the process, one context for each thread that calls policies,
 * shut in. All policies of the thread live in it, each in a namespace of its own.
 */
final class PythonContext {
  /**
   * How long an interrupt may take; then the context is closed, which no Python can outlive. Less
   * than the second after which the policy thread is given up.
   */
  private static final Duration INTERRUPT_PATIENCE = Duration.ofMillis(900);

  /** Files of ours that stand in each context once. */
  private static final List<String> CONTEXT_FILES = List.of("context.py", "slips.py");

  /** Files of ours that each policy gets a copy of its own of; constants first. */
  private static final List<String> POLICY_FILES =
      List.of(
          "constants.py",
          "tables.py",
          "proxies.py",
          "reading.py",
          "shared.py",
          "loading.py",
          "calling.py");

  private static final ThreadLocal<Optional<PythonContext>> HERE =
      ThreadLocal.withInitial(Optional::empty);

  /** One for each event loop of a start; more than a few would only be in each other's way. */
  private static final int SPARES_MAX = 4;

  private static final Spares<PythonContext> SPARES =
      new Spares<>(
          PythonContext::new, Math.min(SPARES_MAX, Runtime.getRuntime().availableProcessors()));

  private final Context context;
  private final Shapes shapes;
  private final Value bindings;
  private final Map<PythonSource, PythonSource.Loaded> loaded = new WeakHashMap<>();
  private final Log log = new Log();
  private final Object lock = new Object();

  /** What runs at the moment; guarded by the lock. */
  private Optional<Object> running = Optional.empty();

  private boolean interrupting;
  private volatile boolean lost;

  /** Holds the engine, so that it is made when the first policy is loaded. */
  private static final class Shared {
    static final Engine ENGINE =
        Engine.newBuilder("python")
            // Without a compiler Python is interpreted; that is known and measured.
            .option("engine.WarnInterpreterOnly", "false")
            .logHandler(OutputStream.nullOutputStream())
            .build();
  }

  private PythonContext() {
    context =
        Context.newBuilder("python")
            .engine(Shared.ENGINE)
            .allowAllAccess(false)
            .allowHostAccess(HostAccess.NONE)
            .allowHostClassLookup(name -> false)
            .allowIO(IOAccess.NONE)
            .allowCreateThread(false)
            .allowCreateProcess(false)
            .allowNativeAccess(false)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowInnerContextOptions(false)
            .allowValueSharing(false)
            .in(InputStream.nullInputStream())
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .option("python.NoSiteFlag", "true")
            .option("python.NoUserSiteFlag", "true")
            .option("python.IgnoreEnvironmentFlag", "true")
            .option("python.DontWriteBytecodeFlag", "true")
            .option("python.InstallSignalHandlers", "false")
            .build();
    context.enter();
    try {
      bindings = context.getBindings("python");
      for (String file : CONTEXT_FILES) {
        context.eval(
            Source.newBuilder("python", text(file), "<postern " + file + ">").buildLiteral());
      }
      for (String file : POLICY_FILES) {
        bindings.getMember("add_code").execute(file, text(file));
      }
      BaseTables.define(bindings.getMember("add_base"));
      shapes = new Shapes(bindings.getMember("shape"), bindings.getMember("pack"));
    } finally {
      context.leave();
    }
  }

  /** This thread's own; taken or made when it is first wanted, and anew where one was lost. */
  static PythonContext here() {
    Optional<PythonContext> found = HERE.get().filter(context -> !context.lost);
    if (found.isEmpty()) {
      found = Optional.of(SPARES.take());
      HERE.set(found);
    }
    return found.get();
  }

  /** The policy in this context, checked: what is wrong with it is in the outcome. */
  PythonSource.Loaded checked(PythonSource source) {
    PythonSource.Loaded outcome = source.check(this);
    loaded.put(source, outcome);
    return outcome;
  }

  /** The policy in this context: loaded at the first time. */
  PythonSource.Loaded loaded(PythonSource source) {
    return loaded.computeIfAbsent(source, each -> each.load(this));
  }

  Log log() {
    return log;
  }

  Shapes shapes() {
    return shapes;
  }

  Value function(String name) {
    return bindings.getMember(name);
  }

  /** Work in a context; what it throws is thrown as it is. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Does some work within the context; {@code token} is what an interrupt names. */
  <T, E extends Exception> T run(Object token, Work<T, E> work) throws E {
    synchronized (lock) {
      running = Optional.of(token);
    }
    context.enter();
    try {
      return work.run();
    } catch (PolyglotException e) {
      lost |= e.isExit() || e.isCancelled();
      throw e;
    } finally {
      context.leave();
      finished();
    }
  }

  /** An interrupt that is under way was meant for the work that is over: the next one waits. */
  private void finished() {
    synchronized (lock) {
      running = Optional.empty();
      boolean interrupted = false;
      while (interrupting) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Ends the work of that token, if it still runs; returns at once. Python can't catch the
   * interrupt, but one long native operation doesn't hear it: then the context is closed, and ends
   * when the operation does.
   */
  void interrupt(Object token) {
    Thread.ofPlatform()
        .name("postern-python-interrupt")
        .daemon()
        .start(
            () -> {
              synchronized (lock) {
                if (interrupting || running.filter(token::equals).isEmpty()) {
                  return;
                }
                interrupting = true;
              }
              try {
                interrupt();
              } finally {
                synchronized (lock) {
                  interrupting = false;
                  lock.notifyAll();
                }
              }
            });
  }

  private void interrupt() {
    try {
      context.interrupt(INTERRUPT_PATIENCE);
    } catch (TimeoutException e) {
      lost = true;
      context.close(true);
    }
  }

  private static String text(String file) {
    try (InputStream in = PythonContext.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

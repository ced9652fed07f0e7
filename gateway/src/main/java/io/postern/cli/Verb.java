package io.postern.cli;

import java.util.concurrent.Callable;

/** A verb that another module adds; found by {@link java.util.ServiceLoader}. */
public interface Verb {
  /** The word on the command line. */
  String name();

  /** A command annotated for picocli; its call returns an exit code. */
  Callable<Integer> command(Console console);
}

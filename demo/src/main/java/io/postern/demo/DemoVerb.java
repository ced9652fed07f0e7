package io.postern.demo;

import io.postern.cli.Console;
import io.postern.cli.Verb;
import java.util.concurrent.Callable;

/** Adds {@code demo} to the command line. */
public final class DemoVerb implements Verb {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Callable<Integer> command(Console console) {
    return new Demo(console);
  }
}

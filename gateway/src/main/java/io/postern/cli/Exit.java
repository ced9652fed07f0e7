package io.postern.cli;

/** The exit codes; scripts rely on them (docs/operations.md). From 64 on as sysexits has them. */
public final class Exit {
  public static final int OK = 0;

  /** {@code check --strict} found warnings. */
  public static final int WARNINGS = 1;

  /** {@code test}: something went otherwise than a transcript says. */
  // The same code as WARNINGS: what was asked about isn't as it should be.
  static final int FAILED = 1;

  /** {@code explain} finds nothing. */
  static final int NOTHING = 1;

  /** The command line is wrong. */
  public static final int USAGE = 64;

  /** A transcript can't be read. */
  public static final int DATA = 65;

  /** A file that was named isn't there. */
  public static final int NO_FILE = 66;

  /** No gateway is running there, or something that is needed isn't installed. */
  public static final int UNAVAILABLE = 69;

  /** Our fault. */
  public static final int SOFTWARE = 70;

  /** Can't listen there, or can't create the file. */
  public static final int CANNOT_CREATE = 73;

  /** May not: a port, a file. */
  public static final int NO_PERMISSION = 77;

  /** The configuration or the policy is wrong; nothing was started, or changed. */
  public static final int CONFIG = 78;

  /** Ended by SIGINT, after a drain: 128 and the signal's number, as shells have it. */
  public static final int INTERRUPTED = 130;

  /** Ended by SIGTERM, after a drain. */
  public static final int TERMINATED = 143;

  private Exit() {}
}

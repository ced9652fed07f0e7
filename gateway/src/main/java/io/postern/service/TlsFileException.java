package io.postern.service;

import java.nio.file.Path;

/** A certificate, key or list of authorities that can't be used; the message is for the log. */
public final class TlsFileException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final Fault fault;

  /** What kind of thing is wrong: each has an exit code of its own. */
  public enum Fault {
    /** There is no such file. */
    MISSING,
    /** We may not read it. */
    FORBIDDEN,
    /** What it holds is of no use. */
    WRONG
  }

  /**
   * @param reason what is wrong, without the file's name
   */
  public TlsFileException(Path file, Fault fault, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.fault = fault;
  }

  public Path file() {
    return file;
  }

  public Fault fault() {
    return fault;
  }
}

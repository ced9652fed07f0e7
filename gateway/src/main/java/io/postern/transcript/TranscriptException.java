package io.postern.transcript;

import java.util.List;

/**
 * A transcript that can't be read; all that is wrong with it, as {@code file:line: what; expected
 * ...}.
 */
public final class TranscriptException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public TranscriptException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each, in the order of the file. */
  public List<String> problems() {
    return problems;
  }
}

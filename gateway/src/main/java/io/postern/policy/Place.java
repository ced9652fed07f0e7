package io.postern.policy;

import java.util.Optional;

/**
 * A place in what an operator wrote.
 *
 * @param file the file as it was named, or the name of a built-in class; never empty
 * @param line from 1; 0 if only the file is known
 * @param column from 1, in characters; 0 if only the line is known
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
  public Place {
    if (file.isEmpty() || line < 0 || column < 0 || (line == 0 && column > 0)) {
      throw new IllegalArgumentException("no place");
    }
  }

  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  /** The rule's place in logs: the file's own name and the line, {@code hide-server.yaml:4}. */
  public RuleRef rule() {
    return new RuleRef(line == 0 ? lastName() : lastName() + ":" + line);
  }

  private String lastName() {
    int slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
    return slash < 0 || slash == file.length() - 1 ? file : file.substring(slash + 1);
  }

  /** By file, then line, then column. */
  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  /** An error here. */
  public ConfigError error(String message) {
    return new ConfigError(this, message);
  }

  /** An error here that also names what was probably meant. */
  public ConfigError error(String message, Optional<String> nearest) {
    return new ConfigError(
        this, nearest.map(name -> message + "; did you mean " + name + "?").orElse(message));
  }

  /** {@code FILE:LINE:COLUMN}, without what isn't known. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}

package io.postern.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A language for policies, found by {@link java.util.ServiceLoader}. It fills tables; checks and
 * compilation are common to all.
 */
public interface PolicyEngine {
  /** The endings of its files, with the dot, in lower case: {@code .py}. */
  Set<String> endings();

  /**
   * Runs the class's {@code config()} at load.
   *
   * @param type the class; absent: the file's only policy class
   * @param named where the policy is named, for errors that have no place in the file
   */
  Result load(Path file, Optional<String> type, Place named);

  /** What came of it. */
  sealed interface Result {}

  /** The tables, with places; their {@link PolicyTables#errors} may not be empty. */
  record Filled(PolicyTables tables) implements Result {}

  /** There are no tables: at least one error. */
  record Failed(List<ConfigError> errors) implements Result {
    public Failed {
      errors = List.copyOf(errors);
    }
  }
}

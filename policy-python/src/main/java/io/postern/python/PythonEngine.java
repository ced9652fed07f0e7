package io.postern.python;

import io.postern.policy.Place;
import io.postern.policy.PolicyEngine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Policies in Python. Every start looks at this class, so it names nothing of GraalPy: that is
 * loaded with the first policy.
 */
public final class PythonEngine implements PolicyEngine {
  @Override
  public Set<String> endings() {
    return Set.of(".py");
  }

  @Override
  public Result load(Path file, Optional<String> type, Place named) {
    return PythonLoad.load(file, type, named);
  }
}

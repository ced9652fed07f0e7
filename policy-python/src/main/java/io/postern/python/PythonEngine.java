package io.postern.python;

import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.PolicyEngine;
import io.postern.policy.PolicyTables;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.PolyglotException;

/** Policies in Python; nothing of GraalPy is loaded before the first of them is. */
public final class PythonEngine implements PolicyEngine {
  @Override
  public Set<String> endings() {
    return Set.of(".py");
  }

  @Override
  public Result load(Path file, Optional<String> type, Place named) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      return new Failed(List.of(Place.of(file.toString()).error("found octets that aren't UTF-8")));
    } catch (IOException e) {
      return new Failed(List.of(named.error("can't read " + file)));
    }
    PythonSource source = new PythonSource(file.toString(), text, type);
    PythonContext here = PythonContext.here();
    try {
      return here.run(this, () -> result(source, here.loaded(source), type, named));
    } catch (PolyglotException e) {
      return new Failed(List.of(Place.of(file.toString()).error(Failures.what(e))));
    }
  }

  private static Result result(
      PythonSource source, PythonSource.Loaded loaded, Optional<String> type, Place named) {
    return switch (loaded) {
      case PythonSource.Raised(String what, int line) ->
          new Failed(List.of(new Place(source.file(), line, 0).error(what)));
      case PythonSource.Classes(List<String> names) ->
          new Failed(List.of(classes(source.file(), type, names, named)));
      case PythonSource.Ready ready -> new Filled(tables(source, ready));
    };
  }

  private static ConfigError classes(
      String file, Optional<String> type, List<String> names, Place named) {
    if (type.isPresent()) {
      return named.error(
          "found no policy class " + type.get() + " in " + file, Nearest.to(type.get(), names));
    }
    return named.error(
        names.isEmpty()
            ? "found no policy class in " + file
            : "found several policy classes in "
                + file
                + ", expected #CLASS behind the name: "
                + String.join(", ", names));
  }

  private static PolicyTables tables(PythonSource source, PythonSource.Ready ready) {
    PolicyTables tables = PolicyTables.empty();
    tables.quirks(ready.quirks());
    for (PythonMistake mistake : ready.mistakes()) {
      tables.error(
          new Place(source.file(), mistake.line(), 0)
              .error(mistake.message(), Nearest.to(mistake.found(), mistake.candidates())));
    }
    ready.entries().forEach(new EntryReader(source, tables)::put);
    return tables;
  }
}

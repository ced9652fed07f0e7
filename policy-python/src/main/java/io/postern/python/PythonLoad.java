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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.PolyglotException;

/** Loads a policy file: what is wrong with it, or its tables. */
final class PythonLoad {
  /**
   * How long a file's top level and config() may run: they fill tables. Without a bound a loop
   * would hold up a reload for ever.
   */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private PythonLoad() {}

  static PolicyEngine.Result load(Path file, Optional<String> type, Place named) {
    return load(file, type, named, LIMIT);
  }

  static PolicyEngine.Result load(Path file, Optional<String> type, Place named, Duration limit) {
    Text text;
    try {
      text = new Text(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      return new PolicyEngine.Failed(
          List.of(Place.of(file.toString()).error("found octets that aren't UTF-8")));
    } catch (IOException e) {
      return new PolicyEngine.Failed(List.of(named.error("can't read " + file)));
    }
    PythonSource source = new PythonSource(text, type);
    PythonContext here = PythonContext.here();
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(
            () -> here.interrupt(source),
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return here.run(source, () -> result(source, here.checked(source), type, named));
    } catch (PolyglotException e) {
      String what =
          e.isInterrupted() || e.isCancelled()
              ? "took longer than " + limit.toSeconds() + " s to load"
              : Failures.what(e);
      return new PolicyEngine.Failed(List.of(Place.of(file.toString()).error(what)));
    } finally {
      alarm.cancel(false);
    }
  }

  private static PolicyEngine.Result result(
      PythonSource source, PythonSource.Loaded loaded, Optional<String> type, Place named) {
    Text text = source.text();
    return switch (loaded) {
      case PythonSource.Slips(List<PythonMistake> mistakes) ->
          new PolicyEngine.Failed(mistakes.stream().map(mistake -> error(text, mistake)).toList());
      case PythonSource.Raised(String what, int line) ->
          new PolicyEngine.Failed(List.of(text.place(line).error(what)));
      case PythonSource.Classes(List<String> names) ->
          new PolicyEngine.Failed(List.of(classes(text.file(), type, names, named)));
      case PythonSource.Ready ready -> new PolicyEngine.Filled(tables(source, ready));
    };
  }

  private static ConfigError classes(
      String file, Optional<String> type, List<String> names, Place named) {
    if (type.isPresent()) {
      Optional<String> nearest = Nearest.to(type.get(), names);
      String others =
          names.isEmpty() || nearest.isPresent() ? "" : "; it has " + String.join(", ", names);
      return named.error("found no policy class " + type.get() + " in " + file + others, nearest);
    }
    return named.error(
        names.isEmpty()
            ? "found no policy class in "
                + file
                + ", expected an heir of ImapProxy, ImapProxyStrict or AbstractImapProxy"
            : "found several policy classes in "
                + file
                + ", expected #CLASS behind the name: "
                + String.join(", ", names));
  }

  private static PolicyTables tables(PythonSource source, PythonSource.Ready ready) {
    PolicyTables tables = PolicyTables.empty();
    tables.quirks(ready.quirks());
    ready.mistakes().forEach(mistake -> tables.error(error(source.text(), mistake)));
    EntryReader reader = new EntryReader(source, tables);
    ready.entries().forEach(reader::put);
    return tables;
  }

  private static ConfigError error(Text text, PythonMistake mistake) {
    Place place =
        mistake.column() > 0
            ? new Place(text.file(), mistake.line(), mistake.column())
            : text.place(mistake.line());
    return place.error(mistake.message(), Nearest.to(mistake.found(), mistake.candidates()));
  }
}

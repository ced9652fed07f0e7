package io.postern.cli;

import io.postern.transcript.Trial;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code test --watch}: plays all again when a file changes, in the folders of the transcripts and
 * of the policies that they name, and tells only what came out otherwise than the last time.
 *
 * <p>It looks at the folders a few times a second. That sees every editor's way of saving, also on
 * network file systems, where notifications don't.
 */
final class TestWatch {
  /** Quick to the eye, and next to nothing for the machine. */
  private static final long POLL_MILLIS = 300;

  /** Waits; false when the program is to end. */
  static final BooleanSupplier POLLING =
      () -> {
        try {
          return !new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      };

  /** A file as it was; another time or size is a change. */
  private record Stamp(long modifiedMillis, long size) {}

  private final Supplier<List<Path>> found;
  private final Supplier<TestRun> runs;
  private final TestText text;
  private final Map<Path, String> states = new HashMap<>();
  private final Set<Path> folders = new HashSet<>();

  /**
   * @param found the transcripts, looked for again each time
   * @param runs a run with fresh policies
   */
  TestWatch(Supplier<List<Path>> found, Supplier<TestRun> runs, TestText text) {
    this.found = found;
    this.runs = runs;
    this.text = text;
  }

  /** Plays, and again at each change, until {@code waits} says no. */
  void turns(BooleanSupplier waits) {
    Map<Path, Stamp> played = turn();
    while (waits.getAsBoolean()) {
      if (!stamps().equals(played)) {
        played = turn();
      }
    }
  }

  /**
   * Plays all, and says what the files were like before: what changes meanwhile is played again.
   */
  private Map<Path, Stamp> turn() {
    Map<Path, Stamp> before = stamps();
    List<Path> files;
    try {
      files = found.get();
    } catch (VerbFailure gone) {
      text.say(gone.getMessage());
      return before;
    }
    TestRun run = runs.get();
    states.keySet().retainAll(files);
    TestReport report = run.play(files, this::tell);
    for (Path folder : run.policyFolders()) {
      if (folders.add(folder)) {
        stamp(folder, before);
      }
    }
    report.coverage().ifPresent(text::coverage);
    text.summary(report);
    return before;
  }

  private void tell(TestReport.Tried tried) {
    String state = state(tried.result());
    Optional<String> before = Optional.ofNullable(states.put(tried.result().file(), state));
    boolean news = before.isPresent() ? !before.get().equals(state) : !state.isEmpty();
    if (news) {
      text.change(tried);
    }
  }

  private static String state(Trial.Result result) {
    return switch (result) {
      case Trial.Passed passed -> "";
      // How it was cut may be another each time, the difference is the same.
      case Trial.Failed failed ->
          failed.difference().line() + failed.difference().what() + failed.difference().talk();
      case Trial.Unreadable unreadable -> unreadable.problems().toString();
      case Trial.BadPolicy bad -> bad.errors().toString();
    };
  }

  private Map<Path, Stamp> stamps() {
    Set<Path> all = new HashSet<>(folders);
    try {
      found
          .get()
          .forEach(file -> all.add(Optional.ofNullable(file.getParent()).orElse(Path.of(""))));
    } catch (VerbFailure gone) {
      // What was there before is looked at; it may come back.
      states.keySet().forEach(file -> all.add(folder(file)));
    }
    Map<Path, Stamp> stamps = new HashMap<>();
    all.forEach(folder -> stamp(folder, stamps));
    return stamps;
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  private static void stamp(Path folder, Map<Path, Stamp> stamps) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          stamps.put(file, new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size()));
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      // Removed in this moment: the next look finds a change.
      stamps.remove(folder);
    }
  }
}

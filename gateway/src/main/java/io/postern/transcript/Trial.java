package io.postern.transcript;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tries transcripts as an administrator's tests: each is played whole, octet by octet, and cut at
 * random. A policy that several name is loaded once. One thread.
 */
public final class Trial {
  /** What came of a transcript. */
  public sealed interface Result {
    Path file();
  }

  /** All ways of playing it went as written. */
  public record Passed(Path file) implements Result {}

  /** One way went otherwise. */
  public record Failed(Path file, Difference difference) implements Result {}

  /** It is no transcript: {@code FILE:LINE: what; expected ...}. */
  public record Unreadable(Path file, List<String> problems) implements Result {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /** The policy that it names is broken. */
  public record BadPolicy(Path file, List<ConfigError> errors) implements Result {
    public BadPolicy {
      errors = List.copyOf(errors);
    }
  }

  private final Policies policies;
  private final TranscriptPolicies named;
  private final Optional<String> override;
  private final UnaryOperator<Policy> prepared;
  private final Asker asker;
  private final long seed;
  private final Map<String, PolicyLoad> loaded = new HashMap<>();
  private final Set<Path> files = new HashSet<>();

  /**
   * @param override a policy that all are played against, whatever they name; relative to the
   *     current folder
   * @param prepared what is done with each policy once it is loaded
   * @param seed of the cuts at random
   */
  public Trial(
      Policies policies,
      Optional<String> override,
      UnaryOperator<Policy> prepared,
      Asker asker,
      long seed) {
    this.policies = policies;
    this.named = new TranscriptPolicies(policies);
    this.override = override;
    this.prepared = prepared;
    this.asker = asker;
    this.seed = seed;
  }

  /** Plays one. */
  public Result of(Path file) {
    Transcript transcript;
    try {
      transcript = TranscriptParser.parse(file);
    } catch (TranscriptException e) {
      return new Unreadable(file, e.problems());
    } catch (IOException e) {
      return new Unreadable(file, List.of(file + ": can't be read; expected a readable file"));
    }
    return switch (load(transcript.policy(), override)) {
      case PolicyLoad.Failed failed -> new BadPolicy(file, failed.errors());
      case PolicyLoad.Loaded good -> beside(file, transcript, good.policy());
    };
  }

  /** The observed policy is loaded too; an override isn't about it. */
  private Result beside(Path file, Transcript transcript, Policy policy) {
    if (transcript.observing().policy().isEmpty()) {
      return played(file, transcript, policy, Optional.empty());
    }
    return switch (load(transcript.observing().policy().get(), Optional.empty())) {
      case PolicyLoad.Failed failed -> new BadPolicy(file, failed.errors());
      case PolicyLoad.Loaded good -> played(file, transcript, policy, Optional.of(good.policy()));
    };
  }

  private Result played(Path file, Transcript transcript, Policy policy, Optional<Policy> second) {
    for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise(), new Cut.AtRandom(seed))) {
      Optional<Difference> difference =
          TranscriptPlayer.play(transcript, policy, second, cut, asker);
      if (difference.isPresent()) {
        return new Failed(file, difference.get());
      }
    }
    return new Passed(file);
  }

  private PolicyLoad load(PolicyText text, Optional<String> inPlace) {
    if (inPlace.isPresent()) {
      note(Path.of(""), inPlace.get());
      return loaded.computeIfAbsent(
          inPlace.get(), name -> prepared(policies.load(name, Path.of(""), Place.of("--policy"))));
    }
    note(Optional.ofNullable(text.file().getParent()).orElse(Path.of("")), text.name());
    if (text.table().isPresent()) {
      return prepared(named.load(text));
    }
    String name =
        Policies.bases().contains(text.name()) || text.name().startsWith("class:")
            ? text.name()
            : text.file().toAbsolutePath().resolveSibling(text.name()).normalize().toString();
    return loaded.computeIfAbsent(name, key -> prepared(named.load(text)));
  }

  /** The policy files that were named so far, by transcripts or in their place. */
  public Set<Path> policyFiles() {
    return Set.copyOf(files);
  }

  private void note(Path folder, String name) {
    if (!Policies.bases().contains(name) && !name.startsWith("class:")) {
      files.add(folder.resolve(name.split("#", 2)[0]).normalize());
    }
  }

  private PolicyLoad prepared(PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Failed failed -> failed;
      case PolicyLoad.Loaded good ->
          new PolicyLoad.Loaded(prepared.apply(good.policy()), good.warnings());
    };
  }
}

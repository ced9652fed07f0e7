package io.postern.transcript;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.Place;
import java.nio.file.Path;
import java.util.Optional;

/** Loads the policies that transcripts name. */
public final class TranscriptPolicies {
  private final Policies policies;

  public TranscriptPolicies(Policies policies) {
    this.policies = policies;
  }

  /** Mistakes are found where the transcript has them. */
  public PolicyLoad load(PolicyText text) {
    Path folder = Optional.ofNullable(text.file().getParent()).orElse(Path.of(""));
    Place named = new Place(text.file().toString(), text.line(), 0);
    if (text.table().isEmpty()) {
      return policies.load(text.name(), folder, named);
    }
    return switch (YamlReader.parse(text.file().toString(), text.table().get(), text.line() + 1)) {
      case YamlResult.Read read -> policies.inline(text.name(), read.root(), folder, named);
      case YamlResult.Broken broken -> new PolicyLoad.Failed(broken.errors());
    };
  }
}

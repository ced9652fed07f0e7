package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.List;

/** Test support: loads policies and unwraps what came of it. */
final class Loads {
  static final Path EXAMPLES = Path.of("..", "examples", "policies");
  static final Path PROFILES = Path.of("..", "examples", "profiles");
  static final Place NAMED = new Place("postern.yaml", 7, 13);

  private Loads() {}

  static Policy example(String name) {
    return policy(new Policies(List.of()).load(name, EXAMPLES, NAMED));
  }

  static Policy profile(String name) {
    return policy(new Policies(List.of()).load(name, PROFILES, NAMED));
  }

  /** An inline table, standing in p.yaml from line 1 on. */
  static PolicyLoad yaml(String text) {
    YamlResult result = YamlReader.parse("p.yaml", text);
    assertThat(result).isInstanceOf(YamlResult.Read.class);
    return new Policies(List.of()).inline(((YamlResult.Read) result).root(), EXAMPLES);
  }

  static Policy policy(PolicyLoad load) {
    assertThat(load).isInstanceOf(PolicyLoad.Loaded.class);
    return ((PolicyLoad.Loaded) load).policy();
  }

  static List<String> errors(PolicyLoad load) {
    assertThat(load).isInstanceOf(PolicyLoad.Failed.class);
    return ((PolicyLoad.Failed) load).errors().stream().map(ConfigError::toString).toList();
  }

  static List<String> warnings(PolicyLoad load) {
    assertThat(load).isInstanceOf(PolicyLoad.Loaded.class);
    return ((PolicyLoad.Loaded) load).warnings().stream().map(ConfigWarning::toString).toList();
  }
}

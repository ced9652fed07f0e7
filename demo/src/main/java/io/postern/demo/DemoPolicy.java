package io.postern.demo;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.List;

/** The policy of the demo, which ships with it. */
final class DemoPolicy {
  /** As it is named in the decisions on the screen. */
  static final String FILE = "demo-policy.yaml";

  private DemoPolicy() {}

  static String text() {
    return Resources.text(FILE);
  }

  static Policy load() {
    return switch (YamlReader.parse(FILE, text())) {
      case YamlResult.Read read -> {
        PolicyLoad load = new Policies(List.of()).inline(read.root(), Path.of(""));
        yield switch (load) {
          case PolicyLoad.Loaded loaded -> loaded.policy();
          case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
        };
      }
      case YamlResult.Broken broken -> throw new AssertionError(broken.errors().toString());
    };
  }
}

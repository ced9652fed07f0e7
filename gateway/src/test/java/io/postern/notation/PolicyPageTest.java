package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies on docs/policy.md load, and the one of its top is the example's. */
class PolicyPageTest {
  private static final Path PAGE = Path.of("..", "docs", "policy.md");
  private static final Pattern BLOCK = Pattern.compile("```(yaml|java)\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyPolicyOnThePageLoads() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
      if (matcher.group(1).equals("yaml")) {
        assertThat(Loads.warnings(Loads.yaml(matcher.group(2)))).isEmpty();
      } else {
        Path file = folder.resolve("OneByOne.java");
        Files.writeString(file, matcher.group(2));
        PolicyLoad load = new Policies(List.of()).load(file.toString(), folder, Loads.NAMED);
        assertThat(Loads.warnings(load)).isEmpty();
      }
    }
    assertThat(blocks).containsExactly("yaml", "java", "yaml");
  }

  @Test
  void firstPolicyOnThePageIsTheExample() throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
    assertThat(matcher.find()).isTrue();
    assertThat(Loads.policy(Loads.yaml(matcher.group(2))))
        .isEqualTo(Loads.example("hide-server.yaml"));
  }
}

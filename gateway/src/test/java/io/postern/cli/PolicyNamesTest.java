package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyNamesTest {
  @ParameterizedTest
  @CsvSource({
    "ImapProxyStrict,/x,ImapProxyStrict",
    "class:a.b.C,/x,class:a.b.C",
    "policies/mine.yaml,/etc/postern,policies/mine.yaml",
    "policies/mine.py#Mine,/etc/postern/policies,mine.py#Mine",
    "mine.yaml,/home/alice,../../etc/postern/mine.yaml",
    "/srv/mine.yaml,/srv/t,../mine.yaml"
  })
  void aFileIsNamedFromWhereTheTranscriptIs(String name, String folder, String expected) {
    assertThat(from(name, folder)).contains(expected);
  }

  @Test
  void aTableOfTheConfigurationHasNoName() {
    assertThat(from("/etc/postern/postern.yaml:7", "/etc/postern")).isEmpty();
  }

  private static Optional<String> from(String name, String folder) {
    Configuration configuration =
        new Configuration(List.of(), Map.of("a", name), List.of(), new ControlPlace.ByDefault());
    return PolicyNames.from(
        configuration, Optional.of(Path.of("/etc/postern/postern.yaml")), "a", Path.of(folder));
  }
}

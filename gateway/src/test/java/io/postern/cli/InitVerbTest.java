package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.ConfigReader;
import io.postern.config.ConfigResult;
import io.postern.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitVerbTest {
  @TempDir private Path folder;

  @Test
  void whatItWritesPassesTheStrictCheck() throws Exception {
    Path file = folder.resolve("postern.yaml");
    assertThat(Ran.postern("init", file))
        .isEqualTo(
            new Ran(0, "", "postern: wrote " + file + "; next: postern check " + file + "\n"));
    assertThat(Ran.postern("check", "--strict", file))
        .isEqualTo(new Ran(0, file + ": ok: configuration, 1 service: imap\n", ""));
    assertThat(Ran.postern("init", "--stdout")).isEqualTo(new Ran(0, Files.readString(file), ""));
  }

  @Test
  void anExistingFileIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("postern.yaml"), "mine");
    Ran ran = Ran.postern("init", file);
    assertThat(ran.exit()).isEqualTo(73);
    assertThat(ran.err())
        .isEqualTo("postern: " + file + ": is there already; name another file, or use --stdout\n");
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(Ran.postern("init", folder.resolve("no/such/postern.yaml")).exit()).isEqualTo(73);
  }

  /**
   * Its comments say "defaults": with all of them in force nothing changes, but for the bound on
   * FETCH, which has no default.
   */
  @Test
  void theLinesThatAreCommentedOutAreTheDefaults() {
    Service template = service(InitVerb.text());
    String all =
        InitVerb.text()
            .lines()
            .map(
                line ->
                    line.replaceFirst("^    # (decision_id|clear_text|trust_preauth):", "    $1:"))
            .map(line -> line.replaceFirst("^    # limits:", "    limits:"))
            .map(line -> line.replaceFirst("^    #   ([a-z-]+: +[0-9])", "      $1"))
            .filter(line -> !line.contains("fetch: "))
            .collect(Collectors.joining("\n"));
    Service full = service(all);
    assertThat(full.limits()).isEqualTo(template.limits());
    assertThat(full.timeouts()).isEqualTo(template.timeouts());
    assertThat(full.quotas()).isEqualTo(template.quotas());
    assertThat(full.switches()).isEqualTo(template.switches());
    for (String key :
        List.of("decision_id", "clear_text", "trust_preauth", "limits", "idle", "connections")) {
      assertThat(all).containsPattern("(?m)^ *" + key + ":");
    }
    Map<String, Long> limits = full.limits().byKey();
    assertThat(limits.keySet()).allMatch(key -> InitVerb.text().contains("#   " + key + ": "));
  }

  private static Service service(String text) {
    ConfigResult result = ConfigReader.parse("postern.yaml", text);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration().services().getFirst();
  }
}

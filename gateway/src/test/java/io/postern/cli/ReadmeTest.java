package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The first page promises nothing that isn't there. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void whatItLinksToIsThere() throws Exception {
    List<String> links =
        Pattern.compile("\\]\\(([^)]+)\\)")
            .matcher(readme())
            .results()
            .map(found -> found.group(1).replaceFirst("#.*", ""))
            .toList();
    assertThat(links).hasSizeGreaterThan(5).allMatch(link -> Files.exists(ROOT.resolve(link)));
  }

  @Test
  void itsVerbsAreVerbs() throws Exception {
    CommandLine line = Main.commandLine(Console.ofProcess(java.util.Map.of()));
    List<String> verbs =
        Pattern.compile("(?m)^ +\\./postern ([a-z]+)")
            .matcher(readme())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(verbs).contains("demo", "run", "check", "init");
    assertThat(line.getSubcommands().keySet()).containsAll(verbs);
  }

  @Test
  void itsPolicyPassesTheStrictCheck(@TempDir Path folder) throws Exception {
    String readme = readme();
    int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
    Path policy =
        Files.writeString(
            folder.resolve("keep.yaml"), readme.substring(start, readme.indexOf("```", start)));
    assertThat(Ran.postern("check", "--strict", policy))
        .isEqualTo(new Ran(0, policy + ": ok: policy\n", ""));
  }

  private static String readme() throws Exception {
    return Files.readString(ROOT.resolve("README.md"));
  }
}

package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/policy-side-by-side.md shows the files of examples/policies as they are, and all of them.
 */
class SideBySidePageTest {
  private static final Path PAGE = Path.of("..", "docs", "policy-side-by-side.md");
  private static final Pattern SECTION = Pattern.compile("(?m)^## (\\S+)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|python|java)\n(.*?)^```$");

  @Test
  void everyPolicyIsShownAsItsFilesAre() throws IOException {
    String page = Files.readString(PAGE);
    List<String> sections = new ArrayList<>();
    Matcher section = SECTION.matcher(page);
    int from = 0;
    while (section.find()) {
      if (!sections.isEmpty()) {
        compare(sections.getLast(), page.substring(from, section.start()));
      }
      sections.add(section.group(1));
      from = section.end();
    }
    compare(sections.getLast(), page.substring(from));
    assertThat(sections).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(sections)).containsExactlyElementsOf(names());
  }

  private static void compare(String name, String text) throws IOException {
    List<String> shown = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      shown.add(block.group(1));
      String file =
          switch (block.group(1)) {
            case "yaml" -> name + ".yaml";
            case "python" -> name + ".py";
            default -> ExamplesTest.javaName(name);
          };
      assertThat(block.group(2)).as(file).isEqualTo(Files.readString(Loads.EXAMPLES.resolve(file)));
    }
    assertThat(shown).as(name).containsExactly("yaml", "python", "java");
  }

  private static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(Loads.EXAMPLES)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .forEach(name -> names.add(name.replace(".yaml", "")));
    }
    return names;
  }
}

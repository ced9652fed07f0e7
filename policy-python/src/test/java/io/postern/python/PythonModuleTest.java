package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module's shape: what it imports, and that the documents speak of what there is. */
class PythonModuleTest {
  private static final Path SOURCES = Path.of("src/main/java/io/postern/python");
  private static final Path RESOURCES = Path.of("src/main/resources/io/postern/python");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?([a-z.]+)\\.[A-Z]");

  @Test
  void itImportsOnlyWhatTheTableNames() throws IOException {
    TreeSet<String> imports = new TreeSet<>();
    for (Path file : files(SOURCES)) {
      Matcher found = IMPORT.matcher(Files.readString(file));
      while (found.find()) {
        imports.add(found.group(1));
      }
    }
    assertThat(imports)
        .allMatch(
            name ->
                name.startsWith("java.")
                    || name.startsWith("org.graalvm.polyglot")
                    || name.equals("com.github.benmanes.caffeine.cache")
                    || name.equals("io.postern.policy")
                    || name.equals("io.postern.imap"));
  }

  @Test
  void thePageOfTheArchitectureNamesEachPythonFile() throws IOException {
    String page = Files.readString(Path.of("../ARCHITECTURE.md"));
    for (Path file : files(RESOURCES)) {
      assertThat(page).contains("`" + file.getFileName() + "`");
    }
    Matcher named = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z, ]+) in Java \\|").matcher(page);
    while (named.find()) {
      for (String type : named.group(1).split(", ", -1)) {
        assertThat(SOURCES.resolve(type + ".java")).exists();
      }
    }
  }

  @Test
  void thePageOfPoliciesNamesEachConstant() throws IOException {
    String page = Files.readString(Path.of("../docs/policy.md"));
    for (PythonConstant constant : PythonConstant.values()) {
      String name = constant.name();
      int last =
          name.startsWith("Z_STACK_") ? "Z_STACK".length() : name.indexOf('_', "IMAP_".length());
      assertThat(page).as(name).containsAnyOf("`" + name + "`", "`" + name.substring(last) + "`");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    }
  }
}

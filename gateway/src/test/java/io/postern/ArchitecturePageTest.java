package io.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md speaks of what there is. */
class ArchitecturePageTest {
  private static final Path SOURCES = Path.of("src");
  private static final Path PACKAGES = Path.of("src", "main", "java", "io", "postern");

  /** A type, or a method of one: {@code Side}, {@code Relay.gate}. */
  private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.([a-z]\\w*))?`");

  /** A row of the table of packages. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z]+)` \\|[^|]*\\|([^|]*)\\| ([^|]*) \\|$");

  @Test
  void eachTypeThatItNamesExists() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    Matcher type = TYPE.matcher(page());
    int named = 0;
    while (type.find()) {
      assertThat(sources).containsKey(type.group(1));
      if (type.group(2) != null) {
        assertThat(sources.get(type.group(1))).contains(" " + type.group(2) + "(");
      }
      named++;
    }
    assertThat(named).isGreaterThan(20);
  }

  @Test
  void itsTableOfPackagesIsTheOneThatIsKept() throws IOException {
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      String name = row.group(1);
      rows.add(name);
      assertThat(PACKAGES.resolve(name)).isDirectory();
      String imports = row.group(3);
      if (!imports.equals("everything")) {
        Set<String> named =
            imports.equals("-")
                ? Set.of()
                : Arrays.stream(imports.split(" ")).collect(Collectors.toSet());
        assertThat(named).as(name).isEqualTo(ArchitectureTest.IMPORTS.get(name));
      }
    }
    try (Stream<Path> packages = Files.list(PACKAGES)) {
      assertThat(rows)
          .isEqualTo(
              packages
                  .filter(Files::isDirectory)
                  .map(path -> path.getFileName().toString())
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "ARCHITECTURE.md"));
  }
}

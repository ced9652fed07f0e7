package io.postern.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of docs/protocol.md are those of the engine. {@code mvn -pl gateway test
 * -Dtest=ProtocolPageTest -Dpostern.docs=write} writes them anew.
 */
class ProtocolPageTest {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");

  @ParameterizedTest
  @ValueSource(strings = {"capabilities", "commands", "codes"})
  void tableOnThePageIsTheEngines(String table) throws IOException {
    String begin = "<!-- " + table + ": made by ProtocolPageTest -->\n";
    String end = "<!-- end of " + table + " -->";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(page).contains(begin, end);
    assertThat(from).isLessThanOrEqualTo(to);
    String made =
        switch (table) {
          case "capabilities" -> capabilities();
          case "commands" -> commands();
          case "codes" -> codes();
          default -> throw new IllegalArgumentException(table);
        };
    if ("write".equals(System.getProperty("postern.docs"))) {
      page = page.substring(0, from) + made + page.substring(to);
      Files.writeString(PAGE, page);
      to = page.indexOf(end);
    }
    assertThat(page.substring(from, to)).isEqualTo(made);
  }

  private static String capabilities() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "capability",
            "RFC",
            "followed",
            "login",
            "commands",
            "arguments",
            "response data",
            "codes",
            "attribution"));
    for (CapabilityTable.Row row : CapabilityTable.rows()) {
      rows.add(
          List.of(
              "`" + row.name() + "`",
              row.rfc().replace("RFC ", ""),
              switch (row.following()) {
                case YES -> "**yes**";
                case NO -> "no";
                case CONNECTION -> "each leg";
              },
              row.login().name().toLowerCase(Locale.ROOT) + (row.byEnable() ? ", by ENABLE" : ""),
              String.join(", ", row.commands()),
              String.join("; ", row.arguments()),
              String.join("; ", row.responses()),
              String.join(", ", row.codes()),
              row.attribution().equals("-") ? "" : row.attribution()));
    }
    return rendered(rows);
  }

  private static String commands() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("command", "states", "brought by"));
    for (CommandName name : CommandName.values()) {
      List<String> bringing =
          CapabilityTable.bringing(name).stream()
              .map(each -> "`" + CapabilityTable.row(each).orElseThrow().name() + "`")
              .toList();
      rows.add(
          List.of(
              name.text(),
              switch (name.section()) {
                case ANY -> "any";
                case NONAUTH -> "before login";
                case AUTH -> "after login";
                case SELECTED -> "selected";
              },
              String.join(", ", bringing)));
    }
    return rendered(rows);
  }

  private static String codes() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("code", "before login", "may a policy remove it?"));
    for (CodeName code : CodeName.values()) {
      rows.add(
          List.of(
              code.text(),
              code.beforeAuthentication() ? "passes" : "removed",
              code.neverRemovable() ? "never" : "yes"));
    }
    return rendered(rows);
  }

  private static String rendered(List<List<String>> rows) {
    StringBuilder made = new StringBuilder();
    for (List<String> row : rows) {
      row.forEach(cell -> made.append("| ").append(cell.replace("|", "\\|")).append(' '));
      made.append("|\n");
      if (row.equals(rows.getFirst())) {
        made.append("|---".repeat(row.size())).append("|\n");
      }
    }
    return made.toString();
  }
}

package io.postern;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pages of the documentation, as their tests read them. */
public final class Pages {
  private Pages() {}

  /** A page of {@code docs}. */
  public static String text(String name) throws IOException {
    return Files.readString(Path.of("..", "docs", name), StandardCharsets.UTF_8);
  }

  /** The rows of the first table below a heading, without back quotes; without its head. */
  public static List<List<String>> table(String page, String heading) {
    int start = page.indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new AssertionError("no heading " + heading);
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : page.substring(start).lines().toList()) {
      if (line.startsWith("| ")) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
          cells.add(cell.replace("`", "").strip());
        }
        rows.add(cells);
      } else if (!rows.isEmpty() && !line.startsWith("|")) {
        break;
      }
    }
    return rows.subList(1, rows.size());
  }

  /** The first cells of the rows. */
  public static List<String> firsts(List<List<String>> rows) {
    return rows.stream().map(List::getFirst).toList();
  }
}

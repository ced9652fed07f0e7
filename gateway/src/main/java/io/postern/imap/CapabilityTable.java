package io.postern.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of capabilities (design decision 7): a row for each of the IANA registry, read from
 * {@code capabilities.tsv}.
 *
 * <p>Names are looked up in any ASCII case; the exact row wins over one with a star.
 */
public final class CapabilityTable {
  private static final String FILE = "capabilities.tsv";
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "rfc",
          "login",
          "enable",
          "commands",
          "arguments",
          "responses",
          "codes",
          "attribution",
          "followed");

  private static final List<Row> ROWS = read();
  private static final Map<String, Row> EXACT = new HashMap<>();
  private static final List<Row> PATTERNS = new ArrayList<>();
  private static final Map<CommandName, Set<String>> BRINGING = new EnumMap<>(CommandName.class);

  static {
    for (Row row : ROWS) {
      if (row.name().indexOf('*') < 0) {
        EXACT.put(Ascii.upper(row.name()), row);
      } else {
        PATTERNS.add(row);
      }
      for (String command : row.commands()) {
        CommandName.of(command)
            .ifPresent(
                name ->
                    BRINGING
                        .computeIfAbsent(name, key -> new LinkedHashSet<>())
                        .add(Ascii.upper(row.name())));
      }
    }
    // Of two patterns the longer says more: AUTH=*-PLUS before AUTH=*.
    PATTERNS.sort((a, b) -> b.name().length() - a.name().length());
  }

  private CapabilityTable() {}

  /** When a capability is offered or of use. */
  public enum Login {
    BEFORE,
    AFTER,
    ANY
  }

  /** What the engine makes of a capability. */
  public enum Following {
    /** Understood: the policy's table decides. */
    YES,
    /** Removed from every carrier whatever a table says; its commands are answered BAD. */
    NO,
    /** Of one connection: computed for each leg, never copied. */
    CONNECTION
  }

  /**
   * A row.
   *
   * @param name as the registry writes it; a {@code *} stands for any text
   * @param rfc {@code RFC 9051}, or {@code -}
   * @param byEnable whether it takes effect by ENABLE only
   * @param commands the commands that it brings, {@code UID EXPUNGE} among them
   * @param arguments what it adds to other commands, in words
   * @param responses the response data that it brings, in words
   * @param codes the response codes that it brings
   * @param attribution which commands own its data, in words
   */
  public record Row(
      String name,
      String rfc,
      Login login,
      boolean byEnable,
      List<String> commands,
      List<String> arguments,
      List<String> responses,
      List<String> codes,
      String attribution,
      Following following) {
    public Row {
      commands = List.copyOf(commands);
      arguments = List.copyOf(arguments);
      responses = List.copyOf(responses);
      codes = List.copyOf(codes);
    }

    public boolean followed() {
      return following == Following.YES;
    }

    private boolean matches(String upper) {
      int star = name.indexOf('*');
      String suffix = name.substring(star + 1);
      // At least one octet stands for the star: AUTH= alone is no capability.
      return upper.length() > star + suffix.length()
          && upper.startsWith(name.substring(0, star))
          && upper.endsWith(suffix);
    }
  }

  /** All rows in the order of the file. */
  public static List<Row> rows() {
    return ROWS;
  }

  /**
   * The row of a capability: the exact one, else that of the pattern which says most; none if the
   * table doesn't know it.
   */
  public static Optional<Row> row(String capability) {
    String upper = Ascii.upper(capability);
    Row exact = EXACT.get(upper);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (Row pattern : PATTERNS) {
      if (pattern.matches(upper)) {
        return Optional.of(pattern);
      }
    }
    return Optional.empty();
  }

  /** Whether the engine follows the capability; {@code AUTH=X} by the list of mechanisms. */
  public static boolean follows(String capability) {
    return row(capability).map(Row::followed).orElse(false);
  }

  /**
   * Whether its row belongs to one connection only (STARTTLS, LOGINDISABLED, COMPRESS=*,
   * AUTH=*-PLUS): never copied.
   */
  public static boolean ofOneConnection(String capability) {
    return row(capability).map(row -> row.following() == Following.CONNECTION).orElse(false);
  }

  /**
   * The capabilities (upper case) any of which brings the command; empty if IMAP4rev1 itself does.
   */
  public static Set<String> bringing(CommandName name) {
    return Collections.unmodifiableSet(BRINGING.getOrDefault(name, Set.of()));
  }

  /** Whether ENABLE may name it: it must be enabled to take effect and the engine follows it. */
  public static boolean enables(String capability) {
    return row(capability).map(row -> row.byEnable() && row.followed()).orElse(false);
  }

  /**
   * The names of all commands that the table or the engine knows, those that aren't followed too.
   */
  public static Set<String> knownCommands() {
    Set<String> names = new LinkedHashSet<>();
    for (CommandName name : CommandName.values()) {
      names.add(name.text());
    }
    ROWS.forEach(row -> names.addAll(row.commands()));
    return names;
  }

  private static List<Row> read() {
    try (InputStream in = CapabilityTable.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /**
   * The file's text as rows; what doesn't have the file's form is our own mistake: {@link
   * IllegalStateException}.
   */
  static List<Row> parse(String text) {
    Map<String, Row> rows = new LinkedHashMap<>();
    boolean headed = false;
    int number = 0;
    for (String line : split(text, "\n")) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = split(line, "\t");
      if (!headed) {
        check(cells.equals(COLUMNS), number, "the columns are " + COLUMNS);
        headed = true;
        continue;
      }
      check(cells.size() == COLUMNS.size(), number, cells.size() + " cells");
      Row row = row(cells, number);
      check(rows.put(Ascii.upper(row.name()), row) == null, number, row.name() + " twice");
    }
    check(headed, number, "no head");
    return List.copyOf(rows.values());
  }

  private static Row row(List<String> cells, int number) {
    for (String cell : cells) {
      check(!cell.isEmpty() && cell.equals(cell.strip()), number, "an empty cell is -");
    }
    String name = cells.get(0);
    check(name.indexOf('*') == name.lastIndexOf('*'), number, "one star at most");
    return new Row(
        name,
        cells.get(1),
        switch (cells.get(2)) {
          case "before" -> Login.BEFORE;
          case "after" -> Login.AFTER;
          case "any" -> Login.ANY;
          default -> throw broken(number, "login is before, after or any");
        },
        switch (cells.get(3)) {
          case "yes" -> true;
          case "-" -> false;
          default -> throw broken(number, "enable is yes or -");
        },
        values(cells.get(4), ", "),
        values(cells.get(5), "; "),
        values(cells.get(6), "; "),
        values(cells.get(7), ", "),
        cells.get(8),
        switch (cells.get(9)) {
          case "yes" -> Following.YES;
          case "no" -> Following.NO;
          case "connection" -> Following.CONNECTION;
          default -> throw broken(number, "followed is yes, no or connection");
        });
  }

  private static List<String> values(String cell, String separator) {
    return cell.equals("-") ? List.of() : split(cell, separator);
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static void check(boolean sound, int line, String complaint) {
    if (!sound) {
      throw broken(line, complaint);
    }
  }

  private static IllegalStateException broken(int line, String complaint) {
    return new IllegalStateException(FILE + ":" + line + ": " + complaint);
  }
}

package io.postern.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Where and of what figures were taken, as lines of JSON. */
final class Machine {
  private static final List<String> PACKAGES =
      List.of("nginx", "haproxy", "dovecot-core", "perdition", "imapproxy");

  private Machine() {}

  /** Members of an object, each with a comma behind it. */
  static String json(String commit) throws IOException {
    List<String> members = new ArrayList<>();
    members.add(member("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    members.add(member("commit", commit));
    members.add(member("java", Runtime.version().toString()));
    members.add(
        member("system", System.getProperty("os.name") + " " + System.getProperty("os.version")));
    members.add(member("processor", processor()));
    members.add("\"processors\": " + Runtime.getRuntime().availableProcessors());
    for (String version : versions()) {
      String[] parts = version.split(" ", 2);
      members.add(member(parts[0], parts[1]));
    }
    return "  " + String.join(",\n  ", members) + ",\n";
  }

  private static String member(String name, String value) {
    return "\"" + name + "\": \"" + value.replaceAll("[\"\\\\]", "") + "\"";
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** Of the other proxies, where they are Debian's. */
  private static List<String> versions() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("dpkg-query", "-W", "-f", "${Package} ${Version}\\n"));
    command.addAll(PACKAGES);
    try (var says =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .inputReader(StandardCharsets.US_ASCII)) {
      return says.readAllLines();
    }
  }
}

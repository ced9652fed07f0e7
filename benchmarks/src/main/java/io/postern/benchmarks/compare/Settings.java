package io.postern.benchmarks.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the command line says.
 *
 * @param launcher Postern's own
 * @param folder for what the run writes
 * @param modes of the comparison; all if none is named
 * @param named as they were named
 * @param peers the same
 * @param javaOptions more options for Postern's Java
 * @param commit what Postern was built from
 */
record Settings(
    Path launcher,
    Path folder,
    int repetitions,
    int millis,
    List<Mode> modes,
    List<String> named,
    List<String> peers,
    String javaOptions,
    String commit) {
  private static final String REPETITIONS = "7";
  private static final String MILLIS = "3000";

  /** EX_USAGE of sysexits.h. */
  static final int USAGE = 64;

  private static final List<String> NAMES =
      Stream.concat(Mode.NAMEABLE.stream().map(Mode::name), Profile.FUNCTIONS.stream()).toList();

  static Settings parse(String... args) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      values.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    String modes = values.getOrDefault("--modes", "");
    List<String> named = modes.isEmpty() ? List.of() : List.of(modes.split(",", -1));
    List<String> unknown = named.stream().filter(name -> !NAMES.contains(name)).toList();
    if (!unknown.isEmpty()) {
      System.err.println("bench: no mode is called " + unknown + "; there are " + NAMES);
      System.exit(USAGE);
    }
    return new Settings(
        Path.of(values.get("--launcher")).toAbsolutePath(),
        Path.of(values.get("--folder")).toAbsolutePath(),
        Integer.parseInt(values.getOrDefault("--repetitions", REPETITIONS)),
        Integer.parseInt(values.getOrDefault("--millis", MILLIS)),
        Mode.named(named),
        named,
        values.containsKey("--peers") ? List.of(values.get("--peers").split(",", -1)) : List.of(),
        values.getOrDefault("--java", ""),
        values.getOrDefault("--commit", "unknown"));
  }

  /** Also for what isn't one of {@link Mode#ALL}. */
  boolean wantsMode(String name) {
    return named.isEmpty() || named.contains(name);
  }

  boolean wants(String peer) {
    return peers.isEmpty() || peers.contains(peer);
  }
}

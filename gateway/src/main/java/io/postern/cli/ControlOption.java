package io.postern.cli;

import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import io.postern.admin.ControlPaths;
import io.postern.config.ConfigReader;
import io.postern.config.ControlPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which gateway a verb asks: the same in every verb that asks one. */
final class ControlOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The gateway that runs this configuration.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--control",
      paramLabel = "PATH",
      description =
          "The gateway that has this control socket. Without it and without --config: the only one"
              + " that runs.")
  private Optional<Path> control = Optional.empty();

  /** The configuration, if it was named. */
  Optional<Path> config() {
    return config;
  }

  /** Whether a socket was named. */
  boolean named() {
    return control.isPresent();
  }

  /** Connects to it, or ends the verb with the reason. */
  ControlClient connect() {
    return connect(ControlPaths.of(System.getenv()));
  }

  ControlClient connect(ControlPaths paths) {
    try {
      return ControlClient.connect(path(paths));
    } catch (ControlException failure) {
      throw failure(failure);
    }
  }

  static VerbFailure failure(ControlException failure) {
    return new VerbFailure(ControlDoor.exit(failure.reason()), failure.getMessage());
  }

  private Path path(ControlPaths paths) {
    if (control.isPresent()) {
      return control.get();
    }
    return config.isPresent() ? of(config.get(), paths) : only(paths);
  }

  private static Path of(Path config, ControlPaths paths) {
    if (!Files.exists(config)) {
      throw new VerbFailure(Exit.NO_FILE, config + ": no such file");
    }
    Optional<ControlPlace> place = ConfigReader.control(config);
    if (place.isEmpty()) {
      throw new VerbFailure(
          Exit.CONFIG, config + ": can't be read, so name the gateway by --control PATH");
    }
    return switch (place.get()) {
      case ControlPlace.At(Path path) -> path;
      case ControlPlace.Nowhere() ->
          throw new VerbFailure(
              Exit.UNAVAILABLE, config + " says \"control: none\": its gateway can't be asked");
      case ControlPlace.ByDefault() -> {
        List<Path> candidates = paths.candidates(config);
        yield candidates.stream()
            .filter(path -> !Files.notExists(path))
            .findFirst()
            .orElse(candidates.getFirst());
      }
    };
  }

  private static Path only(ControlPaths paths) {
    List<Path> answering = paths.answering();
    return switch (answering.size()) {
      case 1 -> answering.getFirst();
      case 0 ->
          throw new VerbFailure(
              Exit.UNAVAILABLE,
              "no gateway is running: no control socket answers in " + listed(paths.folders()));
      default ->
          throw new VerbFailure(
              Exit.USAGE,
              "several gateways are running; name one by -c FILE or --control PATH: "
                  + listed(answering));
    };
  }

  private static String listed(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}

package io.postern.cli;

import io.postern.admin.ControlException;
import io.postern.admin.ControlHandler;
import io.postern.admin.ControlPaths;
import io.postern.admin.ControlServer;
import io.postern.admin.ControlSocket;
import io.postern.config.ControlPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The control socket of one run: taken before a port opens, answered on when all do. */
final class ControlDoor implements AutoCloseable {
  private final Optional<ControlSocket> socket;
  private Optional<ControlServer> server = Optional.empty();

  private ControlDoor(Optional<ControlSocket> socket) {
    this.socket = socket;
  }

  /**
   * Takes the socket. One that the administrator named must be had; without the default one the
   * gateway goes on (there may be no folder for it in a container), unless another gateway has it.
   */
  static ControlDoor open(
      ControlPlace place, Optional<Path> config, ControlPaths paths, StartMessages messages) {
    try {
      return new ControlDoor(
          switch (place) {
            case ControlPlace.Nowhere() -> Optional.empty();
            case ControlPlace.At(Path path) -> Optional.of(ControlSocket.open(path));
            case ControlPlace.ByDefault() -> byDefault(config, paths, messages);
          });
    } catch (ControlException failure) {
      String hint =
          failure.reason() == ControlException.Reason.IN_USE
              ? "; give this one its own, by --control PATH or \"control: PATH\" in its"
                  + " configuration"
              : "";
      throw new VerbFailure(exit(failure.reason()), failure.getMessage() + hint);
    }
  }

  /** Begins to answer. */
  void serve(Map<String, ControlHandler> handlers) {
    server = socket.map(bound -> new ControlServer(bound, handlers));
  }

  Optional<Path> path() {
    return socket.map(ControlSocket::path);
  }

  @Override
  public void close() {
    server.ifPresentOrElse(ControlServer::close, () -> socket.ifPresent(ControlSocket::close));
  }

  private static Optional<ControlSocket> byDefault(
      Optional<Path> config, ControlPaths paths, StartMessages messages) throws ControlException {
    try {
      Path path =
          config.isPresent()
              ? paths.of(config.get())
              : paths.ofProcess(ProcessHandle.current().pid());
      return Optional.of(ControlSocket.open(path));
    } catch (ControlException failure) {
      if (failure.reason() == ControlException.Reason.IN_USE) {
        throw failure;
      }
      messages.noControl(String.valueOf(failure.getMessage()));
    } catch (IOException failure) {
      messages.noControl("cannot make its folder: " + failure.getMessage());
    }
    return Optional.empty();
  }

  static int exit(ControlException.Reason reason) {
    return switch (reason) {
      case NOT_RUNNING -> Exit.UNAVAILABLE;
      case NOT_PERMITTED -> Exit.NO_PERMISSION;
      case IN_USE, BAD_PATH -> Exit.CANNOT_CREATE;
      case OTHER -> Exit.SOFTWARE;
    };
  }
}

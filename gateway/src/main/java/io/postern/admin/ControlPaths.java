package io.postern.admin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where control sockets lie when nobody says where: in the runtime folder of systemd's unit, else
 * of the user's session, else in one of the user's own under the folder for temporary files.
 *
 * <p>A gateway with a configuration {@code NAME.yaml} has {@code NAME.sock}, so that two
 * configurations don't meet; one without has {@code run-PID.sock}.
 */
public final class ControlPaths {
  private static final String ENDING = ".sock";

  private static final String PROCESS = "run-";

  /** Who may do anything anyway. */
  private static final String ROOT = "0";

  /** Sockets that are looked at to find the one that answers: a bound for a crowded folder. */
  private static final int SOCKETS_MAX = 256;

  private final List<Path> folders;

  ControlPaths(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** As the process's environment says it. */
  public static ControlPaths of(Map<String, String> environment) {
    Set<Path> folders = new LinkedHashSet<>();
    // systemd separates several by colons; the first is the unit's own.
    absolute(environment.getOrDefault("RUNTIME_DIRECTORY", "").split(":", 2)[0])
        .ifPresent(folders::add);
    absolute(environment.getOrDefault("XDG_RUNTIME_DIR", ""))
        .ifPresent(folder -> folders.add(folder.resolve("postern")));
    folders.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp")).resolve("postern-" + user()));
    // Where the unit's folder is, for an administrator's shell.
    folders.add(Path.of("/run/postern"));
    return new ControlPaths(new ArrayList<>(folders));
  }

  /** The default of a gateway with this configuration. Its folder is made if need be. */
  public Path of(Path configuration) throws IOException {
    return folder().resolve(name(configuration));
  }

  /** The default of a gateway without a configuration. Its folder is made if need be. */
  public Path ofProcess(long pid) throws IOException {
    Path folder = folder();
    sweep(folder);
    return folder.resolve(PROCESS + pid + ENDING);
  }

  /** Where a gateway with this configuration may listen, the likeliest first. */
  public List<Path> candidates(Path configuration) {
    return folders.stream()
        .filter(ControlPaths::trusted)
        .map(folder -> folder.resolve(name(configuration)))
        .toList();
  }

  /** The sockets at which a gateway answers. */
  public List<Path> answering() {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders.stream().filter(ControlPaths::trusted).toList()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
        int looked = 0;
        for (Path file : files) {
          if (++looked <= SOCKETS_MAX && ControlSocket.answers(file)) {
            found.add(file);
          }
        }
      } catch (IOException unreadable) {
        // Not there, or not ours to look into: no gateway of ours is there either.
      }
    }
    return found;
  }

  /** Where is looked, for messages. */
  public List<Path> folders() {
    return folders;
  }

  /**
   * The first folder, made with mode 0700. One that exists must be this user's and nobody else's to
   * write: whoever could put another socket there would be talked to in the gateway's place.
   */
  private Path folder() throws IOException {
    Path folder = folders.getFirst();
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is no folder");
    }
    Set<PosixFilePermission> others =
        EnumSet.copyOf(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    others.retainAll(EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    if (!others.isEmpty()) {
      throw new IOException(folder + " can be written by others");
    }
    Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.toString().equals(user())) {
      throw new IOException(folder + " belongs to somebody else");
    }
    return folder;
  }

  /**
   * Whether a verb may talk to what answers there. In a folder where everybody may put something
   * (the one for temporary files) somebody else's would answer in the gateway's place.
   */
  private static boolean trusted(Path folder) {
    try {
      boolean anybodys =
          Files.getPosixFilePermissions(folder.resolveSibling("."))
              .contains(PosixFilePermission.OTHERS_WRITE);
      String owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).toString();
      return trusted(anybodys, owner, user());
    } catch (IOException notThere) {
      // Then nobody answers there, and a message may name it.
      return true;
    }
  }

  static boolean trusted(boolean anybodys, String owner, String user) {
    return !anybodys || owner.equals(user) || owner.equals(ROOT);
  }

  /** Whether it is a process's own: no other will ever want that name. */
  static boolean isOfProcess(Path path) {
    return String.valueOf(path.getFileName()).startsWith(PROCESS);
  }

  /** Takes away what processes left that were killed: their names don't come again. */
  private static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PROCESS + "*" + ENDING)) {
      for (Path file : files) {
        if (!ControlSocket.answers(file)) {
          Files.deleteIfExists(file);
          Files.deleteIfExists(ControlSocket.lockOf(file));
        }
      }
    }
  }

  private static String name(Path configuration) {
    String file = String.valueOf(configuration.getFileName());
    int dot = file.lastIndexOf('.');
    return (dot > 0 ? file.substring(0, dot) : file) + ENDING;
  }

  private static Optional<Path> absolute(String text) {
    return Optional.of(text).filter(path -> path.startsWith("/")).map(Path::of);
  }

  /** The user's number: of the process's own folder in /proc, else of the home. */
  private static String user() {
    for (Path own : List.of(Path.of("/proc/self"), Path.of(System.getProperty("user.home", "/")))) {
      try {
        return Files.getAttribute(own, "unix:uid").toString();
      } catch (IOException | UnsupportedOperationException notThere) {
        // Another system than Linux: the next one will do.
      }
    }
    return System.getProperty("user.name", "nobody");
  }
}

package io.postern.admin;

import io.postern.admin.ControlException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * A Unix socket that listens at a path, for this process's user alone.
 *
 * <p>The system makes a socket with the modes that the umask leaves, and only then can they be
 * changed. So it is made in a folder of mode 0700, gets its own 0600 there, and is then renamed to
 * its place: nobody else could connect at any moment, and a dead gateway's socket is replaced in
 * one step. Who may replace it is decided by a lock on the file beside it, {@code PATH.lock}, which
 * the system lets go when a process dies.
 */
public final class ControlSocket implements AutoCloseable {
  /** What {@code sun_path} holds on Linux, without its NUL. */
  static final int PATH_OCTETS_MAX = 107;

  /** Those who may wait to be accepted; more than may talk at once. */
  private static final int BACKLOG = 64;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileChannel lockFile;
  private final ServerSocketChannel channel;
  private final Object identity;

  private ControlSocket(
      Path path, FileChannel lockFile, ServerSocketChannel channel, Object identity) {
    this.path = path;
    this.lockFile = lockFile;
    this.channel = channel;
    this.identity = identity;
  }

  /** Makes it; a socket that nobody listens at any more is replaced. */
  public static ControlSocket open(Path wanted) throws ControlException {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      FileChannel lockFile = lock(path);
      try {
        checkPlace(path);
        return bound(path, lockFile);
      } catch (ControlException | IOException | RuntimeException failure) {
        lockFile.close();
        throw failure;
      }
    } catch (AccessDeniedException denied) {
      throw new ControlException(
          Reason.NOT_PERMITTED, "cannot make the control socket " + path + ": permission denied");
    } catch (IOException failure) {
      throw new ControlException(
          Reason.OTHER, "cannot make the control socket " + path + ": " + reason(failure));
    }
  }

  public Path path() {
    return path;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Listens no more, and takes the socket away unless it is another's by now. */
  @Override
  public void close() {
    try {
      channel.close();
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity(path).equals(identity)) {
        Files.delete(path);
      }
      // Else the lock's file stays: two could hold locks on a deleted file and on its successor.
      if (ControlPaths.isOfProcess(path)) {
        Files.deleteIfExists(lockOf(path));
      }
      lockFile.close();
    } catch (IOException gone) {
      // The folder was taken away under us; there is nothing left to tidy.
      return;
    }
  }

  /** Somebody answers there. */
  static boolean answers(Path path) {
    return !Files.notExists(path) && ControlClient.probe(path);
  }

  static Path lockOf(Path path) {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  private static FileChannel lock(Path path) throws IOException, ControlException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ControlException(
          Reason.BAD_PATH, "cannot make the control socket " + path + ": there is no such folder");
    }
    FileChannel file =
        FileChannel.open(
            lockOf(path),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return file;
      }
    } catch (OverlappingFileLockException ourOwn) {
      // Another gateway of this process: as live as one of another process.
      file.close();
      throw inUse(path);
    }
    file.close();
    throw inUse(path);
  }

  /** Only a socket, and only a dead one, is replaced. */
  private static void checkPlace(Path path) throws IOException, ControlException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isOther()) {
      throw new ControlException(
          Reason.BAD_PATH,
          "cannot make the control socket " + path + ": there is a file, which isn't a socket");
    }
    if (answers(path)) {
      // Not a gateway's, or it would hold the lock.
      throw inUse(path);
    }
  }

  private static ControlSocket bound(Path path, FileChannel lockFile)
      throws IOException, ControlException {
    Path room = path.resolveSibling("." + Integer.toHexString(new SecureRandom().nextInt()));
    Path inside = room.resolve("s");
    int octets =
        Math.max(
            inside.toString().getBytes(StandardCharsets.UTF_8).length,
            path.toString().getBytes(StandardCharsets.UTF_8).length);
    if (octets > PATH_OCTETS_MAX) {
      throw new ControlException(
          Reason.BAD_PATH,
          "cannot make the control socket "
              + path
              + ": the path is too long for a socket, by "
              + (octets - PATH_OCTETS_MAX)
              + " octets");
    }
    Files.createDirectory(room, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(inside), BACKLOG);
      Files.setPosixFilePermissions(inside, OWNER_ONLY);
      Files.move(inside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new ControlSocket(path, lockFile, channel, identity(path));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      Files.deleteIfExists(inside);
      throw failure;
    } finally {
      Files.delete(room);
    }
  }

  private static Object identity(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? path : key;
  }

  private static ControlException inUse(Path path) {
    return new ControlException(Reason.IN_USE, "another gateway has the control socket " + path);
  }

  private static String reason(IOException failure) {
    return String.valueOf(failure.getMessage());
  }
}

package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.admin.ControlException.Reason;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
  @TempDir private Path folder;

  @Test
  void itIsForItsUserAloneAndGoesWithTheGateway() throws Exception {
    Path path = folder.resolve("c.sock");
    try (ControlSocket socket = ControlSocket.open(path)) {
      assertThat(socket.path()).isEqualTo(path);
      assertThat(mode(path)).isEqualTo("rw-------");
      assertThat(ControlSocket.answers(path)).isTrue();
    }
    assertThat(path).doesNotExist();
    assertThat(ControlSocket.answers(path)).isFalse();
  }

  /** Somebody looks at the path all the time: the socket is never seen with another mode. */
  @Test
  void atNoMomentMayOthersConnect() throws Exception {
    Path path = folder.resolve("c.sock");
    AtomicBoolean over = new AtomicBoolean();
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    Thread watcher =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    try (var files = Files.newDirectoryStream(folder, "*")) {
                      for (Path file : files) {
                        if (!file.toString().endsWith(".lock")) {
                          seen.add(file.getFileName().toString().charAt(0) + mode(file));
                        }
                      }
                    } catch (Exception gone) {
                      // It was taken away between the two looks.
                    }
                  }
                });
    for (int i = 0; i < 200; i++) {
      ControlSocket.open(path).close();
    }
    over.set(true);
    watcher.join();
    assertThat(seen).isSubsetOf("crw-------", ".rwx------");
  }

  @Test
  void aDeadGatewaysSocketIsReplaced() throws Exception {
    Path path = folder.resolve("c.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (ControlSocket _ = ControlSocket.open(path)) {
      assertThat(ControlSocket.answers(path)).isTrue();
      assertThat(mode(path)).isEqualTo("rw-------");
    }
  }

  @Test
  void aLiveOneIsNot() throws Exception {
    Path path = folder.resolve("c.sock");
    try (ControlSocket _ = ControlSocket.open(path)) {
      assertThat(failure(path).reason()).isEqualTo(Reason.IN_USE);
      assertThat(ControlSocket.answers(path)).isTrue();
    }
    try (ControlSocket _ = ControlSocket.open(path)) {
      assertThat(path).exists();
    }
  }

  @Test
  void aSocketOfAnotherProgramThatAnswersIsLeftAlone() throws Exception {
    Path path = folder.resolve("theirs");
    try (ServerSocketChannel theirs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      theirs.bind(UnixDomainSocketAddress.of(path));
      assertThat(failure(path).reason()).isEqualTo(Reason.IN_USE);
      assertThat(ControlSocket.answers(path)).isTrue();
    }
  }

  @Test
  void aFileIsNotReplaced() throws Exception {
    Path path = Files.writeString(folder.resolve("postern.yaml"), "precious");
    assertThat(failure(path))
        .hasMessageContaining("there is a file, which isn't a socket")
        .extracting(ControlException::reason)
        .isEqualTo(Reason.BAD_PATH);
    assertThat(path).hasContent("precious");
  }

  @Test
  void aPathThatCannotBeOneIsRefused() {
    assertThat(failure(folder.resolve("none/c.sock")).reason()).isEqualTo(Reason.BAD_PATH);
    assertThat(failure(folder.resolve("x".repeat(100))))
        .hasMessageContaining("too long for a socket, by ");
    assertThat(folder).isDirectoryNotContaining(file -> Files.isDirectory(file));
  }

  @Test
  void oneThatWasReplacedByAnotherIsNotTakenAway() throws Exception {
    Path path = folder.resolve("c.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      try (ControlSocket _ = ControlSocket.open(path)) {
        Files.delete(path);
        other.bind(UnixDomainSocketAddress.of(path));
      }
      assertThat(ControlSocket.answers(path)).isTrue();
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static ControlException failure(Path path) {
    return catchThrowableOfType(ControlException.class, () -> ControlSocket.open(path).close());
  }
}

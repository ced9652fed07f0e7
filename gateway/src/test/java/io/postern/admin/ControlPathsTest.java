package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPathsTest {
  @TempDir private Path folder;

  @Test
  void theUnitsFolderComesBeforeTheUsers() throws Exception {
    ControlPaths both =
        ControlPaths.of(
            Map.of("RUNTIME_DIRECTORY", folder + "/unit:/x", "XDG_RUNTIME_DIR", folder + "/user"));
    assertThat(both.of(Path.of("/etc/postern/intra.yaml")))
        .isEqualTo(folder.resolve("unit/intra.sock"));
    ControlPaths user = ControlPaths.of(Map.of("XDG_RUNTIME_DIR", folder + "/user"));
    assertThat(user.of(Path.of("intra.yaml"))).isEqualTo(folder.resolve("user/postern/intra.sock"));
    assertThat(user.ofProcess(7)).isEqualTo(folder.resolve("user/postern/run-7.sock"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("unit"))))
        .isEqualTo("rwx------");
    assertThat(user.candidates(Path.of("a/b.yaml")))
        .first()
        .isEqualTo(folder.resolve("user/postern/b.sock"));
  }

  @Test
  void withoutEitherItIsAFolderOfTheUsersOwn() {
    List<Path> folders = ControlPaths.of(Map.of("XDG_RUNTIME_DIR", "relative")).folders();
    assertThat(folders.getFirst().getFileName().toString()).matches("postern-\\d+");
    assertThat(folders).last().isEqualTo(Path.of("/run/postern"));
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatIOException()
        .isThrownBy(() -> new ControlPaths(List.of(open)).ofProcess(1))
        .withMessage(open + " can be written by others");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThatIOException()
        .isThrownBy(() -> new ControlPaths(List.of(link)).ofProcess(1))
        .withMessage(link + " is no folder");
  }

  @Test
  void whatSomebodyElsePutIntoATemporaryFolderIsNotTalkedTo() {
    assertThat(ControlPaths.trusted(true, "1000", "1000")).isTrue();
    assertThat(ControlPaths.trusted(true, "0", "1000")).isTrue();
    assertThat(ControlPaths.trusted(true, "1001", "1000")).isFalse();
    assertThat(ControlPaths.trusted(false, "1001", "0")).isTrue();
  }

  @Test
  void whatAnswersIsFoundAndWhatTheKilledLeftIsSwept() throws Exception {
    ControlPaths paths = new ControlPaths(List.of(folder, folder.resolve("none")));
    try (ControlSocket one = ControlSocket.open(paths.of(Path.of("a.yaml")));
        ControlSocket two = ControlSocket.open(paths.ofProcess(1))) {
      Files.createFile(folder.resolve("run-2.sock"));
      Files.createFile(folder.resolve("run-2.sock.lock"));
      Files.createFile(folder.resolve("b.sock"));
      assertThat(paths.answering()).containsExactlyInAnyOrder(one.path(), two.path());
      assertThat(paths.ofProcess(3)).isEqualTo(folder.resolve("run-3.sock"));
      assertThat(folder)
          .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("run-2"))
          .isDirectoryContaining(file -> file.endsWith("b.sock"))
          .isDirectoryContaining(file -> file.endsWith("run-1.sock"));
    }
    assertThat(folder)
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("run-"))
        .isDirectoryContaining(file -> file.endsWith("a.sock.lock"));
  }
}

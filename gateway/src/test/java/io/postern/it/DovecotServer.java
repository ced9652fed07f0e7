package io.postern.it;

import io.postern.tls.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real IMAP server for one test class: Dovecot 2.3 in the foreground, on a free port of
 * 127.0.0.1, with a configuration and mailboxes of its own in a temporary folder.
 *
 * <p>Each user name is a user, its password is {@value #PASSWORD}, and its mailbox is empty at
 * first: equal fresh mailboxes are two names. Dovecot runs as one unprivileged user: root starts it
 * as {@code nobody}, others as themselves. Its log stays in {@code target/it-logs}.
 */
final class DovecotServer implements AutoCloseable {
  static final String PASSWORD = "secret";

  private static final String MISSING =
      "Dovecot is missing; these tests never skip. On Debian: apt-get install dovecot-imapd";

  private static final List<Path> BINARIES =
      List.of(
          Path.of("/usr/sbin/dovecot"),
          Path.of("/usr/local/sbin/dovecot"),
          Path.of("/opt/homebrew/sbin/dovecot"));

  /** Another process may take the free port before Dovecot does. */
  private static final int STARTS_MAX = 5;

  private static final int POLL_MILLIS = 50;
  private static final int START_MILLIS_MAX = 30_000;
  private static final int STOP_SECONDS_MAX = 10;

  private final Process process;
  private final Path folder;
  private final Path log;
  private final int port;
  private final int tlsPort;

  private DovecotServer(Process process, Path folder, Path log, int port, int tlsPort) {
    this.process = process;
    this.folder = folder;
    this.log = log;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** Starts one; {@code name} is that of the test class, and of the log. */
  static DovecotServer start(String name) throws IOException {
    return start(name, "", Optional.empty());
  }

  /** With more lines in its configuration. */
  static DovecotServer start(String name, String more) throws IOException {
    return start(name, more, Optional.empty());
  }

  /** The same with TLS: by STARTTLS on its port, and implicit on {@link #tlsPort}. */
  static DovecotServer startWithTls(String name, Pki.Pair certificate) throws IOException {
    return start(name, "", Optional.of(certificate));
  }

  private static DovecotServer start(String name, String more, Optional<Pki.Pair> tls)
      throws IOException {
    Path binary =
        BINARIES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new AssertionError(MISSING));
    Path log = Files.createDirectories(Path.of("target", "it-logs")).resolve(name + "-dovecot.log");
    for (int start = 1; ; start++) {
      DovecotServer server = launch(binary, log, freePort(), more, tls);
      if (server.answers()) {
        return server;
      }
      server.close();
      if (start == STARTS_MAX) {
        throw new AssertionError("Dovecot did not start:\n" + Files.readString(log));
      }
    }
  }

  /** The same server once more, with a new folder, on the port of one that was killed. */
  DovecotServer again() throws IOException {
    Path binary = BINARIES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
    DovecotServer server = launch(binary, log, port, "", Optional.empty());
    if (!server.answers()) {
      server.close();
      throw new AssertionError("Dovecot did not start again:\n" + Files.readString(log));
    }
    return server;
  }

  int port() {
    return port;
  }

  /** The master process and all its children, for signals; as they are now. */
  List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  /** Where TLS begins with the connection; 0 without TLS. */
  int tlsPort() {
    return tlsPort;
  }

  Path log() {
    return log;
  }

  @Override
  public void close() {
    // The children first asked for, since they outlive a master that is killed.
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static DovecotServer launch(
      Path binary, Path log, int port, String more, Optional<Pki.Pair> tls) throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    Path folder = Files.createTempDirectory("postern-it-");
    if (root) {
      giveToNobody(folder);
    }
    String user = Files.getOwner(folder).getName();
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    int tlsPort = tls.isPresent() ? freePort() : 0;
    String ssl = "ssl = no";
    if (tls.isPresent()) {
      // Copies: its user can't look into the test's folder.
      Path chain = Files.copy(tls.get().chain(), folder.resolve("chain.pem"));
      Path key = Files.copy(tls.get().key(), folder.resolve("key.pem"));
      if (root) {
        giveToNobody(chain);
        giveToNobody(key);
      }
      ssl = "ssl = yes\nssl_cert = <" + chain + "\nssl_key = <" + key;
    }
    Path configuration = folder.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        (CONFIGURATION + more)
            .replace("@FOLDER@", folder.toString())
            .replace("@USER@", user)
            .replace("@GROUP@", group)
            .replace("@PORT@", Integer.toString(port))
            .replace("@TLSPORT@", Integer.toString(tlsPort))
            .replace("ssl = no", ssl)
            .replace("@PASSWORD@", PASSWORD));
    List<String> command = new ArrayList<>();
    if (root) {
      // Not sudo or su: the process that we start must be the one that we end.
      command.addAll(List.of("setpriv", "--reuid", user, "--regid", group, "--clear-groups"));
    }
    command.addAll(List.of(binary.toString(), "-F", "-c", configuration.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new DovecotServer(process, folder, log, port, tlsPort);
  }

  private static void giveToNobody(Path folder) throws IOException {
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    view.setOwner(names.lookupPrincipalByName("nobody"));
    GroupPrincipal group;
    try {
      group = names.lookupPrincipalByGroupName("nogroup");
    } catch (UserPrincipalNotFoundException notDebian) {
      group = names.lookupPrincipalByGroupName("nobody");
    }
    view.setGroup(group);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits for the greeting; false if it ended instead. */
  private boolean answers() {
    for (int waited = 0; waited < START_MILLIS_MAX; waited += POLL_MILLIS) {
      try {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
      try (ImapWire wire = ImapWire.connect(port)) {
        return wire.response().startsWith("* OK ");
      } catch (IOException notYet) {
        // It listens a moment after its start: once more.
      }
    }
    return false;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("can't remove " + folder, failure);
    }
  }

  /** Whatever differs from the defaults has its reason beside it. */
  private static final String CONFIGURATION =
      """
      # No octet on the disk outside this folder.
      base_dir = @FOLDER@/run
      state_dir = @FOLDER@/run
      mail_location = maildir:~/Maildir
      # Our file, which outlives the folder.
      log_path = /dev/stderr
      protocols = imap
      listen = 127.0.0.1
      ssl = no
      disable_plaintext_auth = no
      auth_mechanisms = plain login cram-md5
      # Failing logins belong to the talks; by default each costs two seconds, and the next one more.
      auth_failure_delay = 0
      service anvil {
        unix_listener anvil-auth-penalty {
          mode = 0
        }
        chroot =
      }
      # One user for all: nothing here needs root.
      default_internal_user = @USER@
      default_internal_group = @GROUP@
      default_login_user = @USER@
      first_valid_uid = 1
      first_valid_gid = 1
      service imap-login {
        chroot =
        # Not one process for each connection.
        service_count = 0
        inet_listener imap {
          port = @PORT@
        }
        inet_listener imaps {
          port = @TLSPORT@
          ssl = yes
        }
      }
      mail_max_userip_connections = 0
      mail_fsync = never
      namespace inbox {
        inbox = yes
        separator = /
        mailbox Drafts {
          auto = create
          special_use = \\Drafts
        }
        mailbox Sent {
          auto = subscribe
          special_use = \\Sent
        }
      }
      passdb {
        driver = static
        args = password=@PASSWORD@
      }
      userdb {
        driver = static
        args = uid=@USER@ gid=@GROUP@ home=@FOLDER@/home/%u
      }
      """;
}

package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.net.ListenException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail. Those that don't are in {@link RunIT}. */
class RunVerbTest {
  @TempDir private Path folder;

  @Test
  void whatToRunMustBeSaid() {
    String help = "postern: for help: postern run --help\n";
    String what =
        "postern: what to run? Name a configuration with -c FILE, or --listen HOST:PORT and"
            + " --server HOST:PORT\n";
    assertThat(Ran.postern("run")).isEqualTo(new Ran(64, "", what + help));
    assertThat(Ran.postern("run", "--listen", "127.0.0.1:0"))
        .isEqualTo(new Ran(64, "", what + help));
    assertThat(Ran.postern("run", "-c", "x.yaml", "--server", "127.0.0.1:143"))
        .isEqualTo(
            new Ran(
                64,
                "",
                "postern: --listen, --server and --policy are for a run without a configuration\n"
                    + help));
  }

  @Test
  void wrongAddressesAreUsageErrorsButClearTextIsAWrongConfiguration() {
    assertThat(flags("127.0.0.1", "127.0.0.1:143").exit()).isEqualTo(64);
    assertThat(flags("127.0.0.1:0", "127.0.0.1:0").exit()).isEqualTo(64);
    assertThat(flags("[::1]:0", "127.0.0.1:99999").err())
        .startsWith("postern: --server: found \"127.0.0.1:99999\", expected HOST:PORT: ");
    Ran open = flags("0.0.0.0:0", "127.0.0.1:143");
    assertThat(open.exit()).isEqualTo(78);
    assertThat(open.err())
        .isEqualTo(
            "postern: --listen: found 0.0.0.0:0, which isn't loopback: without TLS passwords would"
                + " cross the network in clear; if you want that, write a configuration with"
                + " \"clear_text: allowed\"\n");
  }

  @Test
  void aMissingConfigurationIsTold() {
    Path none = folder.resolve("none.yaml");
    assertThat(Ran.postern("run", "-c", none))
        .isEqualTo(new Ran(66, "", none + ": no such file\n"));
  }

  @Test
  void aBrokenConfigurationOrPolicyStartsNothing() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            services:
              - { name: a, listen: "127.0.0.1:%d", server: "127.0.0.1:143", policy: ImapProxy }
              - { name: b, listen: "127.0.0.1:0", server: "127.0.0.1:143", policy: ImapProxi }
            """
                .formatted(port));
    Ran ran = Ran.postern("run", "-c", file);
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith(file + ":4:72: ").endsWith("did you mean ImapProxy?\n");
    // Still free: a socket can be bound without SO_REUSEADDR.
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(free.getLocalPort()).isEqualTo(port);
    }
    assertThat(
            Ran.postern(
                    "run",
                    "--listen",
                    "127.0.0.1:0",
                    "--server",
                    "127.0.0.1:143",
                    "--policy",
                    "Nope")
                .exit())
        .isEqualTo(78);
  }

  @Test
  void aPortInUseIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      assertThat(flags(listen, "127.0.0.1:143"))
          .isEqualTo(
              new Ran(73, "", "postern: cannot listen on " + listen + ": the port is in use\n"));
    }
  }

  @Test
  void everyReasonNotToListenHasItsExitCode() {
    assertThat(RunVerb.exit(ListenException.Reason.IN_USE)).isEqualTo(73);
    assertThat(RunVerb.exit(ListenException.Reason.NO_SUCH_ADDRESS)).isEqualTo(73);
    assertThat(RunVerb.exit(ListenException.Reason.NO_SUCH_NAME)).isEqualTo(73);
    assertThat(RunVerb.exit(ListenException.Reason.OTHER)).isEqualTo(73);
    assertThat(RunVerb.exit(ListenException.Reason.NOT_PERMITTED)).isEqualTo(77);
    assertThat(RunVerb.exit(ListenException.Reason.NOT_LOOPBACK)).isEqualTo(78);
  }

  @Test
  void anUnknownServiceIsAUsageError() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            services:
              - { name: a, listen: "127.0.0.1:0", server: "127.0.0.1:143", policy: ImapProxy }
            """);
    Ran ran = Ran.postern("run", "-c", file, "--service", "b");
    assertThat(ran.exit()).isEqualTo(64);
    assertThat(ran.err()).startsWith("postern: --service: found b, expected one of a\n");
  }

  @Test
  void theStartTellsErrorsAsJsonToo() {
    Path none = folder.resolve("none.yaml");
    assertThat(Ran.postern("run", "-c", none, "--output", "json").err())
        .isEqualTo(
            "{\"event\":\"error\",\"file\":\"" + none + "\",\"message\":\"no such file\"}\n");
  }

  private static Ran flags(String listen, String server) {
    return Ran.postern("run", "--listen", listen, "--server", server);
  }
}

package io.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three hosts in network namespaces of their own: a client and a server, and between them the
 * gateway's, whose kernel hands connections to port 143 to a transparent listener on port 1143.
 * Needs root. Nothing of the machine's own network is touched.
 *
 * <pre>
 * client 10.77.1.2 ---- 10.77.1.1 gateway 10.77.2.1 ---- 10.77.2.2 server
 * </pre>
 */
final class Namespaces implements AutoCloseable {
  static final String CLIENT = "10.77.1.2";
  static final String GATEWAY_TO_CLIENT = "10.77.1.1";
  static final String GATEWAY_TO_SERVER = "10.77.2.1";
  static final String SERVER = "10.77.2.2";

  private static final long COMMAND_SECONDS_MAX = 20;

  /** As docs/operations.md tells an administrator to do it. */
  private static final String RULES =
      """
      table inet postern {
        chain divert {
          type filter hook prerouting priority mangle; policy accept;
          meta l4proto tcp socket transparent 1 meta mark set 1 accept
          ip daddr 10.77.2.0/24 tcp dport 143 tproxy ip to :1143 meta mark set 1 accept
        }
      }
      """;

  private final String prefix = "pt" + ProcessHandle.current().pid();
  private final List<String> made = new ArrayList<>();
  private final Thread atExit = new Thread(this::remove);

  /** Makes them, with their links, addresses and routes. */
  Namespaces() throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError("network namespaces need root; these tests never skip");
    }
    // Also where the build is ended by a signal.
    Runtime.getRuntime().addShutdownHook(atExit);
    for (String host : List.of("c", "g", "s")) {
      ip("netns", "add", name(host));
      made.add(name(host));
      ip("-n", name(host), "link", "set", "lo", "up");
    }
    link("c", "10.77.1", "1", "2");
    link("s", "10.77.2", "1", "2");
    ip("-n", name("c"), "route", "add", "default", "via", GATEWAY_TO_CLIENT);
    ip("-n", name("s"), "route", "add", "default", "via", GATEWAY_TO_SERVER);
    ip("-n", name("g"), "rule", "add", "fwmark", "1", "lookup", "100");
    ip("-n", name("g"), "route", "add", "local", "0.0.0.0/0", "dev", "lo", "table", "100");
    Path rules = Files.createTempFile("postern-it-", ".nft");
    Files.writeString(rules, RULES);
    run(atGateway("nft", "-f", rules.toString()));
    Files.delete(rules);
  }

  List<String> atClient(String... words) {
    return at("c", words);
  }

  List<String> atGateway(String... words) {
    return at("g", words);
  }

  List<String> atServer(String... words) {
    return at("s", words);
  }

  /** Runs a command to its end and returns what it said; one that fails is a failure. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + ":\n" + said);
    }
    return said;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }

  private void remove() {
    for (String name : made) {
      try {
        ip("netns", "del", name);
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    made.clear();
  }

  private void link(String host, String network, String gateway, String other)
      throws IOException, InterruptedException {
    String far = name(host);
    ip("-n", name("g"), "link", "add", host, "type", "veth", "peer", "name", "up", "netns", far);
    ip("-n", name("g"), "addr", "add", network + "." + gateway + "/24", "dev", host);
    ip("-n", far, "addr", "add", network + "." + other + "/24", "dev", "up");
    ip("-n", name("g"), "link", "set", host, "up");
    ip("-n", far, "link", "set", "up", "up");
  }

  private String name(String host) {
    return prefix + host;
  }

  private List<String> at(String host, String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
    command.addAll(List.of(words));
    return command;
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    run(command);
  }
}

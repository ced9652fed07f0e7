package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import io.postern.service.Chainer;
import io.postern.service.Network;
import io.postern.service.Router;
import io.postern.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers and chainers as they are written, and what an operator reads of mistakes. */
class RouterReaderTest {
  private static final Address ONE = new Address("10.0.0.1", 143);
  private static final Address TWO = new Address("10.0.0.2", 143);

  @TempDir private Path folder;

  private ConfigResult parse(String keys) {
    String text =
        "version: 1\nservices:\n  - name: s\n    listen: 127.0.0.1:1143\n    policy: ImapProxy\n";
    return ConfigReader.parse(folder.resolve("f.yaml").toString(), text + keys);
  }

  private Configuration loaded(String keys) {
    ConfigResult result = parse(keys);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration();
  }

  private Service service(String keys) {
    return loaded(keys).services().getFirst();
  }

  private Router router(String keys) {
    return service(keys).router();
  }

  private List<String> errors(String keys) {
    ConfigResult result = parse(keys);
    assertThat(result).isInstanceOf(ConfigResult.Broken.class);
    return ((ConfigResult.Broken) result)
        .errors().stream()
            .map(ConfigError::toString)
            .map(text -> text.replace(folder + "/", ""))
            .toList();
  }

  private List<String> warnings(String keys) {
    return loaded(keys).warnings().stream()
        .map(ConfigWarning::toString)
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void oneServerOrAList() {
    assertThat(router("    server: 10.0.0.1:143\n")).isEqualTo(new Router.Directed(List.of(ONE)));
    assertThat(router("    server: [ 10.0.0.1:143, 10.0.0.2:143 ]\n"))
        .isEqualTo(new Router.Directed(List.of(ONE, TWO)));
  }

  @Test
  void serversThatCantBe() {
    assertThat(errors("    server: [ 10.0.0.1:143, 10.0.0.1:143 ]\n"))
        .containsExactly("f.yaml:6:13: server: a server stands there twice");
    assertThat(errors("    server: []\n"))
        .containsExactly("f.yaml:6:13: server: a directed router has a server");
    assertThat(errors("    server: [ 10.0.0.1:143, '10.0.0.2:0' ]\n"))
        .containsExactly(
            "f.yaml:6:29: server: found the text \"10.0.0.2:0\", expected a port from 1 to 65535");
    assertThat(errors("    server: [ 10.0.0.1:143, 127.0.0.1:1143 ]\n"))
        .containsExactly(
            "f.yaml:6:29: server: found 127.0.0.1:1143, where this service itself listens, expected"
                + " the IMAP server");
    assertThat(errors("    server: 10.0.0.1:143\n    router: transparent\n"))
        .containsExactly(
            "f.yaml:7:13: router: found server as well, expected one of the two: both say where"
                + " to");
    assertThat(errors(""))
        .containsExactly(
            "f.yaml:3:5: found no server, expected HOST:PORT, such as 127.0.0.1:1143, [::1]:1143 or"
                + " mail.example.org:143");
  }

  @Test
  void transparentIsAWordOrAMap() {
    assertThat(router("    router: transparent\n"))
        .isEqualTo(new Router.Transparent(Optional.empty(), false, List.of()));
    assertThat(
            router(
                "    router: { transparent: { port: 143, source: forge,"
                    + " allowed: [10.0.0.0/8, '2001:db8::/32'] } }\n"))
        .isEqualTo(
            new Router.Transparent(
                Optional.of(143),
                true,
                List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32"))));
  }

  @Test
  void transparentWithoutNetworksIsWarnedOf() {
    assertThat(warnings("    router: transparent\n"))
        .containsExactly(
            "f.yaml:6:13: a transparent router without allowed networks: clients reach any server"
                + " that this machine reaches");
    assertThat(warnings("    router: { transparent: { allowed: 10.0.0.0/8 } }\n")).isEmpty();
  }

  @Test
  void bySniHasNamesAndPerhapsAnother() {
    assertThat(router("    router: { sni: { IMAP.a.example: 10.0.0.1:143 } }\n"))
        .isEqualTo(new Router.BySni(Map.of("imap.a.example", ONE), Optional.empty()));
    assertThat(router("    router: { sni: { a.example: 10.0.0.1:143 }, other: 10.0.0.2:143 }\n"))
        .isEqualTo(new Router.BySni(Map.of("a.example", ONE), Optional.of(TWO)));
  }

  @Test
  void bySniWithoutTlsFromTheFirstOctetIsWarnedOf() {
    String without =
        "a router by sni without \"client: implicit\" under \"tls\": no client's name is known when"
            + " its server is chosen, so ";
    assertThat(warnings("    router: { sni: { a.example: 127.0.0.1:143 } }\n"))
        .containsExactly("f.yaml:6:13: " + without + "each client is refused");
    assertThat(
            warnings("    router: { sni: { a.example: 127.0.0.1:143 }, other: 127.0.0.2:143 }\n"))
        .containsExactly("f.yaml:6:13: " + without + "each session goes to \"other\"");
  }

  @Test
  void byLoginHasDomainsAndAMapFile() throws Exception {
    Files.writeString(
        folder.resolve("users.map"),
        "# who is where\n\n"
            + "alice 10.0.0.1:143\n"
            + "bob@b.example\t10.0.0.2:143\n"
            + "@C.example 10.0.0.2:143\n");
    String keys =
        "    router: { login: { domains: { a.example: 10.0.0.1:143 }, map: users.map,"
            + " allowed: [10.0.0.0/24] }, other: 10.0.0.2:143 }\n";
    assertThat(router(keys))
        .isEqualTo(
            new Router.ByLogin(
                Map.of("alice", ONE, "bob@b.example", TWO),
                Map.of("a.example", ONE, "c.example", TWO),
                Optional.of(TWO)));
    // Allowed servers are listed, so nothing is said of that.
    assertThat(warnings(keys)).allMatch(warning -> warning.contains("without TLS"));
  }

  @Test
  void aMapFileWithoutAllowedServersIsWarnedOf() throws Exception {
    Files.writeString(folder.resolve("users.map"), "alice 10.0.0.1:143\n");
    assertThat(warnings("    router: { login: { map: users.map } }\n"))
        .containsExactly(
            "f.yaml:6:29: a router by login with a map file and without allowed servers: whoever"
                + " writes the file says where passwords go");
  }

  @Test
  void aMapFilesMistakesHaveItsLines() throws Exception {
    Files.writeString(
        folder.resolve("users.map"),
        "alice 10.0.0.1:143\nalice 10.0.0.1:143\nbob\ncarol 10.0.0.1\ndave 192.0.2.1:143\n"
            + "@-x 10.0.0.1:143\nerin 10.0.0.1:0\n");
    assertThat(errors("    router: { login: { map: users.map, allowed: 10.0.0.0/8 } }\n"))
        .containsExactly(
            "users.map:2:1: found a login that stands in a line above, expected each once",
            "users.map:3:1: found no such line, expected LOGIN HOST:PORT or @DOMAIN HOST:PORT",
            "users.map:4:1: found no server, expected HOST:PORT: no port: write HOST:PORT, such as"
                + " 127.0.0.1:1143",
            "users.map:5:1: found the server 192.0.2.1:143, which isn't among the allowed ones",
            "users.map:6:1: found no domain behind @, expected a host name",
            "users.map:7:1: found port 0, expected a port from 1 to 65535");
  }

  @Test
  void aMapFileThatIsMissingIsToldWhereItIsNamed() {
    assertThat(errors("    router: { login: { map: no.map } }\n"))
        .containsExactly("f.yaml:6:29: map: found no file no.map");
  }

  @Test
  void routersThatCantBe() {
    assertThat(errors("    router: transparant\n"))
        .containsExactly(
            "f.yaml:6:13: router: found the text \"transparant\", expected transparent, or a map"
                + " with one of transparent, sni, login; did you mean transparent?");
    assertThat(errors("    router: { sni: { a: 'b:1' }, login: { domains: { c: 'd:1' } } }\n"))
        .containsExactly(
            "f.yaml:6:13: router: found sni and login, expected transparent, or a map with one of"
                + " transparent, sni, login");
    assertThat(errors("    router: { sni: { 10.0.0.1: 'b:1' } }\n"))
        .containsExactly("f.yaml:6:22: sni: found the text \"10.0.0.1\", expected a host name");
    assertThat(errors("    router: { login: {} }\n"))
        .containsExactly("f.yaml:6:13: router: found no server, expected domains, map or other");
    assertThat(errors("    router: { transparent: { allowed: [10.0.0.1/8], port: 0 } }\n"))
        .containsExactly(
            "f.yaml:6:40: allowed: found the text \"10.0.0.1/8\", expected a network such as"
                + " 10.0.0.0/8 or 2001:db8::/32: has bits behind its prefix",
            "f.yaml:6:59: port: found the number 0, expected a port from 1 to 65535");
  }

  @Test
  void aChainerIsAWordOrAMap() {
    String server = "    server: 10.0.0.1:143\n";
    assertThat(service(server).chainer()).isEqualTo(Chainer.DEFAULT);
    assertThat(service(server + "    chainer: round-robin\n").chainer())
        .isEqualTo(
            new Chainer(
                Chainer.Choice.ROUND_ROBIN, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    assertThat(
            service(
                    server
                        + "    chainer: { choice: least-sessions, greeting: 500ms, set_aside: 2m"
                        + " }\n")
                .chainer())
        .isEqualTo(
            new Chainer(
                Chainer.Choice.LEAST_SESSIONS, Duration.ofMillis(500), Duration.ofMinutes(2)));
    assertThat(errors(server + "    chainer: round_robin\n"))
        .containsExactly(
            "f.yaml:7:14: chainer: found the text \"round_robin\", expected connect or failover or"
                + " round-robin or least-sessions, or a map of choice, greeting, set_aside; did you"
                + " mean round-robin?");
    assertThat(errors(server + "    chainer: { greeting: 10 }\n"))
        .containsExactly(
            "f.yaml:7:26: greeting: found the number 10, expected a time such as 500ms, 10s or 1m,"
                + " up to 7d");
  }
}

package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Limits;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import io.postern.service.Service;
import io.postern.service.Switches;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden texts: what an operator reads, with line and column. */
class ConfigReaderTest {
  private static final String SERVICE =
      """
      version: 1
      services:
        - name: intra_imap
          listen: 127.0.0.1:1143
          server: 127.0.0.1:143
          policy: ImapProxy
      """;

  @Test
  void theFormOfTheDocumentationIsRead() {
    Service service =
        loaded(
                SERVICE
                    + """
                        limits: { append: 100MiB, nesting: 7, idle: 36m, login: 90s, connect: 5s,
                                  policy-call: 500ms, connections: 12 }
                        decision_id: log
                        trust_preauth: true
                        clear_text: allowed
                    """)
            .services()
            .getFirst();
    assertThat(service.name()).isEqualTo("intra_imap");
    assertThat(service.listen()).containsExactly(new Address("127.0.0.1", 1143));
    assertThat(service.router().servers()).containsExactly(new Address("127.0.0.1", 143));
    assertThat(service.limits())
        .isEqualTo(Limits.DEFAULT.with(Map.of("append", 100L << 20, "nesting", 7L)));
    assertThat(service.timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(90),
                Duration.ofMinutes(36),
                Duration.ofMillis(500)));
    assertThat(service.connections()).isEqualTo(12);
    assertThat(service.switches()).isEqualTo(new Switches(true, false, true, false));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Service service = loaded(SERVICE).services().getFirst();
    assertThat(service)
        .isEqualTo(
            Service.of(
                "intra_imap", service.listen(), new Address("127.0.0.1", 143), service.policy()));
  }

  @Test
  void aPolicyMayBeObserved() {
    Configuration configuration = loaded(SERVICE + "    mode: observe\n");
    Service service = configuration.services().getFirst();
    assertThat(service.observe().mode()).isTrue();
    assertThat(service.observe().second()).isEmpty();
    assertThat(service.observers()).hasSize(1);
    assertThat(service.ownPolicy())
        .isEqualTo(loaded(SERVICE).services().getFirst().policy())
        .isNotEqualTo(service.policy());
    assertThat(configuration.warnings())
        .extracting(ConfigWarning::toString)
        .containsExactly(
            "f.yaml:7:11: mode: observe: nothing of the policy of service intra_imap is enforced;"
                + " what it would refuse or change is only told");
    assertThat(loaded(SERVICE + "    mode: enforce\n").services().getFirst())
        .isEqualTo(loaded(SERVICE).services().getFirst());
  }

  @Test
  void aSecondPolicyMayBeObservedBesideTheFirst() {
    Service service =
        loaded(SERVICE + "    observe: { extends: ImapProxy, request: { DELETE: reject } }\n")
            .services()
            .getFirst();
    assertThat(service.observe().mode()).isFalse();
    assertThat(service.observe().second().orElseThrow().name()).isEqualTo("f.yaml:7");
    assertThat(service.policy()).isEqualTo(loaded(SERVICE).services().getFirst().policy());
    assertThat(service.observers().getFirst().policy().requests()).containsKey("DELETE");
    assertThat(
            loaded(SERVICE + "    observe: ImapProxyStrict\n")
                .services()
                .getFirst()
                .observe()
                .second()
                .orElseThrow()
                .name())
        .isEqualTo("ImapProxyStrict");
  }

  @Test
  void whatIsWrongWithAnObservedPolicyIsTold() {
    assertThat(errors(SERVICE + "    mode: watch\n"))
        .containsExactly(
            "f.yaml:7:11: mode: found the text \"watch\", expected enforce or observe");
    assertThat(errors(SERVICE + "    observe: { request: { DELETE: rejct } }\n").getFirst())
        .startsWith("f.yaml:7:");
    assertThat(errors(SERVICE + "    observe: nowhere.yaml\n").getFirst())
        .startsWith("f.yaml:7:14: ");
  }

  @Test
  void addressesAreIpv4Ipv6AndNames() {
    Configuration configuration =
        loaded(
            """
            version: 1
            services:
              - name: a
                listen: [127.0.0.1:1143, "[::1]:1143", localhost:1144]
                server: mail.example.org:143
                policy: ImapProxyStrict
              - { name: b, listen: "127.0.0.1:0", server: "[2001:db8::1]:143", policy: ImapProxy }
            """);
    assertThat(configuration.services().get(0).listen())
        .containsExactly(
            new Address("127.0.0.1", 1143),
            new Address("::1", 1143),
            new Address("localhost", 1144));
    assertThat(configuration.services().get(1).router().servers())
        .containsExactly(new Address("2001:db8::1", 143));
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(
            errors(
                """
                version: 2
                service: []
                services:
                  - name: a b
                    listen: 127.0.0.1
                    sever: 127.0.0.1:143
                    policy: ImapProxi
                    limits: { apend: 1MiB, idle: 35, append: 0 }
                    decision_id: logs
                    trust_preauth: "yes"
                    clear_text: allow
                """))
        .containsExactly(
            "f.yaml:1:10: version: found the number 2, expected 1, the version that this Postern"
                + " reads",
            "f.yaml:2:1: found the key \"service\" in the configuration, expected one of version,"
                + " control, admin, drain, policy_path, services, zones, rules; did you mean"
                + " services?",
            "f.yaml:4:5: found no server, expected HOST:PORT, such as 127.0.0.1:1143, [::1]:1143"
                + " or mail.example.org:143",
            "f.yaml:4:11: name: found the text \"a b\", expected 1 to 64 letters, digits, '_', '-'"
                + " or '.'",
            "f.yaml:5:13: listen: found the text \"127.0.0.1\", expected HOST:PORT, such as"
                + " 127.0.0.1:1143, [::1]:1143 or mail.example.org:143: no port: write HOST:PORT,"
                + " such as 127.0.0.1:1143",
            "f.yaml:6:5: found the key \"sever\" in a service, expected one of name, listen,"
                + " server, policy, mode, observe, limits, decision_id, clear_text, trust_preauth,"
                + " tls, router, chainer, proxy_protocol, originating; did you mean server?",
            "f.yaml:7:13: found \"ImapProxi\", expected ImapProxy, ImapProxyStrict,"
                + " AbstractImapProxy, a .yaml or .java file, or class:a.b.C; did you mean"
                + " ImapProxy?",
            "f.yaml:8:15: found the key \"apend\" in limits, expected one of "
                + String.join(", ", LimitsReader.keys())
                + "; did you mean append?",
            "f.yaml:8:34: idle: found the number 35, expected a time such as 30s, 35m or 1h, from"
                + " 1ms to 7d",
            "f.yaml:8:46: append: found the number 0, expected a size such as 64KiB or 100MiB,"
                + " from 1 to 63 bits",
            "f.yaml:9:18: decision_id: found the text \"logs\", expected client or log; did you"
                + " mean log?",
            "f.yaml:10:20: trust_preauth: found the text \"yes\", expected true or false",
            "f.yaml:11:17: clear_text: found the text \"allow\", expected refused or allowed; did"
                + " you mean allowed?");
  }

  @Test
  void wrongTypesAreNamed() {
    assertThat(errors("- 1"))
        .containsExactly(
            "f.yaml:1:1: found a list as the configuration, expected a map of version, control,"
                + " admin, drain, policy_path, services, zones, rules");
    assertThat(errors("just words"))
        .containsExactly(
            "f.yaml:1:1: found the text \"just words\" as the configuration, expected a map of"
                + " version, control, admin, drain, policy_path, services, zones, rules");
    assertThat(errors("version: [1]\nservices: { name: a }"))
        .containsExactly(
            "f.yaml:1:10: version: found a list, expected 1, the version that this Postern reads",
            "f.yaml:2:11: services: found a map, expected a list of at least one service");
    assertThat(errors("version: 1\nservices:\n  - imap\n"))
        .containsExactly(
            "f.yaml:3:5: found the text \"imap\" as a service, expected a map of name, listen,"
                + " server, policy, mode, observe, limits, decision_id, clear_text, trust_preauth,"
                + " tls, router, chainer, proxy_protocol, originating");
    assertThat(errors(SERVICE + "    limits: 64KiB\n"))
        .containsExactly(
            "f.yaml:7:13: found the text \"64KiB\" as limits, expected a map of "
                + String.join(", ", LimitsReader.keys()));
    assertThat(errors(SERVICE.replace("127.0.0.1:143\n", "{ host: a }\n")))
        .containsExactly(
            "f.yaml:5:13: server: found a map, expected HOST:PORT, such as 127.0.0.1:1143,"
                + " [::1]:1143 or mail.example.org:143");
    assertThat(errors(SERVICE.replace("policy: ImapProxy", "policy:")))
        .containsExactly(
            "f.yaml:6:12: policy: found nothing, expected a base class such as ImapProxy, a file"
                + " such as policy.yaml, or a table");
  }

  @Test
  void whatIsMissingIsToldWhereItShouldStand() {
    assertThat(errors(""))
        .containsExactly(
            "f.yaml:1:1: found no version, expected version: 1",
            "f.yaml:1:1: found no services, expected a list of at least one service");
    assertThat(errors("version: 1\nservices: []\n"))
        .containsExactly(
            "f.yaml:2:11: services: found a list, expected a list of at least one service");
    assertThat(errors("version: 1\nservices: [{}]\n"))
        .hasSize(4)
        .allMatch(error -> error.startsWith("f.yaml:2:12: found no "));
    assertThat(errors(SERVICE.replace("listen: 127.0.0.1:1143", "listen: []")))
        .containsExactly(
            "f.yaml:4:13: listen: found a list, expected HOST:PORT, such as 127.0.0.1:1143,"
                + " [::1]:1143 or mail.example.org:143");
  }

  @Test
  void aPolicyIsAFileBesideTheConfigurationOrATableInIt(@TempDir Path folder) throws Exception {
    Path policies = Files.createDirectory(folder.resolve("policies"));
    Files.writeString(
        policies.resolve("p.yaml"), "extends: ImapProxy\nrequest: { DELETE: reject }\n");
    String file = SERVICE.replace("policy: ImapProxy", "policy: policies/p.yaml");
    String table =
        SERVICE.replace(
            "policy: ImapProxy", "policy: { extends: ImapProxy, request: { DELETE: reject } }");
    Configuration byFile = read(folder, file);
    Configuration byTable = read(folder, table);
    assertThat(byFile.services().getFirst().policy())
        .isEqualTo(byTable.services().getFirst().policy())
        .isNotEqualTo(loaded(SERVICE).services().getFirst().policy());
    assertThat(byFile.policies()).isEqualTo(Map.of("intra_imap", "policies/p.yaml"));
    assertThat(byTable.policies())
        .isEqualTo(Map.of("intra_imap", folder.resolve("postern.yaml") + ":6"));
  }

  @Test
  void whatIsWrongWithAPolicyIsToldWithThePlaceInThePolicy(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"), "extends: ImapProxy\nrequest: { DELETE: rejekt }\n");
    Path file =
        Files.writeString(folder.resolve("postern.yaml"), SERVICE.replace("ImapProxy", "p.yaml"));
    assertThat(texts(ConfigReader.read(file)))
        .hasSize(1)
        .allMatch(error -> error.startsWith(folder.resolve("p.yaml") + ":2:20: "));
    assertThat(
            errors(SERVICE.replace("policy: ImapProxy", "policy: { request: { DELETE: rejekt } }")))
        .hasSize(1)
        .allMatch(error -> error.startsWith("f.yaml:6:34: "));
  }

  @Test
  void thePolicyPathMustBeThere() {
    assertThat(errors("policy_path: no/such\n" + SERVICE))
        .containsExactly(
            "f.yaml:1:14: policy_path: found the text \"no/such\", expected a jar or a folder that"
                + " is there");
    assertThat(errors("policy_path: [{}, no/such]\n" + SERVICE)).hasSize(2);
  }

  @Test
  void namesAndListenersAreThereOnce() {
    assertThat(
            errors(
                """
                version: 1
                services:
                  - { name: a, listen: "127.0.0.1:1143", server: "127.0.0.1:143", policy: ImapProxy }
                  - { name: a, listen: "127.0.0.1:1143", server: "127.0.0.1:143", policy: ImapProxy }
                  - name: b
                    listen: [127.0.0.1:1144, 127.0.0.1:1144]
                    server: 127.0.0.1:143
                    policy: ImapProxy
                """))
        .containsExactly(
            "f.yaml:4:13: name: found a, which is already the name of a service in line 3,"
                + " expected another",
            "f.yaml:6:30: listen: found 127.0.0.1:1144, which is already listened on in line 6,"
                + " expected another");
  }

  @Test
  void portZeroMayStandTwice() {
    assertThat(loaded(SERVICE.replace("127.0.0.1:1143", "[127.0.0.1:0, '127.0.0.1:0']")).services())
        .hasSize(1);
    assertThat(errors(SERVICE.replace("127.0.0.1:143\n", "127.0.0.1:0\n")))
        .containsExactly(
            "f.yaml:5:13: server: found the text \"127.0.0.1:0\", expected a port from 1 to 65535");
  }

  @Test
  void aServiceIsNotItsOwnServer() {
    assertThat(errors(SERVICE.replace("127.0.0.1:143\n", "127.0.0.1:1143\n")))
        .containsExactly(
            "f.yaml:5:13: server: found 127.0.0.1:1143, where this service itself listens,"
                + " expected the IMAP server");
  }

  @Test
  void beyondLoopbackClearTextMustBeAllowed() {
    String open = SERVICE.replace("127.0.0.1:1143", "0.0.0.0:1143");
    assertThat(errors(open))
        .containsExactly(
            "f.yaml:4:13: listen: found 0.0.0.0:1143, which isn't loopback: without TLS passwords"
                + " would cross the network in clear; expected \"client: implicit\" or \"client:"
                + " starttls-required\" under \"tls\", an address such as 127.0.0.1 or [::1], or"
                + " \"clear_text: allowed\" in this service");
    assertThat(loaded(open + "    clear_text: allowed\n").warnings())
        .extracting(ConfigWarning::toString)
        .containsExactly(
            "f.yaml:4:13: service intra_imap listens on 0.0.0.0:1143 without TLS: passwords and"
                + " mail cross the network in clear (clear_text: allowed)");
    assertThat(errors(SERVICE.replace("127.0.0.1:1143", "\"[::]:1143\""))).hasSize(1);
    assertThat(errors(SERVICE.replace("127.0.0.1:1143", "mail.example.org:1143"))).hasSize(1);
  }

  @Test
  void everyLimitIsReadAndItsEdgesHold() {
    for (String key : LimitsReader.keys()) {
      if (QuotasReader.has(key)) {
        // QuotasReaderTest.
        continue;
      }
      if (LimitsReader.isTime(key)) {
        assertThat(limits(key, "1ms")).as(key).isEmpty();
        assertThat(limits(key, "7d")).as(key).isEmpty();
        assertThat(limits(key, "0ms")).as(key).hasSize(1);
        assertThat(limits(key, "604800001ms")).as(key).hasSize(1);
      } else {
        assertThat(limits(key, "1")).as(key).isEmpty();
        assertThat(limits(key, "0")).as(key).hasSize(1);
        assertThat(limits(key, "-1")).as(key).hasSize(1);
        assertThat(limits(key, "30s")).as(key).hasSize(1);
        assertThat(limits(key, "1KiB")).as(key).hasSize(LimitsReader.isCount(key) ? 1 : 0);
      }
    }
    assertThat(limits("connections", "1000000")).isEmpty();
    assertThat(limits("connections", "1000001")).hasSize(1);
    assertThat(limits("client-line", "1073741823")).isEmpty();
    assertThat(limits("client-line", "1073741824"))
        .containsExactly(
            "f.yaml:7:28: client-line: found the number 1073741824, expected a size such as 64KiB"
                + " or 100MiB, from 1 to 1073741823");
    assertThat(limits("append", "8589934591GiB")).isEmpty();
  }

  @Test
  void aBrokenFileSaysWhere(@TempDir Path folder) throws Exception {
    assertThat(errors("version: 1\nservices: [\n"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("f.yaml:3:1: not YAML: "));
    assertThat(errors("version: 1\nversion: 1\n"))
        .contains("f.yaml:2:1: the key version stands twice, first in line 1");
    Path missing = folder.resolve("none.yaml");
    assertThat(texts(ConfigReader.read(missing))).containsExactly(missing + ": no such file");
    Path folded = Files.createDirectory(folder.resolve("d.yaml"));
    assertThat(texts(ConfigReader.read(folded)))
        .containsExactly(folded + ": is a folder, expected a file");
    Path latin = Files.write(folder.resolve("l.yaml"), new byte[] {'#', (byte) 0xE9});
    assertThat(texts(ConfigReader.read(latin))).containsExactly(latin + ": isn't UTF-8");
  }

  private static List<String> limits(String key, String value) {
    String text = SERVICE + "    limits: { " + key + ": " + value + " }\n";
    return texts(ConfigReader.parse("f.yaml", text));
  }

  private static Configuration loaded(String text) {
    ConfigResult result = ConfigReader.parse("f.yaml", text);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration();
  }

  private static Configuration read(Path folder, String text) throws IOException {
    ConfigResult result =
        ConfigReader.read(Files.writeString(folder.resolve("postern.yaml"), text));
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration();
  }

  private static List<String> errors(String text) {
    ConfigResult result = ConfigReader.parse("f.yaml", text);
    assertThat(result).isInstanceOf(ConfigResult.Broken.class);
    return texts(result);
  }

  private static List<String> texts(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded loaded -> List.of();
      case ConfigResult.Broken broken ->
          broken.errors().stream().map(ConfigError::toString).collect(Collectors.toList());
    };
  }
}

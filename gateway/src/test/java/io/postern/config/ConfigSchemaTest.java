package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.postern.imap.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the reader know the same. */
class ConfigSchemaTest {
  private static final JsonNode SCHEMA = JsonMapper.builder().build().readTree(ConfigSchema.text());

  private static final String RULED =
      "version: 1\n"
          + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy}]\n";

  private static final Schema COMPILED =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigSchema.text(), InputFormat.JSON);

  @Test
  void theKeysAreTheSame() {
    assertThat(keys(SCHEMA)).containsExactlyElementsOf(ConfigReader.KEYS);
    JsonNode definitions = SCHEMA.get("$defs");
    assertThat(keys(definitions.get("service"))).containsExactlyElementsOf(ServiceReader.KEYS);
    assertThat(keys(definitions.get("router").get("oneOf").get(1)))
        .containsExactlyElementsOf(RouterReader.KEYS);
    assertThat(keys(definitions.get("chainer").get("oneOf").get(1)))
        .containsExactlyElementsOf(ChainerReader.KEYS);
    assertThat(keys(definitions.get("zone"))).containsExactlyElementsOf(ZonesReader.KEYS);
    assertThat(keys(definitions.get("rule"))).containsExactlyElementsOf(RulesReader.KEYS);
    assertThat(keys(definitions.get("limits"))).containsExactlyElementsOf(LimitsReader.keys());
  }

  @Test
  void theKindsAndDefaultsOfLimitsAreTheSame() {
    JsonNode limits = SCHEMA.get("$defs").get("limits").get("properties");
    for (String key : LimitsReader.keys()) {
      JsonNode limit = limits.get(key);
      if (key.equals(QuotasReader.EXEMPT)) {
        assertThat(limit.get("type").asString()).isEqualTo("array");
        continue;
      }
      String kind =
          LimitsReader.isTime(key) ? "time" : LimitsReader.isCount(key) ? "count" : "size";
      assertThat(limit.get("$ref").asString()).as(key).isEqualTo("#/$defs/" + kind);
      String documented = ConfigPageTest.defaults(key).getFirst();
      if (documented.equals("none")) {
        assertThat(limit.has("default")).as(key).isFalse();
        continue;
      }
      String text = limit.get("default").asString();
      if (kind.equals("time")) {
        assertThat(Quantities.duration(text)).as(key).isEqualTo(Quantities.duration(documented));
      } else if (QuotasReader.has(key)) {
        assertThat(text).as(key).isEqualTo(documented);
      } else {
        assertThat(Quantities.size(text)).as(key).contains(Limits.DEFAULT.byKey().get(key));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1143', server: 'h:143', policy: ImapProxy}]",
        "version: 1\nservices: [{name: a, listen: ['[::1]:1', 'localhost:2'], server: 'h:143',"
            + " policy: {extends: ImapProxy}, decision_id: log, clear_text: allowed,"
            + " mode: observe, observe: {extends: ImapProxyStrict},"
            + " trust_preauth: true, limits: {append: 1MiB, fetch: 7, nesting: 3, idle: 30m,"
            + " connections: 2}}]",
        "version: 1\nservices: [{name: a, listen: 'localhost:2', server: ['h:143', 'i:143'],"
            + " policy: ImapProxy, chainer: {choice: round-robin, greeting: 5s, set_aside: 1m}}]",
        "version: 1\nservices: [{name: a, listen: 'localhost:2', chainer: least-sessions,"
            + " policy: ImapProxy, router: transparent}]",
        "version: 1\nservices: [{name: a, listen: 'localhost:2', policy: ImapProxy,"
            + " router: {transparent: {port: 143, source: forge, allowed: [10.0.0.0/8]}}}]",
        "version: 1\nservices: [{name: a, listen: 'localhost:2', policy: ImapProxy,"
            + " router: {sni: {a.example: 'h:143'}, other: 'i:143'}}]",
        "version: 1\nservices: [{name: a, listen: 'localhost:2', policy: ImapProxy,"
            + " router: {login: {domains: {a.example: 'h:143'}, allowed: h}, other: 'i:143'}}]",
        RULED
            + "zones: {n: {networks: 192.0.2.0/24}, m: {networks: ['::1', 10.0.0.0/8],"
            + " parent: n}, o: {parent: m}}\nrules: [{from: n, service: a}, {listen: '127.0.0.1:1',"
            + " from: [m, 192.0.2.7], to: ['2001:db8::/32'], days: [mon, wed-fri],"
            + " hours: '22:00-06:00', time_zone: UTC, service: a}, {from: o, deny: true}]",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1143', server: 'h:143', policy:"
            + " ImapProxy, limits: {connections-per-user: 20, failed-login-delay: 0s,"
            + " octets-per-hour: 2GiB, exempt: [192.0.2.7, '2001:db8::/32']}}]"
      })
  void whatTheReaderTakesFitsTheSchema(String text) {
    assertThat(COMPILED.validate(text, InputFormat.YAML)).isEmpty();
    assertThat(read(text)).isInstanceOf(ConfigResult.Loaded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: []",
        "version: 2\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy}]",
        "version: 1\nservices: []",
        "version: 1\nservices: {}",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1', server: 'h:143',"
            + " router: transparent, policy: ImapProxy}]",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1', server: ['h:143', 'h:143'],"
            + " policy: ImapProxy}]",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1', router: {other: 'h:143'},"
            + " policy: ImapProxy}]",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1', policy: ImapProxy,"
            + " router: {transparent: {}, other: 'h:143'}}]",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1', server: 'h:143',"
            + " policy: ImapProxy, chainer: {choice: random}}]",
        "version: 1\nservices: [{}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1', server: 'h:143', policy: ImapProxy}]",
        "version: 1\n"
            + "services: [{name: a b, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy}]",
        "version: 1\nservices: [{name: a, listen: [], server: 'h:143', policy: ImapProxy}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: [ImapProxy]}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " limits: {idle: 35}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " limits: {exempt: 192.0.2.7}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " limits: {connections-per-user: 0}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " limits: {append: 1MB}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " limits: {nesting: 1KiB}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " trust_preauth: 1}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " decision_id: all}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " mode: watch}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy}]\n"
            + "x: 1",
        RULED + "zones: [a]",
        RULED + "zones: {9: {networks: '::1'}}",
        RULED + "zones: {a: {}}",
        RULED + "zones: {a: {networks: []}}",
        RULED + "zones: {a: {networks: mail.example}}",
        RULED + "rules: {}",
        RULED + "rules: [{}]",
        RULED + "rules: [{service: a, deny: true}]",
        RULED + "rules: [{deny: false}]",
        RULED + "rules: [{service: a, hours: 7-19}]",
        RULED + "rules: [{service: a, days: monday}]",
        RULED + "rules: [{service: a, from: []}]",
        RULED + "rules: [{service: a, sni: 'a b'}]",
        RULED + "rules: [{service: a, zone: b}]"
      })
  void whatTheSchemaRefusesTheReaderRefuses(String text) {
    assertThat(COMPILED.validate(text, InputFormat.YAML)).isNotEmpty();
    assertThat(read(text)).isInstanceOf(ConfigResult.Broken.class);
  }

  private static ConfigResult read(String text) {
    return ConfigReader.parse("f.yaml", text);
  }

  private static List<String> keys(JsonNode object) {
    return object.get("properties").propertyNames().stream().toList();
  }
}

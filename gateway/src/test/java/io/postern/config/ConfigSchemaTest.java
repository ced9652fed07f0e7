package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.postern.imap.Limits;
import io.postern.service.Timeouts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the reader know the same. */
class ConfigSchemaTest {
  private static final JsonNode SCHEMA = JsonMapper.builder().build().readTree(ConfigSchema.text());

  private static final Schema COMPILED =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigSchema.text(), InputFormat.JSON);

  @Test
  void theKeysAreTheSame() {
    assertThat(keys(SCHEMA)).containsExactlyElementsOf(ConfigReader.KEYS);
    JsonNode definitions = SCHEMA.get("$defs");
    assertThat(keys(definitions.get("service"))).containsExactlyElementsOf(ServiceReader.KEYS);
    JsonNode service = definitions.get("service").get("properties");
    assertThat(keys(service.get("proxy_protocol"))).containsExactlyElementsOf(ProxyReader.KEYS);
    assertThat(keys(service.get("originating"))).containsExactlyElementsOf(OriginatingReader.KEYS);
    assertThat(keys(definitions.get("limits"))).containsExactlyElementsOf(LimitsReader.keys());
  }

  @Test
  void theKindsAndDefaultsOfLimitsAreTheSame() {
    JsonNode limits = SCHEMA.get("$defs").get("limits").get("properties");
    for (String key : LimitsReader.keys()) {
      JsonNode limit = limits.get(key);
      String kind =
          LimitsReader.isTime(key) ? "time" : LimitsReader.isCount(key) ? "count" : "size";
      assertThat(limit.get("$ref").asString()).as(key).isEqualTo("#/$defs/" + kind);
      if (key.equals("fetch")) {
        assertThat(limit.has("default")).isFalse();
        continue;
      }
      String text = limit.get("default").asString();
      if (kind.equals("time")) {
        assertThat(Quantities.duration(text)).as(key).contains(defaultTime(key));
      } else if (key.equals(LimitsReader.CONNECTIONS)) {
        assertThat(text).isEqualTo("" + LimitsReader.Bounds.DEFAULT.connections());
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
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " proxy_protocol: {in: required, trusted: [192.0.2.0/24, '2001:db8::1'], out: v2},"
            + " originating: {to_server: true, trusted: 127.0.0.0/8, hops: 3}}]"
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
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " proxy_protocol: {out: v3}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy,"
            + " originating: {hops: 101}}]",
        "version: 1\n"
            + "services: [{name: a, listen: '127.0.0.1:1', server: 'h:143', policy: ImapProxy}]\n"
            + "x: 1"
      })
  void whatTheSchemaRefusesTheReaderRefuses(String text) {
    assertThat(COMPILED.validate(text, InputFormat.YAML)).isNotEmpty();
    assertThat(read(text)).isInstanceOf(ConfigResult.Broken.class);
  }

  private static ConfigResult read(String text) {
    return ConfigReader.parse("f.yaml", text);
  }

  private static java.time.Duration defaultTime(String key) {
    return switch (key) {
      case "connect" -> Timeouts.DEFAULT.connect();
      case "login" -> Timeouts.DEFAULT.beforeLogin();
      case "idle" -> Timeouts.DEFAULT.idle();
      case "policy-call" -> Timeouts.DEFAULT.policyCall();
      default -> throw new AssertionError(key);
    };
  }

  private static List<String> keys(JsonNode object) {
    return object.get("properties").propertyNames().stream().toList();
  }
}

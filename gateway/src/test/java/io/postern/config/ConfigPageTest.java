package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Pages;
import io.postern.imap.Limits;
import io.postern.service.Chainer;
import io.postern.service.LoginDelays;
import io.postern.service.Service;
import io.postern.service.Shares;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/operations.md tells the configuration as it is. */
class ConfigPageTest {
  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Pages.text("operations.md");
  }

  @Test
  void theKeysAreTheKeys() {
    assertThat(Pages.firsts(Pages.table(page, "## The configuration")))
        .containsExactlyElementsOf(ConfigReader.KEYS);
    assertThat(Pages.firsts(Pages.table(page, "### A service")))
        .containsExactlyElementsOf(ServiceReader.KEYS);
    String tls = page.substring(page.indexOf("### TLS"));
    assertThat(Pages.firsts(Pages.table(page, "### TLS")))
        .containsExactlyElementsOf(TlsReader.KEYS);
    assertThat(Pages.firsts(Pages.table(tls, "A certificate:")))
        .containsExactlyElementsOf(TlsReader.CERTIFICATE_KEYS);
    assertThat(Pages.firsts(Pages.table(page, "### Several servers")))
        .containsExactlyElementsOf(ChainerReader.KEYS);
    assertThat(Pages.firsts(Pages.table(page, "### Zones")))
        .containsExactlyElementsOf(ZonesReader.KEYS);
    assertThat(Pages.firsts(Pages.table(page, "### Rules")))
        .containsExactlyElementsOf(RulesReader.KEYS);
  }

  @Test
  void theLimitsAndTheirDefaultsAreTheLimits() {
    List<List<String>> rows = Pages.table(page, "### Limits");
    assertThat(Pages.firsts(rows)).containsExactlyElementsOf(LimitsReader.keys());
    for (List<String> row : rows) {
      assertThat(row.get(1)).as(row.getFirst()).isIn(defaults(row.getFirst()));
    }
  }

  @Test
  void theChainersDefaultsAreTheDefaults() {
    assertThat(Pages.table(page, "### Several servers"))
        .extracting(row -> row.get(2))
        .containsExactly(
            "`failover`",
            Quantities.text(Chainer.DEFAULT.greeting()),
            Chainer.DEFAULT.setAside().toSeconds() + "s");
    assertThat(page).contains(ChainerReader.CHOICES.keySet());
  }

  @Test
  void theExampleLoads() {
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    String example = page.substring(start, page.indexOf("```", start));
    assertThat(ConfigReader.parse("postern.yaml", example)).isInstanceOf(ConfigResult.Loaded.class);
  }

  /** A default as it may be written. */
  static List<String> defaults(String key) {
    return switch (key) {
      case "fetch" -> List.of("none");
      case "connections" -> List.of(Integer.toString(Service.CONNECTIONS_DEFAULT));
      case "connect" -> List.of(Quantities.text(Timeouts.DEFAULT.connect()));
      case "login" -> List.of(Timeouts.DEFAULT.beforeLogin().toSeconds() + "s");
      case "idle" -> List.of(Quantities.text(Timeouts.DEFAULT.idle()));
      case "policy-call" -> List.of(Quantities.text(Timeouts.DEFAULT.policyCall()));
      case "connections-per-address",
          "connections-per-network",
          "connections-per-user",
          "new-connections-per-second",
          "new-connections-per-address-per-second",
          "commands-per-second",
          "octets-per-session",
          "octets-per-hour",
          "exempt" ->
          List.of("none");
      case "network-prefix-v4" -> List.of(Integer.toString(Shares.DEFAULT.prefixV4()));
      case "network-prefix-v6" -> List.of(Integer.toString(Shares.DEFAULT.prefixV6()));
      case "failed-login-delay" -> List.of(Quantities.text(LoginDelays.DEFAULT.first()));
      case "failed-login-delay-max" -> List.of(Quantities.text(LoginDelays.DEFAULT.max()));
      case "failed-login-decay" -> List.of(Quantities.text(LoginDelays.DEFAULT.halfLife()));
      default -> {
        long value = Limits.DEFAULT.byKey().get(key);
        yield List.of(LimitsReader.isCount(key) ? Long.toString(value) : Quantities.text(value));
      }
    };
  }
}

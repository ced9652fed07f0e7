package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.service.LoginDelays;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Shares;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the map {@code limits} says about quotas. */
class QuotasReaderTest {
  private static ConfigResult read(String limits) {
    return ConfigReader.parse(
        "f.yaml",
        "version: 1\nservices: [{name: a, listen: '127.0.0.1:1143', server: 'h:143', policy:"
            + " ImapProxy, limits: {"
            + limits
            + "}}]");
  }

  private static Quotas quotas(String limits) {
    ConfigResult result = read(limits);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration().services().getFirst().quotas();
  }

  private static String error(String limits) {
    ConfigResult result = read(limits);
    assertThat(result).as(limits).isInstanceOf(ConfigResult.Broken.class);
    return ((ConfigResult.Broken) result).errors().getFirst().toString();
  }

  @Test
  void withoutAWordTheyAreTheDefaults() {
    assertThat(quotas("")).isEqualTo(Quotas.DEFAULT);
  }

  @Test
  void eachKeyHasItsPlace() {
    assertThat(
            quotas(
                "connections: 9, connections-per-address: 1, connections-per-network: 2,"
                    + " connections-per-user: 3, network-prefix-v4: 4, network-prefix-v6: 5,"
                    + " new-connections-per-second: 6, new-connections-per-address-per-second: 7,"
                    + " commands-per-second: 8, octets-per-session: 1KiB, octets-per-hour: 2KiB,"
                    + " failed-login-delay: 2s, failed-login-delay-max: 3s, failed-login-decay: 4s,"
                    + " exempt: [192.0.2.7, '2001:db8::/32']"))
        .isEqualTo(
            new Quotas(
                9,
                new Shares(1, 2, 3, 4, 5),
                new Quotas.Rates(6, 7),
                new Quotas.Spending(8, 1024, 2048),
                new LoginDelays(
                    Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)),
                List.of(Network.parse("192.0.2.7"), Network.parse("2001:db8::/32"))));
  }

  @Test
  void theEdgesHold() {
    for (String key : QuotasReader.keys()) {
      if (!QuotasReader.isTime(key) && !key.equals(QuotasReader.EXEMPT)) {
        assertThat(quotas(key + ": 1")).as(key).isNotNull();
        assertThat(error(key + ": 0")).contains(key);
        assertThat(error(key + ": 1s")).contains(key);
        assertThat(error(key + ": none")).contains(key);
      }
    }
    assertThat(error("network-prefix-v4: 33")).contains("a number from 1 to 32");
    assertThat(error("network-prefix-v6: 129")).contains("a number from 1 to 128");
    assertThat(error("failed-login-delay: 61s")).contains("from 0s (no delays) to 1m");
    assertThat(error("failed-login-delay-max: 0s")).contains("from 1ms to 1m");
    assertThat(error("failed-login-decay: 25h")).contains("from 1s to 1d");
    assertThat(quotas("failed-login-delay: 0s").loginDelays().millis(16)).isZero();
  }

  @Test
  void theFirstDelayAndTheLongestFitWhateverComesFirst() {
    assertThat(quotas("failed-login-delay: 20s").loginDelays().max()).hasSeconds(20);
    assertThat(quotas("failed-login-delay-max: 500ms").loginDelays().first()).hasMillis(500);
  }

  @Test
  void networksAreAListOfNetworks() {
    assertThat(error("exempt: 192.0.2.7")).contains("a list of at most 1000 networks");
    assertThat(error("exempt: [192.0.2.7/24]")).contains("192.0.2.7/24");
    assertThat(error("exempt: [mail.example.org]")).contains("mail.example.org");
  }
}

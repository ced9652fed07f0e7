package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Pages;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminReaderTest {
  private static final String REST =
      "\n"
          + "version: 1\n"
          + "services: [{name: a, listen: '127.0.0.1:1143', server: '127.0.0.1:143', policy:"
          + " ImapProxy}]\n";

  @Test
  void withoutItThereIsNoListener() {
    assertThat(loaded("").admin()).isEmpty();
  }

  @Test
  void onLoopbackNothingElseIsAskedFor() {
    assertThat(loaded("admin: { listen: '127.0.0.1:9143' }").admin())
        .isEqualTo(Optional.of(new AdminPlace(new Address("127.0.0.1", 9143), false)));
    assertThat(loaded("admin: { listen: '[::1]:9143', clear_text: refused }").warnings()).isEmpty();
  }

  @Test
  void beyondLoopbackItMustBeAskedForAndIsWarnedOf() {
    Configuration open = loaded("admin: { listen: '0.0.0.0:9143', clear_text: allowed }");
    assertThat(open.admin())
        .isEqualTo(Optional.of(new AdminPlace(new Address("0.0.0.0", 9143), true)));
    assertThat(open.warnings().stream().map(ConfigWarning::toString))
        .containsExactly(
            "f.yaml:1:18: admin listens on 0.0.0.0:9143: whoever reaches it reads users' names and"
                + " addresses, in clear (clear_text: allowed)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ listen: '0.0.0.0:9143' } | f.yaml:1:18: listen: found 0.0.0.0:9143, which isn't"
            + " loopback",
        "{ listen: 'monitor:9143', clear_text: refused } | f.yaml:1:18: listen: found monitor:9143",
        "{ listen: 9143 } | f.yaml:1:18: listen: found the number 9143, expected HOST:PORT",
        "{ listen: ['127.0.0.1:1'] } | f.yaml:1:18: listen: found a list, expected HOST:PORT",
        "{} | f.yaml:1:8: found no listen, expected HOST:PORT, such as 127.0.0.1:9143",
        "127.0.0.1:9143 | f.yaml:1:8: found the text \"127.0.0.1:9143\" as admin, expected a map",
        "{ lissen: x } | f.yaml:1:10: found the key \"lissen\" in admin, expected one of listen",
        "{ listen: '127.0.0.1:1', clear_text: yes } | f.yaml:1:45: clear_text: found the text"
      })
  void whatIsWrongIsToldWithItsPlace(String value, String start) {
    ConfigResult result = ConfigReader.parse("f.yaml", "admin: " + value + REST);
    assertThat(result).isInstanceOf(ConfigResult.Broken.class);
    List<ConfigError> errors = ((ConfigResult.Broken) result).errors();
    assertThat(errors).anyMatch(error -> error.toString().startsWith(start));
  }

  @Test
  void thePageHasItsKeys() throws Exception {
    String row =
        Pages.table(Pages.text("operations.md"), "## The configuration").stream()
            .filter(cells -> cells.getFirst().equals("admin"))
            .findFirst()
            .orElseThrow()
            .get(1);
    assertThat(AdminReader.KEYS).allMatch(row::contains);
  }

  private static Configuration loaded(String line) {
    ConfigResult result = ConfigReader.parse("f.yaml", line + REST);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration();
  }
}

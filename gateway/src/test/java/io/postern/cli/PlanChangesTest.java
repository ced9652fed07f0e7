package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.ConfigReader;
import io.postern.config.ConfigResult;
import io.postern.service.Plan;
import org.junit.jupiter.api.Test;

class PlanChangesTest {
  private static final String SERVICES =
      """
      version: 1
      services:
        - { name: a, listen: "127.0.0.1:1143", server: "127.0.0.1:143", policy: ImapProxy }
        - { name: b, listen: "127.0.0.1:1144", server: "127.0.0.1:143", policy: ImapProxy }
      """;

  private static final String RULED =
      SERVICES
          + """
          zones:
            x: { networks: 192.0.2.0/24 }
            y: { networks: 192.0.3.0/24 }
          rules:
            - { from: x, service: a }
            - { from: y, service: a }
          """;

  @Test
  void nothingIsOther() {
    assertThat(changes(RULED, RULED)).isEqualTo("a: unchanged; b: unchanged");
    assertThat(changes(RULED, RULED.replace("rules:", "# Another line.\nrules:")))
        .isEqualTo("a: unchanged; b: unchanged");
  }

  @Test
  void aServiceMoves() {
    assertThat(changes(SERVICES, SERVICES.replace("1144", "1145")))
        .isEqualTo(
            "a: unchanged; b: listen; listeners: 127.0.0.1:1145 opened, 127.0.0.1:1144 closed");
    assertThat(changes(SERVICES, SERVICES.replace("name: b", "name: c")))
        .isEqualTo("a: unchanged; b: removed; c: added");
    assertThat(changes(SERVICES, SERVICES.replace("name: b", "name: c").replace("1144", "0")))
        .isEqualTo(
            "a: unchanged; b: removed; c: added; listeners: 127.0.0.1:0 opened, 127.0.0.1:1144"
                + " closed");
  }

  @Test
  void rulesAndZonesComeAndGo() {
    assertThat(changes(SERVICES, RULED))
        .isEqualTo("a: unchanged; b: unchanged; rules: 2 added; zones: x added, y added");
    assertThat(changes(RULED, SERVICES))
        .isEqualTo("a: unchanged; b: unchanged; rules: 2 removed; zones: x removed, y removed");
    assertThat(changes(RULED, RULED.replace("from: y", "from: z").replace("  y:", "  z:")))
        .isEqualTo(
            "a: unchanged; b: unchanged; rules: 1 added, 1 removed; zones: y removed, z added");
    assertThat(changes(RULED, RULED.replace("192.0.3.0/24", "192.0.4.0/24")))
        .isEqualTo("a: unchanged; b: unchanged; zones: y changed");
    assertThat(
            changes(
                RULED,
                RULED
                    .replace("from: x", "from: w")
                    .replace("from: y", "from: x")
                    .replace("from: w", "from: y")))
        .isEqualTo("a: unchanged; b: unchanged; rules: another order");
  }

  private static String changes(String from, String to) {
    return PlanChanges.between(plan(from), plan(to)).text();
  }

  private static Plan plan(String text) {
    return ((ConfigResult.Loaded) ConfigReader.parse("f.yaml", text)).configuration().plan();
  }
}

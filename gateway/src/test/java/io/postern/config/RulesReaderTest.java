package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import io.postern.service.Area;
import io.postern.service.Hours;
import io.postern.service.Network;
import io.postern.service.Rule;
import io.postern.service.Zone;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zones and rules as an operator writes them, and what is said of mistakes. */
class RulesReaderTest {
  private static final String SERVICES =
      """
      version: 1
      services:
        - { name: a, listen: "127.0.0.1:1143", server: "127.0.0.1:143", policy: ImapProxy }
        - { name: b, listen: "127.0.0.1:1143", server: "127.0.0.1:144", policy: ImapProxy }
      zones:
        office: { networks: [192.0.2.0/24, "2001:db8::/32"] }
        finance: { networks: 192.0.2.128/25, parent: office }
      """;

  @Test
  void theFormOfTheDocumentationIsRead() {
    Configuration read =
        loaded(
            SERVICES
                + """
                rules:
                  - listen: 127.0.0.1:1143
                    from: [finance, 10.0.0.7]
                    to: 127.0.0.0/8
                    days: [sat-mon, wed]
                    hours: 22:00-06:30
                    time_zone: Europe/Budapest
                    service: b
                  - { from: office, deny: true }
                  - { service: a }
                """);
    assertThat(read.zones().all())
        .containsExactly(
            new Zone(
                "office",
                List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::/32")),
                Optional.empty()),
            new Zone("finance", List.of(Network.parse("192.0.2.128/25")), Optional.of("office")));
    Area finance = new Area.OfZone("finance");
    Area one = new Area.OfNetwork(Network.parse("10.0.0.7"));
    Area loopback = new Area.OfNetwork(Network.parse("127.0.0.0/8"));
    EnumSet<DayOfWeek> days =
        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY);
    assertThat(read.rules())
        .containsExactly(
            Rule.all("f.yaml:9", "b")
                .withListen(new Address("127.0.0.1", 1143))
                .withFrom(finance, one)
                .withTo(loopback)
                .withHours(new Hours(days, 22 * 60, 6 * 60 + 30, ZoneId.of("Europe/Budapest"))),
            Rule.all("f.yaml:16", "a").withFrom(new Area.OfZone("office")).denying(),
            Rule.all("f.yaml:17", "a"));
    assertThat(read.plan().listeners()).hasSize(1);
  }

  @Test
  void daysAloneAreWholeDaysByTheMachinesClock() {
    Rule rule = loaded(SERVICES + "rules: [{ days: mon-fri, service: a }]").rules().getFirst();
    assertThat(rule.hours())
        .contains(
            new Hours(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                0,
                Hours.DAY_MINUTES,
                ZoneId.systemDefault()));
    assertThat(
            loaded(SERVICES + "rules: [{ hours: 00:00-24:00, time_zone: UTC, service: a }]")
                .rules()
                .getFirst()
                .hours())
        .contains(new Hours(Hours.EVERY_DAY, 0, Hours.DAY_MINUTES, ZoneId.of("UTC")));
  }

  @Test
  void withoutZonesAndRulesAllIsAsItWas() {
    Configuration read = loaded(SERVICES.lines().limit(3).reduce("", (a, b) -> a + b + "\n"));
    assertThat(read.zones().all()).isEmpty();
    assertThat(read.rules()).isEmpty();
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void aSharedListenerNeedsARule() {
    assertThat(errors(SERVICES))
        .containsExactly(
            "f.yaml:4:24: listen: 127.0.0.1:1143 is shared with service a, and no rule chooses"
                + " between them");
    assertThat(errors(SERVICES + "rules: [{ from: office, deny: true }]")).hasSize(1);
  }

  @Test
  void allMistakesInZonesAreToldAtOnce() {
    assertThat(
            errors(
                SERVICES
                    + """
                      9to5: { networks: "::1" }
                      lost: {}
                      odd: { networks: [192.0.2.1/24, mail.example, 192.0.2.0/24], network: 1 }
                      child: { parent: ofice }
                      one: { networks: "::2", parent: two }
                      two: { networks: "::3", parent: one }
                      list: [192.0.2.0/24]
                    rules: [{ service: a }]
                    """))
        .containsExactly(
            "f.yaml:8:3: zones: found the text \"9to5\" as a name, expected a letter and up to 63"
                + " letters, digits, '_', '-' or '.'",
            "f.yaml:9:9: found no networks, expected a network such as 192.0.2.0/24, 2001:db8::/32"
                + " or 192.0.2.7, or a list of them",
            "f.yaml:10:21: networks: found the text \"192.0.2.1/24\", expected a network such as"
                + " 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7: has bits behind its prefix",
            "f.yaml:10:35: networks: found the text \"mail.example\", expected a network such as"
                + " 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7: not an IP address: networks have no"
                + " names",
            "f.yaml:10:49: networks: found 192.0.2.0/24, which is a zone's already in line 6,"
                + " expected another",
            "f.yaml:10:64: found the key \"network\" in a zone, expected one of networks, parent;"
                + " did you mean networks?",
            "f.yaml:11:20: parent: found the text \"ofice\", expected the name of a zone; did you"
                + " mean office?",
            "f.yaml:12:35: parent: found two, which has zone one above itself, expected a zone that"
                + " hasn't",
            "f.yaml:13:35: parent: found one, which has zone two above itself, expected a zone that"
                + " hasn't",
            "f.yaml:14:9: found a list as a zone, expected a map of networks, parent");
    assertThat(errors(SERVICES.lines().limit(3).reduce("", (a, b) -> a + b + "\n") + "zones: 1"))
        .containsExactly("f.yaml:4:8: zones: found the number 1, expected a map of zones by name");
  }

  @Test
  void allMistakesInRulesAreToldAtOnce() {
    assertThat(
            errors(
                SERVICES
                    + """
                    rules:
                      - { from: ofice, to: nowhere/8, service: c }
                      - { service: a, deny: true }
                      - { deny: "yes" }
                      - { form: office }
                      - { listen: "127.0.0.1", sni: 192.0.2.1, service: a }
                      - { time_zone: UTC, service: a }
                      - { days: mon-fry, hours: 07:00, time_zone: Mars/Base, service: a }
                      - office
                    """))
        .containsExactly(
            "f.yaml:9:13: from: found the text \"ofice\", expected the name of a zone, or a network"
                + " such as 192.0.2.0/24; did you mean office?",
            "f.yaml:9:24: to: found the text \"nowhere/8\", expected the name of a zone, or a"
                + " network such as 192.0.2.0/24: not an IP address: networks have no names",
            "f.yaml:9:44: service: found the text \"c\", expected a or b",
            "f.yaml:10:5: found service and deny in a rule, expected either service: NAME or deny:"
                + " true",
            "f.yaml:11:13: deny: found the text \"yes\", expected true",
            "f.yaml:12:5: found no service in a rule, expected either service: NAME or deny: true",
            "f.yaml:12:7: found the key \"form\" in a rule, expected one of listen, from, to, sni,"
                + " days, hours, time_zone, service, deny; did you mean from?",
            "f.yaml:13:15: listen: found the text \"127.0.0.1\", expected HOST:PORT, such as"
                + " 127.0.0.1:1143, [::1]:1143 or mail.example.org:143: no port: write HOST:PORT,"
                + " such as 127.0.0.1:1143",
            "f.yaml:13:33: sni: found the text \"192.0.2.1\", expected a host name such as"
                + " mail.example.org or *.example.org: an address is no name: clients send names"
                + " only",
            "f.yaml:14:18: time_zone: found the text \"UTC\", expected days or hours beside it",
            "f.yaml:15:13: days: found the text \"mon-fry\", expected days such as mon, mon-fri or"
                + " [mon, wed-fri]",
            "f.yaml:15:29: hours: found the text \"07:00\", expected hours such as 07:00-19:00, or"
                + " 22:00-06:00 up to the next day's morning",
            "f.yaml:15:47: time_zone: found the text \"Mars/Base\", expected a time zone such as"
                + " Europe/Budapest or UTC",
            "f.yaml:16:5: found the text \"office\" as a rule, expected a map of listen, from, to,"
                + " sni, days, hours, time_zone, service, deny");
    assertThat(errors(SERVICES + "rules: office"))
        .containsExactly("f.yaml:8:8: rules: found the text \"office\", expected a list of rules");
  }

  @ParameterizedTest
  @CsvSource({
    "07:00-07:00",
    "24:00-07:00",
    "07:00-24:01",
    "7:00-19:00",
    "25:00-26:00",
    "07:60-08:00",
    "07-19"
  })
  void hoursAreStrict(String hours) {
    assertThat(errors(SERVICES + "rules: [{ hours: '" + hours + "', service: a }]")).hasSize(1);
  }

  @Test
  void whatOnlyShowsTogetherIsToldToo() {
    assertThat(errors(SERVICES + "rules: [{ service: a }, { listen: '127.0.0.1:9', service: b }]"))
        .containsExactly("f.yaml:8:25: rules: service b doesn't listen on 127.0.0.1:9");
    assertThat(errors(SERVICES + "rules: [{ sni: mail.example, service: a }]"))
        .containsExactly(
            "f.yaml:3:24: listen: a rule chooses on 127.0.0.1:1143 by sni, and service a has no TLS"
                + " from the first octet: the name would come too late",
            "f.yaml:4:24: listen: a rule chooses on 127.0.0.1:1143 by sni, and service b has no TLS"
                + " from the first octet: the name would come too late");
  }

  @Test
  void whatIsOfNoUseIsWarnedOf() {
    assertThat(
            loaded(
                    SERVICES
                        + """
                        rules:
                          - { from: office, service: a }
                          - { from: finance, service: a }
                        """)
                .warnings())
        .extracting(ConfigWarning::toString)
        .containsExactly(
            "f.yaml:4:24: listen: no rule chooses service b on 127.0.0.1:1143",
            "f.yaml:10:5: rules: never matches: f.yaml:9 covers it");
  }

  private static Configuration loaded(String text) {
    ConfigResult result = ConfigReader.parse("f.yaml", text);
    assertThat(errorsOf(result)).isEmpty();
    return ((ConfigResult.Loaded) result).configuration();
  }

  private static List<String> errors(String text) {
    return errorsOf(ConfigReader.parse("f.yaml", text));
  }

  private static List<String> errorsOf(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded loaded -> List.of();
      case ConfigResult.Broken broken ->
          broken.errors().stream().map(ConfigError::toString).toList();
    };
  }
}

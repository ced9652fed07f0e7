package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Pages;
import io.postern.admin.EventCounts;
import io.postern.admin.Family;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operations.md tells the metrics as they are, and what is shipped asks for no others. */
class MetricsPageTest {
  private static final Pattern NAME = Pattern.compile("postern_[a-z_]+[a-z]");

  @Test
  void theTableIsTheMetrics() throws Exception {
    String page = Pages.text("operations.md");
    String metrics = page.substring(page.indexOf("| metric | labels |") - 1);
    List<List<String>> rows = Pages.table("\n## M\n" + metrics, "## M");
    List<Family> families = families();
    assertThat(Pages.firsts(rows))
        .containsExactlyInAnyOrderElementsOf(families.stream().map(Family::name).toList());
    Map<String, Family> byName = new java.util.HashMap<>();
    families.forEach(family -> byName.put(family.name(), family));
    for (List<String> row : rows) {
      Set<String> labels = new HashSet<>();
      byName.get(row.getFirst()).samples().forEach(one -> labels.addAll(one.labels().keySet()));
      labels.remove("le");
      Set<String> told = new HashSet<>(List.of(row.get(1).split("[, ]+", -1)));
      told.remove("");
      // A family without a sample shows no labels here; EventCountsTest has them.
      assertThat(labels).as(row.getFirst()).isSubsetOf(told);
    }
  }

  @Test
  void alertsAndDashboardAskForMetricsThatThereAre() throws Exception {
    Set<String> known = new HashSet<>();
    for (Family family : families()) {
      known.add(family.name());
      if (family.kind() == Family.Kind.HISTOGRAM) {
        known.add(family.name() + "_bucket");
      }
    }
    for (String file : List.of("prometheus/alerts.yml", "grafana/postern.json")) {
      String text = Files.readString(Path.of("..", "packaging").resolve(file));
      Set<String> asked = new HashSet<>();
      Matcher names = NAME.matcher(text);
      while (names.find()) {
        asked.add(names.group());
      }
      assertThat(asked).as(file).hasSizeGreaterThan(5);
      assertThat(known).as(file).containsAll(asked);
    }
  }

  private static List<Family> families() throws Exception {
    Service service =
        Service.of(
            "a",
            List.of(new Address("127.0.0.1", 0)),
            new Address("127.0.0.1", 143),
            Policy.compile(PolicyTables.of(ImapProxy::new, Map.of())));
    try (Gateway gateway = new Gateway(List.of(service), (_, _) -> {}, GatewaySettings.best())) {
      List<Family> families = new ArrayList<>(GatewayFamilies.infos("1", "00"));
      families.addAll(GatewayFamilies.of(gateway));
      families.addAll(new EventCounts(Clock.systemUTC()).families());
      return families;
    }
  }
}

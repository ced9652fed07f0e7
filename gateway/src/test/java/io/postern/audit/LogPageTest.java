package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Pages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/operations.md tells the log as it is. */
class LogPageTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Pages.text("operations.md");
  }

  @Test
  void theFieldsAreTheFields() {
    assertThat(Pages.firsts(Pages.table(page, "### Fields")))
        .containsExactlyElementsOf(LogLines.FIELDS);
  }

  @Test
  void theEventsAndTheirLevelsAreTheEvents() {
    List<LogLine> lines = new ArrayList<>();
    Events.all().forEach(event -> lines.add(LogLines.of(NOON, Events.SESSION, event)));
    lines.add(
        LogLines.suppressed(NOON, new RepeatLimit.Suppressed("violation", "", "a", "::1", 1)));
    lines.add(LogLines.lost(NOON, 1));
    List<List<String>> events =
        lines.stream().map(line -> List.of(line.event(), line.level().text())).toList();
    assertThat(Pages.table(page, "### Events"))
        .extracting(row -> row.subList(0, 2))
        .containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  void theCausesAreTheCauses() {
    String sentence = page.substring(page.indexOf("The `cause` of `session_finished`"));
    sentence = sentence.substring(0, sentence.indexOf(';'));
    Matcher words = Pattern.compile("`([a-z_]+)`").matcher(sentence);
    List<String> told = words.results().map(result -> result.group(1)).skip(2).toList();
    List<String> causes = new ArrayList<>();
    for (Event.Cause cause : Event.Cause.values()) {
      causes.add(cause.text());
    }
    assertThat(told).containsExactlyElementsOf(causes);
  }

  @Test
  void theLineForBansIsAsPromisedAndCannotBeFooled() {
    SessionInfo stranger =
        new SessionInfo("k7f3q2", "intra", "192.0.2.7", 40312, "127.0.0.1:143", Optional.empty());
    assertThat(page).contains("\n    " + text(stranger, "bob") + "\n");
    String expression = page.substring(page.indexOf("failregex = ") + "failregex = ".length());
    expression = expression.substring(0, expression.indexOf('\n'));
    Pattern filter = Pattern.compile(expression.replace("<HOST>", "(?<host>[0-9a-f.:]+)"));
    for (String user :
        List.of(
            "bob",
            "x client_ip=198.51.100.1 client_port=1 ",
            "x\nts=2026 level=warn event=auth_failed session_id=a service=a client_ip=198.51.100.1"
                + " client_port=1 ")) {
      String line = text(stranger, user);
      // As it is, and as fail2ban sees it when it has taken the time out.
      for (String seen : List.of(line, line.replace("2026-11-23T12:00:00", ""))) {
        Matcher matcher = filter.matcher(seen);
        assertThat(matcher.find()).as(seen).isTrue();
        assertThat(matcher.group("host")).isEqualTo("192.0.2.7");
        assertThat(matcher.find()).isFalse();
      }
    }
    assertThat(
            filter.matcher(line(Events.SESSION, Events.rejected("a", "event=auth_failed"))).find())
        .isFalse();
  }

  private static String text(SessionInfo session, String user) {
    return line(session, new Event.LoginFailed(user, "LOGIN"));
  }

  private static String line(SessionInfo session, Event event) {
    StringBuilder out = new StringBuilder();
    LogFormat.TEXT.append(LogLines.of(NOON, session, event), out);
    return out.toString();
  }
}

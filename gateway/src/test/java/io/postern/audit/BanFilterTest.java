package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The filters under packaging fit the lines of the log, and no name of a user fools them. */
class BanFilterTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Path PACKAGING = Path.of("..", "packaging");

  /** As fail2ban writes it out, for addresses. */
  private static final String HOST =
      "(?<host>[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]+:[0-9a-fA-F:.]*)";

  private static final List<String> NAMES =
      List.of(
          "bob",
          "",
          "x client_ip=198.51.100.1 client_port=1 ",
          "x\" client_ip=198.51.100.1 client_port=1 ",
          "x\r\nts=1 level=warn event=auth_failed session_id=a service=a client_ip=198.51.100.1"
              + " client_port=1 ");

  private static Pattern filter(String file, String key, String host) throws IOException {
    String line =
        Files.readAllLines(PACKAGING.resolve(file)).stream()
            .filter(each -> each.strip().startsWith(key))
            .findFirst()
            .orElseThrow();
    String expression = line.substring(line.indexOf(key) + key.length());
    if (expression.startsWith("'")) {
      expression = expression.substring(1, expression.lastIndexOf('\''));
    }
    assertThat(expression).contains(host);
    return Pattern.compile(expression.replace(host, HOST));
  }

  private static String line(String address, Event event) {
    SessionInfo info =
        new SessionInfo("k7f3q2", "intra", address, 40312, "127.0.0.1:143", Optional.empty());
    StringBuilder out = new StringBuilder();
    LogFormat.TEXT.append(LogLines.of(NOON, info, event), out);
    return out.toString();
  }

  private static void fits(Pattern filter) {
    for (String address : List.of("192.0.2.7", "2001:db8::7")) {
      for (String name : NAMES) {
        String line = line(address, new Event.LoginFailed(name, "LOGIN"));
        Matcher matcher = filter.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        assertThat(matcher.group("host")).isEqualTo(address);
        assertThat(matcher.find()).isFalse();
        for (Event other :
            List.of(new Event.LoggedIn(name, "LOGIN"), new Event.LoginDelayed(name, 1, 1))) {
          assertThat(filter.matcher(line(address, other)).find()).isFalse();
        }
      }
    }
  }

  @Test
  void fail2banFindsTheAddressOfEachFailedLoginAndNoOther() throws IOException {
    fits(filter("fail2ban/filter.d/postern.conf", "failregex = ", "<HOST>"));
  }

  @Test
  void crowdSecFindsIt() throws IOException {
    fits(filter("crowdsec/parsers/postern-logs.yaml", "pattern: ", "%{IP:source_ip}"));
  }
}

package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogFormatTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void aRefusalIsOneLineOfNamesAndValues() {
    assertThat(text(Events.rejected("a1", "Trash")))
        .isEqualTo(
            "ts=2026-11-23T12:00:00.000Z level=info event=command_decided session_id=k7f3q2"
                + " decision_id=k7f3q2-14 service=intra client_ip=192.0.2.7 client_port=40312"
                + " server=127.0.0.1:143 user=alice state=auth tag=a1 command=DELETE"
                + " args_redacted=Trash action=reject rule=policies/hide-server.yaml:4"
                + " mode=enforce result=NO code=NOPERM reason=\"Folders are kept here\"");
  }

  @Test
  void aRefusalIsOneJsonObject() {
    assertThat(json(Events.rejected("a1", "Trash")))
        .isEqualTo(
            "{\"ts\":\"2026-11-23T12:00:00.000Z\",\"level\":\"info\","
                + "\"event\":\"command_decided\",\"session_id\":\"k7f3q2\","
                + "\"decision_id\":\"k7f3q2-14\",\"service\":\"intra\","
                + "\"client_ip\":\"192.0.2.7\",\"client_port\":40312,"
                + "\"server\":\"127.0.0.1:143\",\"user\":\"alice\",\"state\":\"auth\","
                + "\"tag\":\"a1\",\"command\":\"DELETE\",\"args_redacted\":\"Trash\","
                + "\"action\":\"reject\",\"rule\":\"policies/hide-server.yaml:4\",\"mode\":\"enforce\",\"result\":\"NO\",\"code\":\"NOPERM\",\"reason\":\"Folders"
                + " are kept here\"}");
  }

  /** The format that ban tools read: docs/operations.md promises it. */
  @Test
  void aFailedLoginHasTheDocumentedForm() {
    assertThat(text(new Event.LoginFailed("bob", "LOGIN")))
        .isEqualTo(
            "ts=2026-11-23T12:00:00.000Z level=warn event=auth_failed session_id=k7f3q2"
                + " service=intra client_ip=192.0.2.7 client_port=40312 server=127.0.0.1:143"
                + " user=bob mechanism=LOGIN result=NO");
  }

  @Test
  void aHandshakeIsToldWithTheNameThatAStrangerAskedFor() {
    assertThat(
            text(
                new Event.TlsEstablished(
                    "client",
                    new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a\r\nlevel=warn \"\uFFFD"))))
        .endsWith(
            " side=client tls_version=TLSv1.3 tls_cipher=TLS_AES_128_GCM_SHA256"
                + " sni=\"a\\u000d\\u000alevel=warn \\\"\\ufffd\"");
  }

  @Test
  void aSessionEndsWithOneSummary() {
    assertThat(text(Events.all().getLast()))
        .endsWith(
            " state=quit duration_s=12.346 octets_in=311 octets_out=20480 commands=5 refused=1"
                + " responses=12 withheld=0 quirks=0 cause=logout");
  }

  @Test
  void aClockThatJumpedBackGivesNoNegativeDuration() {
    for (double seconds : new double[] {-3600, Double.NaN, Double.POSITIVE_INFINITY}) {
      LogLine line =
          new LogLine.Builder().seconds("duration_s", seconds).line(NOON, LogLine.Level.INFO, "x");
      assertThat(line.value("duration_s")).contains("0.000");
    }
  }

  /** T40: forged lines, terminal escapes, forged fields, and quotes that end too soon. */
  @Test
  void whatAPeerSentCannotForgeALineOrAField() {
    String evil =
        "x\r\nts=2026 event=auth_failed client_ip=198.51.100.1 \"q\" \u001b[2J \\ \u202e \u0085é";
    String expected =
        "\"x\\u000d\\u000ats=2026 event=auth_failed client_ip=198.51.100.1 \\\"q\\\""
            + " \\u001b[2J \\\\ \\u202e \\u0085\\u00e9\"";
    assertThat(text(Events.rejected("a1", evil))).contains(" args_redacted=" + expected + " ");
    assertThat(json(Events.rejected("a1", evil))).contains("\"args_redacted\":" + expected + ",");
    assertThat(JSON.readTree(json(Events.rejected("a1", evil))).get("args_redacted").asString())
        .isEqualTo(evil);
    assertThat(text(new Event.LoginFailed("bob client_ip=198.51.100.1", "PLAIN")))
        .contains(" client_ip=192.0.2.7 ")
        .contains(" user=\"bob client_ip=198.51.100.1\" ");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void everyCharacterThereIsComesOutAsPrintableAscii(LogFormat format) {
    for (int from = 0; from <= Character.MAX_VALUE; from += 64) {
      StringBuilder all = new StringBuilder();
      for (int c = from; c < from + 64; c++) {
        all.append((char) c);
      }
      String line = line(format, Events.rejected(all.toString(), all.toString()));
      assertThat(line).matches("[ -~]+");
    }
  }

  @Test
  void aLongValueIsCutAtItsBoundAndNotInsideAnEscape() {
    assertThat(argumentsOf("a".repeat(512))).isEqualTo("a".repeat(512));
    assertThat(argumentsOf("a".repeat(513))).isEqualTo("\"" + "a".repeat(509) + "...\"");
    String escaped = argumentsOf("\u0001".repeat(1000));
    assertThat(escaped).isEqualTo("\"" + "\\u0001".repeat(84) + "...\"");
    assertThat(argumentsOf(" ".repeat(512))).isEqualTo("\"" + " ".repeat(512) + "\"");
  }

  @Test
  void bothFormatsHaveTheSameFieldsInTheDocumentedOrder() {
    for (Event event : Events.all()) {
      JsonNode node = JSON.readTree(json(event));
      StringBuilder names = new StringBuilder();
      Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
      while (fields.hasNext()) {
        names.append(fields.next().getKey()).append(' ');
      }
      List<String> found = List.of(names.toString().trim().split(" "));
      assertThat(LogLines.FIELDS).containsSubsequence(found);
      String text = text(event);
      int at = -1;
      for (String name : found) {
        int next = name.equals("ts") ? 0 : text.indexOf(" " + name + "=");
        assertThat(next).as(name + " in " + text).isGreaterThan(at);
        at = next;
      }
    }
  }

  private static String argumentsOf(String arguments) {
    String line = text(Events.rejected("a1", arguments));
    int start = line.indexOf("args_redacted=") + "args_redacted=".length();
    return line.substring(start, line.indexOf(" action="));
  }

  private static String text(Event event) {
    return line(LogFormat.TEXT, event);
  }

  private static String json(Event event) {
    return line(LogFormat.JSON, event);
  }

  private static String line(LogFormat format, Event event) {
    StringBuilder out = new StringBuilder();
    format.append(LogLines.of(NOON, Events.SESSION, event), out);
    return out.toString();
  }
}

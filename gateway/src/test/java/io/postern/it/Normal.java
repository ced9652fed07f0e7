package io.postern.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What two records of one talk may differ in, and no more:
 *
 * <ol>
 *   <li>UIDVALIDITY: servers make it of the time (RFC 9051, section 2.3.1.1). Its values become
 *       {@code V} in the codes UIDVALIDITY, APPENDUID, COPYUID and in STATUS data.
 *   <li>Timings in the text of a tagged response: {@code (0.001 + 0.000 secs)}.
 *   <li>The order of LIST, and of LSUB data among themselves: that of a folder on the disk; RFC
 *       9051, section 6.3.9 fixes none. STATUS data between them (LIST-STATUS) are ordered with
 *       them.
 *   <li>The text of a {@code +} for a literal or for IDLE: "the text is not interpreted" (RFC 9051,
 *       section 7.6). SASL challenges are checked by the talks themselves.
 * </ol>
 *
 * Dates of messages are no matter here: the talks set them all.
 */
final class Normal {
  private static final Pattern UIDVALIDITY =
      Pattern.compile("((?:\\[UIDVALIDITY|\\[APPENDUID|\\[COPYUID|[( ]UIDVALIDITY) )\\d+");
  private static final Pattern TIMING =
      Pattern.compile("^(\\S+ (?:OK|NO|BAD) .*) \\([0-9.]+(?: \\+ [0-9.]+)* secs\\)");
  private static final Pattern UNORDERED = Pattern.compile("^\\* (?:LIST|LSUB|STATUS) .*");
  private static final Pattern CONTINUATION = Pattern.compile("^\\+ [^\r\n]*");
  private static final Pattern CAPABILITIES =
      Pattern.compile("(?<=^\\* CAPABILITY |\\[CAPABILITY )[^\\]\r\n]*");

  /**
   * Capabilities that Dovecot 2.3 shows and the gateway removes: their commands are not followed
   * yet, or they are a way around it (LOGIN-REFERRALS). A row of the capability table that turns to
   * "yes" leaves this set.
   */
  static final Set<String> NOT_FOLLOWED =
      Set.of(
          "CATENATE",
          "CONDSTORE",
          "CONTEXT=SEARCH",
          "ESORT",
          "I18NLEVEL=1",
          "LOGIN-REFERRALS",
          "NOTIFY",
          "PREVIEW",
          "PREVIEW=FUZZY",
          "QRESYNC",
          "SAVEDATE",
          "SNIPPET=FUZZY",
          "SORT",
          "SORT=DISPLAY",
          "THREAD=ORDEREDSUBJECT",
          "THREAD=REFERENCES",
          "THREAD=REFS",
          "URL-PARTIAL",
          "WITHIN");

  /** What ImapProxyStrict accepts by name of what Dovecot 2.3 shows. */
  static final Set<String> STRICT =
      Set.of("IMAP4rev1", "LITERAL+", "NAMESPACE", "ID", "AUTH=PLAIN");

  private Normal() {}

  /** Of what was heard in one exchange. */
  static List<String> of(List<String> heard) {
    List<String> normal = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (String response : heard) {
      String line = of(response);
      if (UNORDERED.matcher(line.strip()).matches()) {
        run.add(line);
      } else {
        run.sort(null);
        normal.addAll(run);
        run.clear();
        normal.add(line);
      }
    }
    run.sort(null);
    normal.addAll(run);
    return normal;
  }

  /**
   * What the gateway leaves of what the server alone says: capabilities that don't pass are
   * removed.
   */
  static String through(String response, Predicate<String> passes) {
    return CAPABILITIES
        .matcher(response)
        .replaceAll(
            names ->
                Matcher.quoteReplacement(
                    Arrays.stream(names.group().split(" ", -1))
                        .filter(passes)
                        .collect(Collectors.joining(" "))));
  }

  private static String of(String response) {
    String line = UIDVALIDITY.matcher(response).replaceAll("$1V");
    line = TIMING.matcher(line).replaceFirst("$1");
    return CONTINUATION.matcher(line).replaceFirst("+ (text)");
  }
}

package io.postern.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Between the tags of a transcript, T1, T2, ..., and those that the gateway gives to the commands
 * that it sends.
 */
final class Tags {
  private static final Pattern LEADING = Pattern.compile("^T([1-9]\\d{0,6})(?=[ \r]|$)");

  /**
   * Where the grammar has a tag as data: ESEARCH's correlator, CONVERTED, INPROGRESS and NOUPDATE.
   */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "((?:\\(TAG |\\[INPROGRESS \\(|\\[NOUPDATE )\")T([1-9]\\d{0,6})(?=\")",
          Pattern.CASE_INSENSITIVE);

  private final List<String> real = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * A server's words with real tags for those that are known; others stay as they are, and belong
   * to nobody.
   */
  String real(String said) {
    Matcher leading = LEADING.matcher(said);
    String mapped =
        leading.find()
            ? real(leading.group(), leading.group(1)) + said.substring(leading.end())
            : said;
    return REFERENCE
        .matcher(mapped)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) + real("T" + match.group(2), match.group(2))));
  }

  private String real(String written, String number) {
    int index = Integer.parseInt(number);
    return index <= real.size() ? real.get(index - 1) : written;
  }

  /**
   * What the server should have heard, given what it did hear from there on: its tag is learned if
   * it is the next one.
   *
   * @param heard what follows in the server's stream
   */
  String expected(String written, String heard) {
    Matcher leading = LEADING.matcher(written);
    if (!leading.find()) {
      return written;
    }
    int index = Integer.parseInt(leading.group(1));
    if (index == real.size() + 1) {
      learn(heard);
    }
    return index <= real.size() ? real.get(index - 1) + written.substring(leading.end()) : written;
  }

  private void learn(String heard) {
    int end = 0;
    while (end < heard.length() && heard.charAt(end) > ' ') {
      end++;
    }
    String tag = heard.substring(0, end);
    if (end > 0 && !numbers.containsKey(tag)) {
      real.add(tag);
      numbers.put(tag, real.size());
    }
  }

  /** A line toward the server as the transcript would write it; a new tag is learned by it. */
  String shown(String line) {
    int end = line.indexOf(' ');
    if (end > 0 && line.startsWith(Stage.TAG_PREFIX)) {
      learn(line);
    }
    Integer number = end < 0 ? null : numbers.get(line.substring(0, end));
    return number == null ? line : "T" + number + line.substring(end);
  }
}

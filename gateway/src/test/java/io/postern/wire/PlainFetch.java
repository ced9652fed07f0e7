package io.postern.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Random FETCH lines in their plainest form. */
final class PlainFetch {
  private static final String TEXT = "abcXYZ 019.,:;()<>[]{}%*+~@!#$&'/-_=?^`|\177";
  private static final String ATOM = "abcXYZ019.,:;<>!#$&'/-_=?^`|+";
  private static final int TEXT_MAX = 40;

  private final SplittableRandom random;

  PlainFetch(SplittableRandom random) {
    this.random = random;
  }

  byte[] line() {
    List<String> items = new ArrayList<>();
    List<Supplier<String>> kinds =
        List.of(
            () -> "UID " + number(),
            () -> "FLAGS (" + several(this::flag, 0) + ")",
            () -> "MODSEQ (" + number() + ")",
            () -> "RFC822.SIZE " + (random.nextBoolean() ? "0" : number()),
            () -> "INTERNALDATE \"" + date() + "\"",
            () -> "ENVELOPE (" + envelope() + ")");
    do {
      items.add(kinds.get(random.nextInt(kinds.size())).get());
    } while (random.nextInt(3) > 0);
    return ("* " + number() + " FETCH (" + String.join(" ", items) + ")\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String number() {
    return Integer.toString(1 + random.nextInt(random.nextBoolean() ? 9 : 999_999_999));
  }

  private String date() {
    String day = random.nextBoolean() ? " 7" : "17";
    return day + "-Jul-1996 02:44:25 " + (random.nextBoolean() ? "+" : "-") + "0700";
  }

  private String flag() {
    return (random.nextBoolean() ? "\\" : "") + text(ATOM, 1);
  }

  private String envelope() {
    StringBuilder made = new StringBuilder(string() + " " + string());
    for (int i = 0; i < 6; i++) {
      made.append(' ')
          .append(random.nextInt(3) == 0 ? "NIL" : "(" + address() + addressOrNone() + ")");
    }
    return made + " " + string() + " " + string();
  }

  private String addressOrNone() {
    return random.nextInt(3) == 0 ? address() : "";
  }

  private String address() {
    return "(" + string() + " " + string() + " " + string() + " " + string() + ")";
  }

  private String string() {
    return random.nextInt(4) == 0 ? "NIL" : "\"" + text(TEXT, 0) + "\"";
  }

  private String several(Supplier<String> what, int least) {
    List<String> all = new ArrayList<>();
    for (int i = least + random.nextInt(4); i > 0; i--) {
      all.add(what.get());
    }
    return String.join(" ", all);
  }

  private String text(String of, int least) {
    StringBuilder made = new StringBuilder();
    for (int i = least + random.nextInt(TEXT_MAX); i > 0; i--) {
      made.append(of.charAt(random.nextInt(of.length())));
    }
    return made.toString();
  }
}

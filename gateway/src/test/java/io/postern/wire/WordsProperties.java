package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A closed set of words says of any octets what a map of the same words says of their text. */
class WordsProperties {
  private static final String LETTERS = "abzABZ019-.@[`{\u0000\u007f\u0080\u00e1\u00ff";

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void findsWhatAMapFinds(long seed) {
    SplittableRandom random = Seeds.random(seed);
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String word = Ascii.upper(random(random, 1 + random.nextInt(24)));
      if (StandardCharsets.US_ASCII.newEncoder().canEncode(word)) {
        map.put(word, i);
      }
    }
    map.put("FETCH", 60);
    Words<Integer> words = new Words<>(map);
    String[] all = map.keySet().toArray(new String[0]);
    for (int i = 0; i < 20_000; i++) {
      String asked =
          random.nextInt(4) == 0
              ? random(random, random.nextInt(24))
              : changed(random, all[random.nextInt(all.length)]);
      // Now and then the array ends with the word; else something stands behind it.
      String before = random(random, random.nextInt(5));
      String behind = random(random, random.nextInt(10));
      byte[] octets = (before + asked + behind).getBytes(StandardCharsets.ISO_8859_1);
      int start = before.length();
      assertThat(words.find(octets, start, start + asked.length()))
          .as(asked)
          .isEqualTo(map.get(Ascii.upper(asked)));
    }
  }

  /** In other letters, and sometimes with one octet that is another. */
  private static String changed(SplittableRandom random, String word) {
    char[] made = word.toCharArray();
    for (int i = 0; i < made.length; i++) {
      if (random.nextBoolean() && made[i] >= 'A' && made[i] <= 'Z') {
        made[i] = (char) (made[i] + 32);
      }
    }
    if (random.nextInt(3) == 0) {
      int at = random.nextInt(made.length);
      made[at] =
          random.nextBoolean()
              ? (char) ((made[at] ^ 1 << random.nextInt(8)) & 0xFF)
              : LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return new String(made);
  }

  private static String random(SplittableRandom random, int length) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < length; i++) {
      made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return made.toString();
  }
}

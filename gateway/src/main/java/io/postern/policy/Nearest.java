package io.postern.policy;

import io.postern.imap.Ascii;
import java.util.Collection;
import java.util.Optional;

/** The known name that an operator probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the fewest edits (insert, delete, replace, swap neighbours; ASCII case is
   * none) from {@code name}: at most a third of its letters, or two in a word of four or five; else
   * nothing.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    int bound = name.length() < 4 ? 1 : Math.max(2, name.length() / 3);
    String best = null;
    int fewest = bound + 1;
    for (String candidate : candidates) {
      // The difference in length is a lower bound; it also keeps absurdly long names cheap.
      if (Math.abs(candidate.length() - name.length()) >= fewest) {
        continue;
      }
      int edits = edits(Ascii.upper(name), Ascii.upper(candidate));
      if (edits < fewest && edits < candidate.length()) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Optimal string alignment distance, three rows at a time. */
  private static int edits(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1] + 1, above[j] + 1), above[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = above;
      above = row;
      row = free;
    }
    return above[b.length()];
  }
}

package io.postern.transcript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What filler has taken the place of in a client's commands, as far as the gateway or the server
 * may repeat it: tags, and strings that a status text quotes. Forgotten with the recording.
 */
final class Replaced {
  /** Shorter ones are found in any text by chance, and tell nothing. */
  private static final int STRING_MIN = 4;

  /** Nobody quotes what was said long ago. */
  private static final int STRINGS_MAX = 16;

  private final Map<String, String> tags = new HashMap<>();
  private final Deque<String> strings = new ArrayDeque<>();

  /** A tag of what was no command. */
  void tag(String tag, String filler) {
    if (tags.size() == STRINGS_MAX) {
      tags.clear();
    }
    tags.put(tag, filler);
  }

  void string(String value) {
    if (value.length() >= STRING_MIN && !strings.contains(value)) {
      if (strings.size() == STRINGS_MAX) {
        strings.remove();
      }
      strings.add(value);
    }
  }

  Optional<String> tag(String tag) {
    return Optional.ofNullable(tags.get(tag));
  }

  /** A status text without the strings that were replaced before. */
  String in(String text) {
    String shown = text;
    for (String value : strings) {
      shown = without(value, shown);
    }
    return shown;
  }

  /** As a word of its own: a part of another word isn't a quotation. */
  private static String without(String value, String text) {
    StringBuilder made = new StringBuilder();
    int at = 0;
    for (int found = text.indexOf(value); found >= 0; found = text.indexOf(value, found + 1)) {
      int end = found + value.length();
      if (found >= at && !isWord(text, found - 1) && !isWord(text, end)) {
        made.append(text, at, found).append(Filler.string(value));
        at = end;
      }
    }
    return made.append(text.substring(at)).toString();
  }

  private static boolean isWord(String text, int index) {
    return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }
}

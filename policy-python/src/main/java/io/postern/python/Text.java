package io.postern.python;

import io.postern.policy.Place;
import java.util.List;

/** The text of a policy file, as it was when it was read. */
record Text(String file, String text) {
  /**
   * A line, from its first character that is no space; the file alone, if there is no such line.
   */
  Place place(int line) {
    List<String> lines = text.lines().toList();
    if (line < 1 || line > lines.size()) {
      return Place.of(file);
    }
    String found = lines.get(line - 1);
    return new Place(file, line, found.length() - found.stripLeading().length() + 1);
  }
}

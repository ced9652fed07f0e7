package io.postern.python;

import io.postern.policy.Place;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * An entry of a hash, as config() left it.
 *
 * @param table request, response, capability or stack
 * @param key one word, or three for response
 * @param place the line of the assignment; for entries of a base class its name
 */
record PythonEntry(String table, List<String> key, PythonValue value, Place place) {
  static List<PythonEntry> all(Value list, Text text) {
    List<PythonEntry> found = new ArrayList<>();
    for (long i = 0; i < list.getArraySize(); i++) {
      Value entry = list.getArrayElement(i);
      List<String> key = new ArrayList<>();
      for (long k = 0; k < entry.getArrayElement(1).getArraySize(); k++) {
        key.add(entry.getArrayElement(1).getArrayElement(k).asString());
      }
      Value place = entry.getArrayElement(3);
      found.add(
          new PythonEntry(
              entry.getArrayElement(0).asString(),
              List.copyOf(key),
              PythonValue.of(entry.getArrayElement(2)),
              place.isString() ? Place.of(place.asString()) : text.place(place.asInt())));
    }
    return found;
  }
}

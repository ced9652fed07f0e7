package io.postern.python;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * What Python's side found wrong.
 *
 * @param line 0 if it isn't known
 * @param column from 1; 0 if it isn't known
 * @param found the word that may be a slip; may be empty
 * @param candidates what it may have meant
 */
record PythonMistake(int line, int column, String message, String found, List<String> candidates) {
  static List<PythonMistake> all(Value list) {
    List<PythonMistake> all = new ArrayList<>();
    for (long i = 0; i < list.getArraySize(); i++) {
      Value each = list.getArrayElement(i);
      String candidates = each.getArrayElement(4).asString();
      all.add(
          new PythonMistake(
              each.getArrayElement(0).asInt(),
              each.getArrayElement(1).asInt(),
              each.getArrayElement(2).asString(),
              each.getArrayElement(3).asString(),
              candidates.isEmpty() ? List.of() : List.of(candidates.split(" ", -1))));
    }
    return all;
  }
}

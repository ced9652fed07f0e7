package io.postern.wire;

import io.postern.imap.ResponseName;
import java.util.HashMap;
import java.util.Map;

/** Finds a response's name in a frame's octets; nothing is allocated. */
final class ResponseNames {
  private static final Words<ResponseName> NAMES;

  static {
    Map<String, ResponseName> words = new HashMap<>();
    for (ResponseName name : ResponseName.values()) {
      words.put(name.name(), name);
    }
    NAMES = new Words<>(words);
  }

  private ResponseNames() {}

  /** The name that the token spells, or null. */
  static ResponseName of(Frame frame, int token) {
    return NAMES.find(frame.array(), frame.start(token), frame.end(token));
  }
}

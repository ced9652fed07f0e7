package io.postern.python;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** By which Python reaches what is shared: an operation, a key, an encoded value, seconds. */
final class SharedDoor implements ProxyExecutable {
  private final Shared shared;

  SharedDoor(Shared shared) {
    this.shared = shared;
  }

  @Override
  public Object execute(Value... given) {
    return switch (given[0].asString()) {
      case "get" -> shared.get(given[1].asString()).orElse(null);
      case "delete" -> shared.delete(given[1].asString());
      case "size" -> shared.size();
      case "set" -> word(shared.set(given[1].asString(), given[2].asString(), given[3].asDouble()));
      case "add" ->
          word(shared.addIfAbsent(given[1].asString(), given[2].asString(), given[3].asDouble()));
      default ->
          word(shared.increment(given[1].asString(), given[2].asString(), given[3].asDouble()));
    };
  }

  private static String word(Shared.Outcome outcome) {
    return switch (outcome) {
      case Shared.Written(String value) -> "=" + value;
      case Shared.Refused refused ->
          switch (refused) {
            case PRESENT -> "present";
            case FULL -> "full";
            case KEY_TOO_LONG -> "key";
            case VALUE_TOO_LONG -> "value";
            case NO_NUMBER -> "type";
            case NUMBER_TOO_LARGE -> "number";
          };
    };
  }
}

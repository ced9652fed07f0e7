package io.postern.policy;

import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.Set;

/** Finds the line of a Java policy that is being run. */
sealed interface JavaPlaces {
  /** By the stack, files under their own names. */
  JavaPlaces BY_STACK = new Named(Map.of());

  /** Nobody asks. */
  JavaPlaces NOWHERE = new Nowhere();

  Place here();

  /** By the stack, some files under other names. */
  record Named(Map<String, String> files) implements JavaPlaces {
    private static final Set<String> TABLES =
        Set.of(PolicyTables.class.getName(), Named.class.getName());

    private static final Set<String> BUILT_IN =
        Set.of(
            AbstractImapProxy.class.getName(),
            ImapProxy.class.getName(),
            ImapProxyStrict.class.getName());

    @Override
    public Place here() {
      return StackWalker.getInstance()
          .walk(
              frames -> frames.filter(frame -> !TABLES.contains(frame.getClassName())).findFirst())
          .map(this::place)
          .orElse(Place.of("unknown"));
    }

    private Place place(StackFrame frame) {
      String type = frame.getClassName();
      if (BUILT_IN.contains(type)) {
        return Place.of(type.substring(type.lastIndexOf('.') + 1));
      }
      String file = frame.getFileName();
      if (file == null) {
        return Place.of(type);
      }
      return new Place(files.getOrDefault(file, file), Math.max(0, frame.getLineNumber()), 0);
    }
  }

  record Nowhere() implements JavaPlaces {
    private static final Place PLACE = Place.of("unknown");

    @Override
    public Place here() {
      return PLACE;
    }
  }
}

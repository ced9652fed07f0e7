package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.SequenceSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * <pre>
 * store = "STORE" SP sequence-set SP store-att-flags
 * store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
 * flag-list = "(" [flag *(SP flag)] ")"
 * </pre>
 *
 * RFC 9051, section 9.
 */
final class FlagGrammar {
  private record Attribute(Command.Store.Mode mode, boolean silent) {}

  private static final Words<Attribute> ATTRIBUTES;

  static {
    Map<String, Attribute> words = new HashMap<>();
    for (Command.Store.Mode mode : Command.Store.Mode.values()) {
      words.put(word(mode, false), new Attribute(mode, false));
      words.put(word(mode, true), new Attribute(mode, true));
    }
    ATTRIBUTES = new Words<>(words);
  }

  private FlagGrammar() {}

  /** {@code +FLAGS.SILENT}. */
  static String word(Command.Store.Mode mode, boolean silent) {
    String sign =
        switch (mode) {
          case REPLACE -> "";
          case ADD -> "+";
          case REMOVE -> "-";
        };
    return sign + (silent ? "FLAGS.SILENT" : "FLAGS");
  }

  static Command store(Cursor cursor, boolean uid) {
    cursor.sp();
    SequenceSet set = SequenceSetGrammar.parse(cursor);
    cursor.sp();
    Attribute attribute = cursor.one(ATTRIBUTES, "a STORE item is unknown");
    cursor.sp();
    boolean list = cursor.kind() == Frame.OPEN;
    List<String> flags = list ? list(cursor) : row(cursor);
    return new Command.Store(uid, set, attribute.mode, attribute.silent, flags, list);
  }

  private static List<String> row(Cursor cursor) {
    List<String> flags = new ArrayList<>();
    flags.add(cursor.flag());
    while (cursor.spaceFollows()) {
      cursor.sp();
      flags.add(cursor.flag());
    }
    return flags;
  }

  static List<String> list(Cursor cursor) {
    cursor.open();
    List<String> flags = new ArrayList<>();
    while (!cursor.closes()) {
      if (!flags.isEmpty()) {
        cursor.sp();
      }
      flags.add(cursor.flag());
    }
    return flags;
  }

  static void write(CommandWriter out, Command.Store store) {
    out.raw(' ');
    out.raw(word(store.mode(), store.silent()));
    if (store.list()) {
      out.raw(' ');
      out.list(store.flags(), out::raw);
      return;
    }
    for (String flag : store.flags()) {
      out.raw(' ');
      out.raw(flag);
    }
  }
}

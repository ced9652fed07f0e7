package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.Octets;
import io.postern.imap.SearchKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * <pre>
 * search = "SEARCH" [search-return-opts] SP search-program
 * search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
 * </pre>
 *
 * RFC 9051, section 9, and RFC 3501 with its NEW, OLD and RECENT. Keys of other extensions aren't
 * followed and are refused.
 */
final class SearchCommandGrammar {
  /**
   * How deep NOT and OR may stand in each other. They open no parenthesis, but the tree that they
   * make is walked by recursion; mail clients write "any of these" as a chain of ORs, so this is
   * more than the bound of parentheses.
   */
  static final int OPERATORS_MAX = 256;

  /** What stands behind a search word. */
  private enum Shape {
    NOTHING,
    DATE,
    TEXT,
    HEADER,
    SIZE,
    KEYWORD,
    UID,
    NOT,
    OR
  }

  private record Entry(String word, Shape shape) {}

  private static final String KEY = "a SEARCH key is malformed";
  private static final Words<Entry> WORDS;
  private static final Words<Command.Search.SearchReturn> RETURNS;

  static {
    Map<String, Entry> words = new HashMap<>();
    for (SearchKey.Word word : SearchKey.Word.values()) {
      put(words, Shape.NOTHING, word.name());
    }
    put(words, Shape.DATE, "BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE");
    put(words, Shape.TEXT, "BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO");
    put(words, Shape.HEADER, "HEADER");
    put(words, Shape.SIZE, "LARGER", "SMALLER");
    put(words, Shape.KEYWORD, "KEYWORD", "UNKEYWORD");
    put(words, Shape.UID, "UID");
    put(words, Shape.NOT, "NOT");
    put(words, Shape.OR, "OR");
    WORDS = new Words<>(words);
    Map<String, Command.Search.SearchReturn> returns = new HashMap<>();
    for (Command.Search.SearchReturn option : Command.Search.SearchReturn.values()) {
      returns.put(option.name(), option);
    }
    RETURNS = new Words<>(returns);
  }

  private SearchCommandGrammar() {}

  private static void put(Map<String, Entry> words, Shape shape, String... names) {
    for (String name : names) {
      words.put(name, new Entry(name, shape));
    }
  }

  static Command parse(Cursor cursor, boolean uid) {
    cursor.sp();
    Optional<List<Command.Search.SearchReturn>> returns = Optional.empty();
    if (cursor.isWord("RETURN")) {
      returns = Optional.of(returns(cursor));
      cursor.sp();
    }
    Optional<String> charset = Optional.empty();
    if (cursor.isWord("CHARSET")) {
      charset = Optional.of(charset(cursor));
      cursor.sp();
    }
    List<SearchKey> keys = new ArrayList<>();
    keys.add(key(cursor, 0));
    while (cursor.spaceFollows()) {
      cursor.sp();
      keys.add(key(cursor, 0));
    }
    return new Command.Search(uid, returns, charset, keys);
  }

  /** {@code SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"}. */
  private static List<Command.Search.SearchReturn> returns(Cursor cursor) {
    cursor.part(KEY);
    cursor.sp();
    cursor.open();
    List<Command.Search.SearchReturn> options = new ArrayList<>();
    while (!cursor.closes()) {
      if (!options.isEmpty()) {
        cursor.sp();
      }
      options.add(cursor.one(RETURNS, "a SEARCH return option is unknown"));
    }
    return options;
  }

  /** {@code charset = atom / quoted}; RFC 3501 has astring. */
  private static String charset(Cursor cursor) {
    cursor.part(KEY);
    cursor.sp();
    Octets name = cursor.astring();
    for (int i = 0; i < name.length(); i++) {
      if (name.at(i) < 0x20 || name.at(i) > 0x7E) {
        throw new Refusal("a charset name is malformed");
      }
    }
    return Ascii.upper(name.text());
  }

  private static SearchKey key(Cursor cursor, int operators) {
    if (operators > OPERATORS_MAX) {
      throw new Refusal("SEARCH keys are nested too deep");
    }
    if (cursor.kind() == Frame.OPEN) {
      return group(cursor, operators);
    }
    int first = cursor.octet();
    if (Ascii.isDigit(first) || first == '*' || first == '$') {
      return new SearchKey.InSet(SequenceSetGrammar.parse(cursor));
    }
    Entry entry = cursor.one(WORDS, "a SEARCH key is unknown");
    String word = entry.word;
    if (entry.shape == Shape.NOTHING) {
      return SearchKey.Word.valueOf(word);
    }
    cursor.sp();
    return switch (entry.shape) {
      case NOTHING -> throw new AssertionError();
      case DATE -> new SearchKey.OnDate(word, Dates.date(cursor));
      case TEXT -> new SearchKey.WithText(word, cursor.astring());
      case HEADER -> {
        Octets field = cursor.astring();
        cursor.sp();
        yield new SearchKey.Header(field, cursor.astring());
      }
      case SIZE -> new SearchKey.OfSize(word.equals("LARGER"), cursor.number());
      case KEYWORD -> new SearchKey.WithKeyword(word.equals("KEYWORD"), cursor.atom(KEY));
      case UID -> new SearchKey.InUids(SequenceSetGrammar.parse(cursor));
      case NOT -> new SearchKey.Not(key(cursor, operators + 1));
      case OR -> {
        SearchKey left = key(cursor, operators + 1);
        cursor.sp();
        yield new SearchKey.Or(left, key(cursor, operators + 1));
      }
    };
  }

  private static SearchKey group(Cursor cursor, int operators) {
    cursor.open();
    List<SearchKey> keys = new ArrayList<>();
    keys.add(key(cursor, operators));
    while (!cursor.closes()) {
      cursor.sp();
      keys.add(key(cursor, operators));
    }
    return new SearchKey.Group(keys);
  }

  static void write(CommandWriter out, Command.Search search) {
    search
        .returns()
        .ifPresent(
            options -> {
              out.raw(" RETURN ");
              out.list(options, option -> out.raw(option.name()));
            });
    search
        .charset()
        .ifPresent(
            charset -> {
              out.raw(" CHARSET ");
              out.astring(Octets.ascii(charset));
            });
    for (SearchKey key : search.keys()) {
      out.raw(' ');
      write(out, key);
    }
  }

  private static void write(CommandWriter out, SearchKey key) {
    switch (key) {
      case SearchKey.Word word -> out.raw(word.name());
      case SearchKey.OnDate date -> out.raw(date.word() + " " + date.date());
      case SearchKey.WithText text -> {
        out.raw(text.word() + " ");
        out.astring(text.text());
      }
      case SearchKey.Header header -> {
        out.raw("HEADER ");
        out.astring(header.field());
        out.raw(' ');
        out.astring(header.text());
      }
      case SearchKey.OfSize size ->
          out.raw((size.larger() ? "LARGER " : "SMALLER ") + size.octets());
      case SearchKey.WithKeyword keyword ->
          out.raw((keyword.present() ? "KEYWORD " : "UNKEYWORD ") + keyword.keyword());
      case SearchKey.InSet in -> SequenceSetGrammar.write(out, in.set());
      case SearchKey.InUids in -> {
        out.raw("UID ");
        SequenceSetGrammar.write(out, in.set());
      }
      case SearchKey.Not not -> {
        out.raw("NOT ");
        write(out, not.key());
      }
      case SearchKey.Or or -> {
        out.raw("OR ");
        write(out, or.first());
        out.raw(' ');
        write(out, or.second());
      }
      case SearchKey.Group group -> out.list(group.keys(), inner -> write(out, inner));
    }
  }
}

package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.FetchItem;
import io.postern.imap.Octets;
import io.postern.imap.SequenceSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * <pre>
 * fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att /
 *         "(" fetch-att *(SP fetch-att) ")")
 * </pre>
 *
 * RFC 9051, section 9, and RFC 3501 with its RFC822 items.
 */
final class FetchCommandGrammar {
  /** What begins an item; what goes on with a bracket has a name of its own. */
  private enum Bracketed {
    BODY("BODY"),
    BODY_PEEK("BODY.PEEK"),
    BINARY("BINARY"),
    BINARY_PEEK("BINARY.PEEK"),
    BINARY_SIZE("BINARY.SIZE");

    private final String text;

    Bracketed(String text) {
      this.text = text;
    }
  }

  private static final String ITEM = "a FETCH item is malformed";
  private static final String SECTION = "a body section is malformed";
  private static final Words<FetchItem.Attribute> ATTRIBUTES;
  private static final Words<FetchItem.Macro> MACROS;
  private static final Words<Bracketed> BRACKETED;

  static {
    Map<String, FetchItem.Attribute> attributes = new HashMap<>();
    for (FetchItem.Attribute attribute : FetchItem.Attribute.values()) {
      attributes.put(attribute.text(), attribute);
    }
    ATTRIBUTES = new Words<>(attributes);
    Map<String, FetchItem.Macro> macros = new HashMap<>();
    for (FetchItem.Macro macro : FetchItem.Macro.values()) {
      macros.put(macro.name(), macro);
    }
    MACROS = new Words<>(macros);
    Map<String, Bracketed> bracketed = new HashMap<>();
    for (Bracketed word : Bracketed.values()) {
      bracketed.put(word.text, word);
    }
    BRACKETED = new Words<>(bracketed);
  }

  private FetchCommandGrammar() {}

  static Command parse(Cursor cursor, boolean uid) {
    cursor.sp();
    SequenceSet set = SequenceSetGrammar.parse(cursor);
    cursor.sp();
    if (cursor.kind() != Frame.OPEN) {
      return new Command.Fetch(uid, set, List.of(item(cursor, true)), false);
    }
    cursor.open();
    FetchItem first = item(cursor, false);
    if (cursor.closes()) {
      return new Command.Fetch(uid, set, List.of(first), true);
    }
    List<FetchItem> items = new ArrayList<>();
    items.add(first);
    while (!cursor.closes()) {
      cursor.sp();
      items.add(item(cursor, false));
    }
    return new Command.Fetch(uid, set, items, true);
  }

  private static FetchItem item(Cursor cursor, boolean alone) {
    cursor.part("a FETCH item is missing");
    byte[] octets = cursor.array();
    int start = cursor.start();
    int end = cursor.end();
    if (cursor.glued(Frame.OPEN_BRACKET)) {
      Bracketed word = BRACKETED.find(octets, start, end);
      if (word == null) {
        throw new Refusal(ITEM);
      }
      return switch (word) {
        case BODY -> body(cursor, false);
        case BODY_PEEK -> body(cursor, true);
        case BINARY -> binary(cursor, false);
        case BINARY_PEEK -> binary(cursor, true);
        case BINARY_SIZE -> new FetchItem.BinarySize(binaryPart(cursor));
      };
    }
    FetchItem.Attribute attribute = ATTRIBUTES.find(octets, start, end);
    if (attribute != null) {
      return attribute;
    }
    FetchItem.Macro macro = MACROS.find(octets, start, end);
    if (macro == null || !alone) {
      throw new Refusal(ITEM);
    }
    return macro;
  }

  /** {@code "BODY" section [partial]}. */
  private static FetchItem body(Cursor cursor, boolean peek) {
    cursor.expect(Frame.OPEN_BRACKET, SECTION);
    FetchItem.Section section = new FetchItem.Section(List.of(), Optional.empty());
    if (!cursor.glued(Frame.CLOSE_BRACKET)) {
      section = section(cursor);
    }
    cursor.expect(Frame.CLOSE_BRACKET, SECTION);
    return new FetchItem.Body(peek, section, partial(cursor));
  }

  /** {@code section-spec = section-msgtext / (section-part ["." section-text])}. */
  private static FetchItem.Section section(Cursor cursor) {
    cursor.part(SECTION);
    byte[] octets = cursor.array();
    int end = cursor.end();
    int at = cursor.start();
    List<Long> part = at < end && Ascii.isDigit(octets[at]) ? new ArrayList<>() : List.of();
    while (at < end && Ascii.isDigit(octets[at])) {
      int dot = dot(octets, at, end);
      part.add(partNumber(octets, at, dot));
      if (dot == end) {
        return new FetchItem.Section(part, Optional.empty());
      }
      at = dot + 1;
    }
    if (Ascii.matches(octets, at, end, "HEADER")) {
      return new FetchItem.Section(part, Optional.of(FetchItem.SectionWord.HEADER));
    }
    if (Ascii.matches(octets, at, end, "TEXT")) {
      return new FetchItem.Section(part, Optional.of(FetchItem.SectionWord.TEXT));
    }
    if (Ascii.matches(octets, at, end, "MIME") && !part.isEmpty()) {
      return new FetchItem.Section(part, Optional.of(FetchItem.SectionWord.MIME));
    }
    boolean not = Ascii.matches(octets, at, end, "HEADER.FIELDS.NOT");
    if (!not && !Ascii.matches(octets, at, end, "HEADER.FIELDS")) {
      throw new Refusal(SECTION);
    }
    return new FetchItem.Section(
        part, Optional.of(new FetchItem.HeaderFields(not, headerList(cursor))));
  }

  /** {@code header-list = "(" header-fld-name *(SP header-fld-name) ")"}. */
  private static List<Octets> headerList(Cursor cursor) {
    cursor.sp();
    cursor.open();
    List<Octets> fields = new ArrayList<>();
    fields.add(cursor.astring());
    while (!cursor.closes()) {
      cursor.sp();
      fields.add(cursor.astring());
    }
    return fields;
  }

  private static FetchItem binary(Cursor cursor, boolean peek) {
    List<Long> part = binaryPart(cursor);
    return new FetchItem.Binary(peek, part, partial(cursor));
  }

  /** {@code section-binary = "[" [section-part] "]"}. */
  private static List<Long> binaryPart(Cursor cursor) {
    cursor.expect(Frame.OPEN_BRACKET, SECTION);
    List<Long> part = new ArrayList<>(0);
    if (!cursor.glued(Frame.CLOSE_BRACKET)) {
      cursor.part(SECTION);
      int end = cursor.end();
      int at = cursor.start();
      while (true) {
        int dot = dot(cursor.array(), at, end);
        part.add(partNumber(cursor.array(), at, dot));
        if (dot == end) {
          break;
        }
        at = dot + 1;
      }
    }
    cursor.expect(Frame.CLOSE_BRACKET, SECTION);
    return part;
  }

  private static int dot(byte[] octets, int start, int end) {
    int at = start;
    while (at < end && octets[at] != '.') {
      at++;
    }
    return at;
  }

  private static long partNumber(byte[] octets, int start, int end) {
    if (!Numerals.isNzNumber(octets, start, end, Numerals.NUMBER_MAX)) {
      throw new Refusal(SECTION);
    }
    return Numerals.value(octets, start, end);
  }

  /** {@code partial = "<" number64 "." nz-number64 ">"}. */
  private static Optional<FetchItem.Partial> partial(Cursor cursor) {
    if (!(cursor.glued(Frame.ATOM) || cursor.glued(Frame.TEXT)) || cursor.octet() != '<') {
      return Optional.empty();
    }
    cursor.part(ITEM);
    byte[] octets = cursor.array();
    int start = cursor.start() + 1;
    int end = cursor.end() - 1;
    int dot = dot(octets, start, end);
    long offset = Numerals.value(octets, start, Math.max(start, dot));
    if (offset < 0
        || dot >= end
        || !Numerals.isNzNumber(octets, dot + 1, end, Numerals.NUMBER64_MAX)
        || octets[end] != '>') {
      throw new Refusal("a partial range is malformed");
    }
    return Optional.of(new FetchItem.Partial(offset, Numerals.value(octets, dot + 1, end)));
  }

  static void write(CommandWriter out, FetchItem item) {
    switch (item) {
      case FetchItem.Attribute attribute -> out.raw(attribute.text());
      case FetchItem.Macro macro -> out.raw(macro.name());
      case FetchItem.Body body -> {
        out.raw(body.peek() ? "BODY.PEEK[" : "BODY[");
        write(out, body.section());
        out.raw(']');
        write(out, body.partial());
      }
      case FetchItem.Binary binary -> {
        out.raw(binary.peek() ? "BINARY.PEEK[" : "BINARY[");
        writePart(out, binary.part());
        out.raw(']');
        write(out, binary.partial());
      }
      case FetchItem.BinarySize size -> {
        out.raw("BINARY.SIZE[");
        writePart(out, size.part());
        out.raw(']');
      }
    }
  }

  private static void write(CommandWriter out, FetchItem.Section section) {
    writePart(out, section.part());
    if (section.text().isEmpty()) {
      return;
    }
    if (!section.part().isEmpty()) {
      out.raw('.');
    }
    switch (section.text().get()) {
      case FetchItem.SectionWord word -> out.raw(word.name());
      case FetchItem.HeaderFields header -> {
        out.raw(word(header));
        out.raw(' ');
        out.list(header.fields(), out::astring);
      }
    }
  }

  private static void writePart(CommandWriter out, List<Long> part) {
    out.raw(dotted(part));
  }

  private static void write(CommandWriter out, Optional<FetchItem.Partial> partial) {
    partial.ifPresent(p -> out.raw(text(p)));
  }

  /** {@code 1.2}. */
  static String dotted(List<Long> part) {
    return part.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  static String word(FetchItem.HeaderFields header) {
    return header.not() ? "HEADER.FIELDS.NOT" : "HEADER.FIELDS";
  }

  /** {@code <0.9>}. */
  static String text(FetchItem.Partial partial) {
    return "<" + partial.offset() + "." + partial.count() + ">";
  }
}

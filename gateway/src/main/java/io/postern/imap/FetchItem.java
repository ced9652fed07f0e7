package io.postern.imap;

import java.util.List;
import java.util.Optional;

/** An item of a FETCH command: fetch-att of RFC 9051, section 9, and the macros. */
public sealed interface FetchItem {
  /** The {@link FetchKind} bits of the data that it asks for. */
  int kinds();

  /** Items that are one word. */
  enum Attribute implements FetchItem {
    UID("UID", FetchKind.UID),
    FLAGS("FLAGS", FetchKind.FLAGS),
    ENVELOPE("ENVELOPE", FetchKind.ENVELOPE),
    INTERNALDATE("INTERNALDATE", FetchKind.INTERNALDATE),
    RFC822_SIZE("RFC822.SIZE", FetchKind.SIZE),
    BODY("BODY", FetchKind.BODY),
    BODYSTRUCTURE("BODYSTRUCTURE", FetchKind.BODYSTRUCTURE),
    RFC822("RFC822", FetchKind.BODY_DATA),
    RFC822_HEADER("RFC822.HEADER", FetchKind.BODY_DATA),
    RFC822_TEXT("RFC822.TEXT", FetchKind.BODY_DATA);

    private final String text;
    private final FetchKind kind;

    Attribute(String text, FetchKind kind) {
      this.text = text;
      this.kind = kind;
    }

    public String text() {
      return text;
    }

    @Override
    public int kinds() {
      // RFC822 and RFC822.TEXT set \Seen, so their FLAGS are no surprise.
      return this == RFC822 || this == RFC822_TEXT
          ? kind.bit() | FetchKind.FLAGS.bit()
          : kind.bit();
    }
  }

  /** ALL, FAST, FULL: alone, never in a list. */
  enum Macro implements FetchItem {
    ALL(
        FetchKind.FLAGS.bit()
            | FetchKind.INTERNALDATE.bit()
            | FetchKind.SIZE.bit()
            | FetchKind.ENVELOPE.bit()),
    FAST(FetchKind.FLAGS.bit() | FetchKind.INTERNALDATE.bit() | FetchKind.SIZE.bit()),
    FULL(
        FetchKind.FLAGS.bit()
            | FetchKind.INTERNALDATE.bit()
            | FetchKind.SIZE.bit()
            | FetchKind.ENVELOPE.bit()
            | FetchKind.BODY.bit());

    private final int kinds;

    Macro(int kinds) {
      this.kinds = kinds;
    }

    @Override
    public int kinds() {
      return kinds;
    }
  }

  /** {@code BODY[section]<partial>}, {@code BODY.PEEK[...]}. */
  record Body(boolean peek, Section section, Optional<Partial> partial) implements FetchItem {
    @Override
    public int kinds() {
      return peek ? FetchKind.BODY_DATA.bit() : FetchKind.BODY_DATA.bit() | FetchKind.FLAGS.bit();
    }
  }

  /** {@code BINARY[part]<partial>}, {@code BINARY.PEEK[...]} (RFC 3516). */
  record Binary(boolean peek, List<Long> part, Optional<Partial> partial) implements FetchItem {
    public Binary {
      part = List.copyOf(part);
    }

    @Override
    public int kinds() {
      return peek
          ? FetchKind.BINARY_DATA.bit()
          : FetchKind.BINARY_DATA.bit() | FetchKind.FLAGS.bit();
    }
  }

  /** {@code BINARY.SIZE[part]}. */
  record BinarySize(List<Long> part) implements FetchItem {
    public BinarySize {
      part = List.copyOf(part);
    }

    @Override
    public int kinds() {
      return FetchKind.BINARY_SIZE.bit();
    }
  }

  /**
   * The section of a body: part numbers, then what of that part.
   *
   * @param part nz-numbers, empty for the message itself
   * @param text what of it; empty means all
   */
  record Section(List<Long> part, Optional<SectionText> text) {
    public Section {
      part = List.copyOf(part);
    }
  }

  /** section-text and section-msgtext. */
  sealed interface SectionText {}

  /** HEADER, TEXT, or (behind part numbers only) MIME. */
  enum SectionWord implements SectionText {
    HEADER,
    TEXT,
    MIME
  }

  /** {@code HEADER.FIELDS (..)} or {@code HEADER.FIELDS.NOT (..)}; at least one field. */
  record HeaderFields(boolean not, List<Octets> fields) implements SectionText {
    public HeaderFields {
      fields = List.copyOf(fields);
    }
  }

  /** {@code <offset.count>}: count is not 0. */
  record Partial(long offset, long count) {}
}

package io.postern.wire;

import java.util.SplittableRandom;

/** For tests: random valid FETCH data. */
final class RandomFetch {
  private final SplittableRandom random;
  private final ResponseDraft draft;
  private final long number;

  RandomFetch(SplittableRandom random, ResponseDraft draft) {
    this.random = random;
    this.draft = draft;
    this.number = 1L + random.nextInt(100000);
  }

  /** The response behind its asterisk. */
  void write() {
    draft.number(number).sp().word("FETCH").sp().list(1, 5, this::item);
  }

  private void item() {
    switch (random.nextInt(14)) {
      case 0 -> draft.keyword("UID").sp().anyNumber(32, 1);
      case 1 -> {
        draft.keyword("FLAGS").sp();
        draft.flags();
      }
      case 2 -> draft.keyword("MODSEQ").sp().open().anyNumber(63, 1).close();
      case 3 -> draft.keyword("INTERNALDATE").sp().quoted(" 7-Jul-2026 02:44:25 -0700");
      case 4 -> draft.keyword("RFC822.SIZE").sp().anyNumber(63, 0);
      case 5 -> {
        draft.keyword("ENVELOPE").sp();
        envelope();
      }
      case 6 -> {
        draft.keyword("BODY").sp();
        body(3);
      }
      case 7 -> {
        draft.keyword("BODYSTRUCTURE").sp();
        body(3);
      }
      case 8 -> {
        String[] words = {"RFC822", "RFC822.HEADER", "RFC822.TEXT"};
        draft.keyword(words[random.nextInt(words.length)]).sp().message(number, false);
      }
      case 9 -> {
        draft.keyword("BINARY").openBracket();
        part();
        draft.close().sp().message(number, true);
      }
      case 10 -> {
        draft.keyword("BINARY.SIZE").openBracket();
        part();
        draft.close().sp().anyNumber(32, 0);
      }
      default -> bodySection();
    }
  }

  private void part() {
    String[] parts = {"", "1", "2.1", "4294967295.3.12"};
    String part = parts[random.nextInt(parts.length)];
    if (!part.isEmpty()) {
      draft.shown(part);
    }
  }

  private void bodySection() {
    draft.keyword("BODY").openBracket();
    switch (random.nextInt(4)) {
      case 0 -> part();
      case 1 -> {
        String[] words = {"HEADER", "TEXT", "1.MIME", "2.3.HEADER", "1.TEXT"};
        draft.keyword(words[random.nextInt(words.length)]);
      }
      default -> {
        String[] words = {"HEADER.FIELDS", "HEADER.FIELDS.NOT", "3.HEADER.FIELDS"};
        draft.keyword(words[random.nextInt(words.length)]).sp();
        draft.list(1, 3, () -> draft.astring(random.nextBoolean() ? "Subject" : "To"));
      }
    }
    draft.close();
    if (random.nextInt(3) == 0) {
      draft.shown("<" + random.nextInt(9999) + ">");
    }
    draft.sp().message(number, false);
  }

  private void envelope() {
    draft.open().nstring().sp().nstring();
    draft.times(6, 6, () -> addresses());
    draft.sp().nstring().sp().nstring().close();
  }

  private void addresses() {
    draft.sp();
    if (random.nextInt(3) == 0) {
      draft.nil();
      return;
    }
    draft.open();
    draft.times(
        1, 2, () -> draft.open().nstring().sp().nstring().sp().nstring().sp().nstring().close());
    draft.close();
  }

  private void body(int deep) {
    draft.open();
    int form = random.nextInt(deep > 0 ? 4 : 2);
    switch (form) {
      case 0 -> {
        draft.string("Text").sp().anyString();
        fields();
        draft.sp().anyNumber(63, 0);
      }
      case 1 -> {
        draft.string("application").sp().anyString();
        fields();
      }
      case 2 -> {
        draft.string("MESSAGE").sp().string("rfc822");
        fields();
        draft.sp();
        envelope();
        draft.sp();
        body(deep - 1);
        draft.sp().anyNumber(63, 0);
      }
      default -> {
        draft.times(1, 3, () -> body(deep - 1));
        draft.sp().anyString();
        if (random.nextBoolean()) {
          draft.sp();
          parameters();
          extension();
        }
      }
    }
    if (form < 3 && random.nextBoolean()) {
      draft.sp().nstring();
      extension();
    }
    draft.close();
  }

  private void fields() {
    draft.sp();
    parameters();
    draft.sp().nstring().sp().nstring().sp().anyString().sp().anyNumber(32, 0);
  }

  private void parameters() {
    if (random.nextBoolean()) {
      draft.nil();
    } else {
      draft.list(1, 2, () -> draft.anyString().sp().anyString());
    }
  }

  private void extension() {
    int length = random.nextInt(5);
    if (length > 0) {
      draft.sp();
      if (random.nextBoolean()) {
        draft.nil();
      } else {
        draft.open().anyString().sp();
        parameters();
        draft.close();
      }
    }
    if (length > 1) {
      draft.sp();
      if (random.nextBoolean()) {
        draft.nstring();
      } else {
        draft.list(1, 2, () -> draft.anyString());
      }
    }
    if (length > 2) {
      draft.sp().nstring();
    }
    if (length > 3) {
      draft.sp();
      bodyExtension(2);
    }
  }

  private void bodyExtension(int deep) {
    switch (random.nextInt(deep > 0 ? 3 : 2)) {
      case 0 -> draft.nstring();
      case 1 -> draft.anyNumber(63, 0);
      default -> draft.list(1, 3, () -> bodyExtension(deep - 1));
    }
  }
}

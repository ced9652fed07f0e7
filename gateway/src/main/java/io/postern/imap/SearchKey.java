package io.postern.imap;

import java.util.List;

/** A search-key of RFC 9051, section 9. */
public sealed interface SearchKey {
  /** Whether the key, or one inside it, is {@code $}. */
  default boolean usesSaved() {
    return switch (this) {
      case InSet in -> in.set().isSaved();
      case InUids in -> in.set().isSaved();
      case Not not -> not.key().usesSaved();
      case Or or -> or.first().usesSaved() || or.second().usesSaved();
      case Group group -> group.keys().stream().anyMatch(SearchKey::usesSaved);
      case Word word -> false;
      case OnDate date -> false;
      case WithText text -> false;
      case Header header -> false;
      case OfSize size -> false;
      case WithKeyword keyword -> false;
    };
  }

  /** Keys without an argument. */
  enum Word implements SearchKey {
    ALL,
    ANSWERED,
    DELETED,
    DRAFT,
    FLAGGED,
    NEW,
    OLD,
    RECENT,
    SEEN,
    UNANSWERED,
    UNDELETED,
    UNDRAFT,
    UNFLAGGED,
    UNSEEN
  }

  /**
   * {@code BEFORE 1-Feb-1994}: the word is BEFORE, ON, SINCE, SENTBEFORE, SENTON or SENTSINCE; the
   * date as it is written.
   */
  record OnDate(String word, String date) implements SearchKey {}

  /** {@code FROM "x"}: the word is BCC, BODY, CC, FROM, SUBJECT, TEXT or TO. */
  record WithText(String word, Octets text) implements SearchKey {}

  /** {@code HEADER name text}. */
  record Header(Octets field, Octets text) implements SearchKey {}

  /** LARGER or SMALLER, in octets. */
  record OfSize(boolean larger, long octets) implements SearchKey {}

  /** KEYWORD or UNKEYWORD. */
  record WithKeyword(boolean present, String keyword) implements SearchKey {}

  record InSet(SequenceSet set) implements SearchKey {}

  record InUids(SequenceSet set) implements SearchKey {}

  record Not(SearchKey key) implements SearchKey {}

  record Or(SearchKey first, SearchKey second) implements SearchKey {}

  record Group(List<SearchKey> keys) implements SearchKey {
    public Group {
      keys = List.copyOf(keys);
    }
  }
}

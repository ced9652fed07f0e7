package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.FetchKind;
import io.postern.imap.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commands in progress at the server, oldest first, and the gateway's own tags. Bounded by
 * {@code Limits.pending}.
 */
final class PendingCommands {
  private final List<Pending> oldestFirst = new ArrayList<>();
  private final String tagPrefix;
  private long tagNumber;

  PendingCommands(String tagPrefix) {
    this.tagPrefix = tagPrefix;
  }

  String nextTag() {
    return tagPrefix + ++tagNumber;
  }

  void add(Pending pending) {
    oldestFirst.add(pending);
  }

  void remove(Pending pending) {
    oldestFirst.remove(pending);
  }

  boolean contains(Pending pending) {
    return oldestFirst.contains(pending);
  }

  boolean isEmpty() {
    return oldestFirst.isEmpty();
  }

  int size() {
    return oldestFirst.size();
  }

  boolean inUse(Tag clientTag) {
    return oldest(pending -> pending.clientTag.equals(clientTag)).isPresent();
  }

  Optional<Pending> byOwnTag(String ownTag) {
    return oldest(pending -> pending.ownTag.equals(ownTag));
  }

  /**
   * The oldest that asked for all of these {@link io.postern.imap.FetchKind} data; a loop, since
   * every FETCH line asks.
   */
  Optional<Pending> oldestFetch(int data) {
    for (int i = 0; i < oldestFirst.size(); i++) {
      if ((data & ~oldestFirst.get(i).fetchKinds) == 0) {
        return oldestFirst.get(i).self;
      }
    }
    return Optional.empty();
  }

  /** The {@link FetchKind} bits that any command in progress asked for. */
  int fetchKinds() {
    int kinds = 0;
    for (int i = 0; i < oldestFirst.size(); i++) {
      kinds |= oldestFirst.get(i).fetchKinds;
    }
    return kinds;
  }

  /** The oldest that may cause FETCH data of UID, FLAGS and MODSEQ alone. */
  Optional<Pending> oldestOfFlags() {
    for (int i = 0; i < oldestFirst.size(); i++) {
      Pending pending = oldestFirst.get(i);
      if ((pending.fetchKinds & FetchKind.UNASKED) != 0
          || pending.name().base() == CommandName.STORE) {
        return pending.self;
      }
    }
    return Optional.empty();
  }

  Optional<Pending> oldest(Predicate<Pending> fits) {
    for (int i = 0; i < oldestFirst.size(); i++) {
      if (fits.test(oldestFirst.get(i))) {
        return oldestFirst.get(i).self;
      }
    }
    return Optional.empty();
  }
}

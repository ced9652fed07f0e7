package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.FetchKind;
import io.postern.imap.Tag;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commands in progress at the server, oldest first. Bounded by {@code Limits.pending}.
 *
 * <p>A ring, since mostly the oldest is answered next; beside each command the hash of its client's
 * tag, since each new tag is held against all of them.
 */
final class PendingCommands {
  /** A power of two; most sessions never have more in flight. */
  private static final int CAPACITY = 4;

  private final OwnTags tags;
  private Pending[] ring = new Pending[CAPACITY];
  private int[] tagHashes = new int[CAPACITY];
  private int first;
  private int size;

  PendingCommands(OwnTags tags) {
    this.tags = tags;
  }

  private Pending at(int index) {
    return ring[slot(index)];
  }

  private int slot(int index) {
    return (first + index) & (ring.length - 1);
  }

  /** The own numbers of what is added rise. */
  void add(Pending pending) {
    if (size == ring.length) {
      grow();
    }
    ring[slot(size)] = pending;
    tagHashes[slot(size)] = pending.clientTag.hashCode();
    size++;
  }

  private void grow() {
    Pending[] oldRing = ring;
    int[] oldHashes = tagHashes;
    ring = Arrays.copyOfRange(oldRing, first, first + 2 * size);
    tagHashes = Arrays.copyOfRange(oldHashes, first, first + 2 * size);
    System.arraycopy(oldRing, 0, ring, size - first, first);
    System.arraycopy(oldHashes, 0, tagHashes, size - first, first);
    first = 0;
  }

  void remove(Pending pending) {
    int index = indexOf(pending);
    if (index < 0) {
      return;
    }
    // Those before it move up by one: answers come in order, or nearly.
    for (int i = index; i > 0; i--) {
      ring[slot(i)] = ring[slot(i - 1)];
      tagHashes[slot(i)] = tagHashes[slot(i - 1)];
    }
    ring[first] = null;
    first = slot(1);
    size--;
  }

  private int indexOf(Pending pending) {
    for (int i = 0; i < size; i++) {
      if (at(i) == pending) {
        return i;
      }
    }
    return -1;
  }

  boolean contains(Pending pending) {
    return indexOf(pending) >= 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  boolean inUse(Tag clientTag) {
    int hash = clientTag.hashCode();
    for (int i = 0; i < size; i++) {
      if (tagHashes[slot(i)] == hash && at(i).clientTag.equals(clientTag)) {
        return true;
      }
    }
    return false;
  }

  Optional<Pending> byOwnTag(String ownTag) {
    return numbered(tags.number(ownTag));
  }

  /** By the number of its own tag. */
  Optional<Pending> numbered(long ownNumber) {
    for (int i = 0; i < size; i++) {
      if (at(i).ownNumber == ownNumber) {
        return at(i).self;
      }
    }
    return Optional.empty();
  }

  /**
   * The oldest that asked for all of these {@link io.postern.imap.FetchKind} data; a loop, since
   * every FETCH line asks.
   */
  Optional<Pending> oldestFetch(int data) {
    for (int i = 0; i < size; i++) {
      if ((data & ~at(i).fetchKinds) == 0) {
        return at(i).self;
      }
    }
    return Optional.empty();
  }

  /** The {@link FetchKind} bits that any command in progress asked for. */
  int fetchKinds() {
    int kinds = 0;
    for (int i = 0; i < size; i++) {
      kinds |= at(i).fetchKinds;
    }
    return kinds;
  }

  /** The oldest that may cause FETCH data of UID, FLAGS and MODSEQ alone. */
  Optional<Pending> oldestOfFlags() {
    for (int i = 0; i < size; i++) {
      Pending pending = at(i);
      if ((pending.fetchKinds & FetchKind.UNASKED) != 0
          || pending.name().base() == CommandName.STORE) {
        return pending.self;
      }
    }
    return Optional.empty();
  }

  Optional<Pending> oldest(Predicate<Pending> fits) {
    for (int i = 0; i < size; i++) {
      if (fits.test(at(i))) {
        return at(i).self;
      }
    }
    return Optional.empty();
  }
}

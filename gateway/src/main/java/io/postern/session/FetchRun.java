package io.postern.session;

import io.postern.imap.FetchKind;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.policy.ResponseAction;
import io.postern.wire.FetchLines;
import java.util.Optional;

/**
 * Passes many plain FETCH lines on at once: what a list of a large mailbox is made of. Each is
 * recognised whole, belongs to a command that asked for its data, and is accepted by a rule of the
 * table that asks nobody: exactly those that {@link UntaggedDesk} would pass on as they came.
 * Anything else is left to it.
 */
final class FetchRun {
  /** Lines that are left alone behind one that isn't plain: such lists are mostly all alike. */
  private static final int LEFT_ALONE = 15;

  private static final int NOTHING_ASKED = -1;

  private final Conversation talk;
  private final FetchLines reader = new FetchLines();
  private int leaveAlone;

  /** The kinds of data that {@link #passes} was asked about last, within one run. */
  private int asked;

  private boolean answer;

  FetchRun(Conversation talk) {
    this.talk = talk;
  }

  /**
   * At the beginning of a response.
   *
   * @param lineMax octets of a line that is read so
   * @return how many octets of the array were passed on
   */
  int pass(byte[] array, int from, int limit, int lineMax) {
    if (array[from] != '*' || !undisturbed()) {
      return 0;
    }
    if (leaveAlone > 0) {
      leaveAlone--;
      return 0;
    }
    asked = NOTHING_ASKED;
    int end = FetchLines.lastEnd(array, from, limit);
    int at = from;
    int lines = 0;
    while (at < end) {
      int next = reader.read(array, at);
      if (next == FetchLines.NONE || next - at > lineMax || !passes(reader.kinds())) {
        leaveAlone = LEFT_ALONE;
        break;
      }
      at = next;
      lines++;
    }
    if (lines > 0) {
      talk.tally.responses += lines;
      talk.counts.responses(ResponseName.FETCH, lines);
      talk.decisions.skip(lines);
      talk.outbox.relay(array, from, at - from);
    }
    return at - from;
  }

  /** Nothing is to be done for a response but to judge it. */
  private boolean undisturbed() {
    return talk.greeted
        && talk.limits.nesting() >= FetchLines.NESTING
        && talk.states.bothSelected()
        && !talk.serverSaidBye
        && !talk.serverTls.inClear()
        && !talk.outbox.inFlight()
        && !talk.observers.any()
        && !talk.decisions.tellsAccepts();
  }

  private boolean passes(int kinds) {
    if (kinds != asked) {
      asked = kinds;
      answer = judge(kinds & ~FetchKind.UNASKED);
    }
    return answer;
  }

  private boolean judge(int data) {
    Optional<Pending> owner =
        data == 0 ? talk.pending.oldestOfFlags() : talk.pending.oldestFetch(data);
    if (owner.isEmpty()) {
      return false;
    }
    Owner of = owner.get().owner();
    return talk.policy.response(of, ResponseType.UNTAGGED, ResponseName.FETCH).action()
        instanceof ResponseAction.Accept;
  }
}

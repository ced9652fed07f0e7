package io.postern.session;

import io.postern.audit.Event;
import io.postern.audit.LimitNames;

/**
 * Keeps a session to its {@link Pace}: when the next command may begin, and when it has had all.
 */
final class Spending {
  private static final long HOUR_MILLIS = 3_600_000;

  private final Conversation talk;
  private final Pace pace;

  /** Commands that may begin at {@link #at}; a thousand is one. */
  private long thousandths;

  private long at;
  private boolean told;
  private long hour;
  private long octetsBeforeHour;

  Spending(Conversation talk, Pace pace) {
    this.talk = talk;
    this.pace = pace;
    this.at = talk.bornAt;
    this.thousandths = bound();
  }

  private long bound() {
    return pace.commandsPerSecond() > Integer.MAX_VALUE
        ? Long.MAX_VALUE
        : pace.commandsPerSecond() * Pace.BURST_SECONDS * 1000;
  }

  /** Takes one command; false if it has to wait until {@link #deadline}. */
  boolean command() {
    long bound = bound();
    if (bound == Long.MAX_VALUE) {
      return true;
    }
    // A thousandth of a command comes each millisecond for each command a second.
    long passed = Math.min(talk.now - at, Pace.BURST_SECONDS * 1000L);
    thousandths = Math.min(bound, thousandths + passed * pace.commandsPerSecond());
    at = talk.now;
    if (thousandths >= 1000) {
      thousandths -= 1000;
      return true;
    }
    if (!told) {
      told = true;
      talk.effects.event(new Event.LimitReached(LimitNames.COMMANDS, LimitNames.PAUSED));
    }
    return false;
  }

  /** When the next command may begin, if it has to wait. */
  long deadline() {
    long rate = pace.commandsPerSecond();
    return at + (1000 - thousandths + rate - 1) / rate;
  }

  /** Ends the session if it has had all its octets; only where no response is in flight. */
  boolean spent() {
    long octets = talk.tally.octetsFromClient + talk.tally.octetsFromServer;
    if (octets > pace.octets()) {
      return ends(LimitNames.OCTETS);
    }
    if (pace.octetsPerHour() != Long.MAX_VALUE) {
      long now = (talk.now - talk.bornAt) / HOUR_MILLIS;
      if (now > hour) {
        hour = now;
        octetsBeforeHour = octets;
      }
      if (octets - octetsBeforeHour > pace.octetsPerHour()) {
        return ends(LimitNames.OCTETS_PER_HOUR);
      }
    }
    return false;
  }

  private boolean ends(String limit) {
    talk.effects.event(new Event.LimitReached(limit, LimitNames.ENDED));
    talk.end(Event.Cause.LIMIT, Texts.BYE_OCTETS);
    return true;
  }
}

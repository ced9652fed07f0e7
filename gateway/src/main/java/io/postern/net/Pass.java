package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.LimitNames;
import io.postern.imap.Ascii;
import io.postern.imap.Secret;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.session.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that one session has taken of its service: its place, and its share of what its address,
 * network and user may have. It is given back once and as a whole. Confined to the session's loop.
 */
final class Pass implements Turnstile.Entry {
  private static final String USER_FULL = "[LIMIT] Too many sessions of this user";
  private static final String WAITING_FULL =
      "[UNAVAILABLE] Too many failed logins, try again later";

  /** Longer names are nobody's, and tables hold no more of them. */
  private static final int USER_CHARACTERS_MAX = 255;

  private final Turnstile turnstile;
  private final Service service;
  private final Network network;
  private final boolean exempt;
  private final List<Turnstile.Holder> taken = new ArrayList<>(3);
  private Optional<FailedLogins.Who> waits = Optional.empty();
  private boolean given;

  /** The service's own place is taken already. */
  Pass(Turnstile turnstile, Service service, Network network, boolean exempt) {
    this.turnstile = turnstile;
    this.service = service;
    this.network = network;
    this.exempt = exempt;
  }

  /** Takes one of somebody's; false if that are too many. */
  boolean take(Object who, long max) {
    Turnstile.Holder holder = new Turnstile.Holder(service.name(), who);
    boolean took = turnstile.holders().take(holder, max);
    if (took) {
      taken.add(holder);
    }
    return took;
  }

  /**
   * Whether a login may go to the server.
   *
   * @param told what is worth an event
   */
  Admission admit(String user, Consumer<Event> told) {
    goesOn();
    if (exempt) {
      return new Admission.Granted();
    }
    Quotas quotas = service.quotas();
    FailedLogins.Who who = who(user);
    // Looked at here, taken when the server has said OK: who doesn't know the secret takes nothing.
    if (!user.isEmpty() && turnstile.holders().count(holder(who)) >= quotas.shares().perUser()) {
      told.accept(new Event.LimitReached(LimitNames.PER_USER, LimitNames.REFUSED));
      return new Admission.Refused(USER_FULL);
    }
    FailedLogins.Wait wait =
        turnstile.failedLogins().wait(who, quotas.loginDelays(), turnstile.now());
    if (wait.millis() == 0) {
      return new Admission.Granted();
    }
    // Who isn't named may be anybody of the network: a bound of three would be the office's.
    long waitingMax = user.isEmpty() ? Long.MAX_VALUE : FailedLogins.WAITING_MAX;
    if (!turnstile.waiting().take(who, waitingMax)) {
      told.accept(new Event.LimitReached(LimitNames.FAILED_LOGINS, LimitNames.REFUSED));
      return new Admission.Refused(WAITING_FULL);
    }
    waits = Optional.of(who);
    told.accept(new Event.LoginDelayed(user, wait.millis() / 1000.0, wait.distinct()));
    return new Admission.Later(wait.millis());
  }

  /** The server has refused a login. */
  void failed(String user, Optional<Secret> secret) {
    goesOn();
    if (!exempt) {
      turnstile
          .failedLogins()
          .failed(who(user), secret, service.quotas().loginDelays(), turnstile.now());
    }
  }

  /** A login has succeeded; false if its user has too many sessions already. */
  boolean succeeded(String user) {
    goesOn();
    if (exempt || user.isEmpty()) {
      return true;
    }
    turnstile.failedLogins().succeeded(who(user));
    return take(who(user).user(), service.quotas().shares().perUser());
  }

  /** Gives all back; again it does nothing. */
  void giveBack() {
    if (!given) {
      given = true;
      goesOn();
      taken.forEach(turnstile.holders()::giveBack);
      turnstile.services().giveBack(service.name());
    }
  }

  /** Whatever login waited, waits no longer. */
  void goesOn() {
    waits.ifPresent(turnstile.waiting()::giveBack);
    waits = Optional.empty();
  }

  private Turnstile.Holder holder(FailedLogins.Who who) {
    return new Turnstile.Holder(service.name(), who.user());
  }

  /** Most servers don't tell Bob from bob, and who guesses must not gain by it. */
  private FailedLogins.Who who(String user) {
    String cut = user.substring(0, Math.min(user.length(), USER_CHARACTERS_MAX));
    return new FailedLogins.Who(service.name(), network, Ascii.upper(cut));
  }
}

package io.postern.net;

import io.postern.imap.Secret;
import io.postern.service.LoginDelays;
import io.postern.service.Network;
import java.util.Optional;

/**
 * Who has to wait for a login, and how long (docs/decisions/0063). Kept by user and network: what
 * one user gets wrong delays no other user of the same office, and what is tried from elsewhere
 * doesn't delay the user at home. Nobody is ever locked out. Any thread.
 *
 * <p>Besides, all wrong pairs of user and secret of one network count together, with a high
 * threshold: one password tried on all names. That delays only users who haven't logged in from
 * there of late.
 */
final class FailedLogins {
  /** Different wrong secrets of one user in one network: the delay is at its longest before. */
  static final int SECRETS_MAX = 16;

  /**
   * Different wrong pairs in one network before its unknown users wait: more than a large office
   * gets wrong on the morning after its passwords had to be changed.
   */
  static final int SPRAY_THRESHOLD = 100;

  /** Pairs that are told from each other: behind the threshold all delays are reached. */
  static final int SPRAY_MAX = SPRAY_THRESHOLD + SECRETS_MAX;

  /**
   * Users with failures, users who are known, at once: some 20 MiB at worst, and more than an
   * attacker fills without being seen.
   */
  static final int USERS_MAX = 65_536;

  /** Networks with failures at once. */
  static final int NETWORKS_MAX = 8_192;

  /** Logins of one user in one network that may wait at once: parallel guesses don't go faster. */
  static final int WAITING_MAX = 3;

  /** Whom failures are counted of. */
  record Who(String service, Network network, String user) {}

  private record Where(String service, Network network) {}

  /**
   * How long to wait.
   *
   * @param millis 0 for not at all
   * @param distinct wrong secrets that make it wait
   */
  record Wait(long millis, long distinct) {
    static final Wait NONE = new Wait(0, 0);
  }

  private final Fingerprints fingerprints;
  private final Recent<Who, WrongSecrets> users = new Recent<>(USERS_MAX);
  private final Recent<Where, WrongSecrets> networks = new Recent<>(NETWORKS_MAX);

  /** Users who have logged in from there. */
  private final Recent<Who, Boolean> known = new Recent<>(USERS_MAX);

  FailedLogins(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** A login failed; {@code secret} is empty where its proof is another each time. */
  void failed(Who who, Optional<Secret> secret, LoginDelays delays, long now) {
    if (delays.first().isZero()) {
      return;
    }
    long fingerprint =
        secret.map(each -> fingerprints.of(who.user(), each)).orElseGet(fingerprints::unique);
    long halfLife = delays.halfLife().toMillis();
    synchronized (this) {
      if (!who.user().isEmpty()) {
        users
            .findOrMake(who, () -> new WrongSecrets(SECRETS_MAX, now))
            .add(fingerprint, now, halfLife);
      }
      networks
          .findOrMake(where(who), () -> new WrongSecrets(SPRAY_MAX, now))
          .add(fingerprint, now, halfLife);
    }
  }

  /** A login succeeded: its user's failures there are forgotten. */
  synchronized void succeeded(Who who) {
    if (!who.user().isEmpty()) {
      users.remove(who);
      Boolean _ = known.findOrMake(who, () -> true);
    }
  }

  /** How long the next login has to wait. */
  synchronized Wait wait(Who who, LoginDelays delays, long now) {
    long halfLife = delays.halfLife().toMillis();
    long own = users.find(who).map(wrong -> wrong.distinct(now, halfLife)).orElse(0L);
    long all =
        known.find(who).isPresent()
            ? 0
            : networks.find(where(who)).map(wrong -> wrong.distinct(now, halfLife)).orElse(0L);
    long sprayed = Math.max(0, all - SPRAY_THRESHOLD);
    Wait ofUser = new Wait(delays.millis(own), own);
    Wait ofNetwork = new Wait(delays.millis(sprayed), all);
    return ofNetwork.millis() > ofUser.millis() ? ofNetwork : ofUser;
  }

  /** How many users are remembered for failures. */
  synchronized int users() {
    return users.size();
  }

  private static Where where(Who who) {
    return new Where(who.service(), who.network());
  }
}

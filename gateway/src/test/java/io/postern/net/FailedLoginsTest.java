package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.service.LoginDelays;
import io.postern.service.Network;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guessing gets slow; offices, and telephones with an old password, don't. */
class FailedLoginsTest {
  private static final LoginDelays DELAYS = LoginDelays.DEFAULT;
  private static final long HALF_LIFE = DELAYS.halfLife().toMillis();
  private static final Network OFFICE = Network.parse("192.0.2.0/24");
  private static final Network ELSEWHERE = Network.parse("198.51.100.0/24");

  private final FailedLogins failures = new FailedLogins(new Fingerprints(new SecureRandom()));
  private long now = 1_000_000;

  private static FailedLogins.Who who(Network network, String user) {
    return new FailedLogins.Who("imap", network, user);
  }

  private void fails(String user, String password) {
    failures.failed(
        who(OFFICE, user), Optional.of(new Secret(Octets.ascii(password))), DELAYS, now);
  }

  private long wait(Network network, String user) {
    return failures.wait(who(network, user), DELAYS, now).millis();
  }

  private long wait(String user) {
    return wait(OFFICE, user);
  }

  @Test
  void nobodyWaitsAtFirst() {
    assertThat(wait("BOB")).isZero();
  }

  @Test
  void eachDifferentWrongSecretDoublesTheWaitUpToItsBound() {
    long[] waits = new long[7];
    for (int i = 0; i < waits.length; i++) {
      fails("BOB", "guess" + i);
      waits[i] = wait("BOB");
    }
    assertThat(waits).containsExactly(1000, 2000, 4000, 8000, 15_000, 15_000, 15_000);
  }

  @Test
  void theSameWrongSecretADayLongIsNoGuessing() {
    for (int i = 0; i < 24 * 60; i++) {
      fails("BOB", "of last year");
      assertThat(wait("BOB")).isLessThanOrEqualTo(1000);
      now += 60_000;
    }
  }

  @Test
  void twoSecretsInTurnCountAsTwo() {
    for (int i = 0; i < 50; i++) {
      fails("BOB", "guess" + i % 2);
    }
    assertThat(failures.wait(who(OFFICE, "BOB"), DELAYS, now).distinct()).isEqualTo(2);
  }

  @Test
  void halfIsForgottenInEachHalfLifeAndAllInTheEnd() {
    for (int i = 0; i < 4; i++) {
      fails("BOB", "guess" + i);
    }
    now += HALF_LIFE;
    assertThat(wait("BOB")).isEqualTo(2000);
    now += HALF_LIFE;
    assertThat(wait("BOB")).isEqualTo(1000);
    now += 2 * HALF_LIFE;
    assertThat(wait("BOB")).isZero();
  }

  @Test
  void hoursOfGuessingAreForgottenAsSoonAsTheFirstSixteen() {
    for (int i = 0; i < 10_000; i++) {
      fails("BOB", "guess" + i);
    }
    now += 6 * HALF_LIFE;
    assertThat(wait("BOB")).isZero();
  }

  @Test
  void theRightSecretEndsTheWaitAtOnce() {
    fails("BOB", "guess1");
    fails("BOB", "guess2");
    failures.succeeded(who(OFFICE, "BOB"));
    assertThat(wait("BOB")).isZero();
  }

  @Test
  void theOfficeIsNotDelayedByOneOfItsUsers() {
    for (int i = 0; i < 50; i++) {
      fails("BOB", "guess" + i);
    }
    assertThat(wait("BOB")).isEqualTo(15_000);
    assertThat(wait("ALICE")).isZero();
  }

  @Test
  void theUserIsNotDelayedElsewhere() {
    for (int i = 0; i < 50; i++) {
      fails("BOB", "guess" + i);
    }
    assertThat(wait(ELSEWHERE, "BOB")).isZero();
  }

  @Test
  void onePasswordOnManyNamesDelaysStrangersAndNobodyWhoIsKnown() {
    failures.succeeded(who(OFFICE, "ALICE"));
    for (int i = 0; i < FailedLogins.SPRAY_THRESHOLD; i++) {
      fails("USER" + i, "Winter2026");
    }
    assertThat(wait("STRANGER")).isZero();
    for (int i = 0; i < 5; i++) {
      fails("MORE" + i, "Winter2026");
    }
    assertThat(wait("STRANGER")).isEqualTo(15_000);
    assertThat(wait("ALICE")).isZero();
    assertThat(wait(ELSEWHERE, "STRANGER")).isZero();
    now += 8 * HALF_LIFE;
    assertThat(wait("STRANGER")).isZero();
  }

  @Test
  void aThousandTelephonesWithOldPasswordsInOneOfficeAreAMatterOfAMorning() {
    // All at once they look like a spray; who has logged in there before doesn't notice.
    for (int i = 0; i < 1000; i++) {
      failures.succeeded(who(OFFICE, "USER" + i));
    }
    for (int poll = 0; poll < 10; poll++) {
      for (int i = 0; i < 1000; i++) {
        fails("USER" + i, "old" + i);
      }
      now += 60_000;
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(wait("USER" + i)).isLessThanOrEqualTo(1000);
    }
  }

  @Test
  void proofsThatAreAnotherEachTimeCountEach() {
    for (int i = 0; i < 3; i++) {
      failures.failed(who(OFFICE, "BOB"), Optional.empty(), DELAYS, now);
    }
    assertThat(wait("BOB")).isEqualTo(4000);
  }

  @Test
  void whoIsntNamedIsNotCountedAsOneUser() {
    for (int i = 0; i < 20; i++) {
      failures.failed(who(OFFICE, ""), Optional.empty(), DELAYS, now);
    }
    assertThat(wait("")).isZero();
  }

  @Test
  void theTableIsBoundedAndTheOldestGoes() {
    fails("FIRST", "guess");
    for (int i = 0; i < FailedLogins.USERS_MAX; i++) {
      fails("USER" + i, "guess");
    }
    assertThat(failures.users()).isEqualTo(FailedLogins.USERS_MAX);
    failures.succeeded(who(OFFICE, "FIRST"));
    assertThat(failures.users()).isEqualTo(FailedLogins.USERS_MAX);
    assertThat(wait("USER" + (FailedLogins.USERS_MAX - 1))).isPositive();
  }

  @Test
  void withoutDelaysNothingIsKept() {
    failures.failed(who(OFFICE, "BOB"), Optional.empty(), LoginDelays.NONE, now);
    assertThat(failures.users()).isZero();
    assertThat(failures.wait(who(OFFICE, "BOB"), LoginDelays.NONE, now).millis()).isZero();
  }

  @Test
  void fingerprintsTellSecretsAndUsersApartAndAreOthersInEachProcess() {
    Secret one = new Secret(Octets.ascii("one"));
    Fingerprints prints = new Fingerprints(new SecureRandom());
    assertThat(prints.of("BOB", one)).isEqualTo(prints.of("BOB", new Secret(Octets.ascii("one"))));
    assertThat(prints.of("BOB", one))
        .isNotEqualTo(prints.of("BOB", new Secret(Octets.ascii("two"))))
        .isNotEqualTo(prints.of("BO", new Secret(Octets.ascii("Bone"))))
        .isNotEqualTo(new Fingerprints(new SecureRandom()).of("BOB", one));
  }
}

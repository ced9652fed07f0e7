package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
  private final SessionIds ids = new SessionIds(new SecureRandom());

  @Test
  void anIdIsSixBase32Letters() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(ids.next()).matches("[a-z2-7]{6}");
    }
  }

  @Test
  void noIdComesTwiceInFarMoreThanTheLastHundredThousand() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 300_000; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }

  @Test
  void neighboursDoNotLookAlike() {
    int same = 0;
    String last = ids.next();
    for (int i = 0; i < 1_000; i++) {
      String next = ids.next();
      for (int at = 0; at < next.length(); at++) {
        same += next.charAt(at) == last.charAt(at) ? 1 : 0;
      }
      last = next;
    }
    // By chance one letter of 32 is the same: about 190 of 6,000.
    assertThat(same).isLessThan(600);
  }

  @Test
  void eachGatewayHasItsOwnOrder() {
    assertThat(ids.next() + ids.next())
        .isNotEqualTo(new SessionIds(new SecureRandom()).next() + "");
  }

  @Test
  void tagPrefixesAreLettersAndDiffer() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String prefix = ids.tagPrefix();
      assertThat(prefix).matches("[A-Z]{8}");
      assertThat(seen.add(prefix)).isTrue();
    }
  }
}

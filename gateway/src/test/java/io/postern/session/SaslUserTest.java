package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaslUserTest {
  private static Optional<String> user(String mechanism, String message) {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    return SaslUser.of(mechanism, Octets.copyOf(Base64.getEncoder().encode(octets)));
  }

  @Test
  void plainNamesTheOneWhoLogsIn() {
    assertThat(user("PLAIN", "\0alice\0secret")).contains("alice");
    assertThat(user("PLAIN", "bob\0alice\0secret")).contains("alice");
    assertThat(user("PLAIN", "\0a\u00fc\0")).contains("a\u00fc");
  }

  @Test
  void loginNamesItInItsFirstLine() {
    assertThat(user("LOGIN", "alice")).contains("alice");
  }

  @Test
  void whatIsNotTheMechanismsMessageNamesNobody() {
    assertThat(user("PLAIN", "")).isEmpty();
    assertThat(user("PLAIN", "alice")).isEmpty();
    assertThat(user("PLAIN", "\0alice")).isEmpty();
    assertThat(user("PLAIN", "\0\0secret")).isEmpty();
    assertThat(user("PLAIN", "\0" + "x".repeat(256) + "\0p")).isEmpty();
    assertThat(user("PLAIN", "\0" + "x".repeat(255) + "\0p")).isPresent();
    assertThat(user("CRAM-MD5", "alice 0123")).isEmpty();
  }
}

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
    assertThat(user("CRAM-MD5", "alice")).isEmpty();
    assertThat(user("CRAM-MD5", "")).isEmpty();
    assertThat(user("SCRAM-SHA-256", "n,,n=alice")).isEmpty();
    assertThat(user("SCRAM-SHA-256", "n,")).isEmpty();
    assertThat(user("SCRAM-SHA-256", "n,,m=x,n=alice,r=1")).isEmpty();
    assertThat(user("OAUTHBEARER", "n,,\1auth=Bearer x\1\1")).isEmpty();
    assertThat(user("XOAUTH2", "user=alice")).isEmpty();
    assertThat(user("XOAUTH2", "use")).isEmpty();
    assertThat(user("EXTERNAL", "alice")).isEmpty();
  }

  @Test
  void challengesAreAnsweredInTheUsersName() {
    assertThat(user("CRAM-MD5", "alice b913a602c7eda7a495b4e6e7334d3890")).contains("alice");
    assertThat(user("CRAM-MD5", "alice smith b913a602c7")).contains("alice smith");
    assertThat(user("SCRAM-SHA-1", "n,,n=alice,r=fyko+d2lbbFgONRv9qkxdawL")).contains("alice");
    assertThat(user("SCRAM-SHA-256-PLUS", "p=tls-unique,a=bob,n=a=2Cb=3Dc,r=1")).contains("a,b=c");
  }

  @Test
  void tokensHaveAName() {
    assertThat(user("OAUTHBEARER", "n,a=alice@example.org,\1auth=Bearer x\1\1"))
        .contains("alice@example.org");
    assertThat(user("XOAUTH2", "user=alice@example.org\1auth=Bearer x\1\1"))
        .contains("alice@example.org");
  }
}

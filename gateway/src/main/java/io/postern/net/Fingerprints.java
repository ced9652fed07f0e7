package io.postern.net;

import io.postern.imap.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells one secret from another without keeping either: 64 bits of an HMAC under a key that is made
 * at the start and never leaves the process. Nobody can try passwords on them elsewhere. Any
 * thread.
 */
final class Fingerprints {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_OCTETS = 32;

  private final SecretKeySpec key;
  private final SecureRandom random;

  Fingerprints(SecureRandom random) {
    this.random = random;
    byte[] octets = new byte[KEY_OCTETS];
    random.nextBytes(octets);
    key = new SecretKeySpec(octets, ALGORITHM);
  }

  /** Of a user's secret: equal for equal ones, of the same user only. */
  long of(String user, Secret secret) {
    byte[] octets = secret.reveal().toByteArray();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] name = user.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
      mac.update(name);
      return ByteBuffer.wrap(mac.doFinal(octets)).getLong();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java has it", impossible);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** Of a proof that can't be compared with any other. */
  long unique() {
    return random.nextLong();
  }
}

package io.postern.service;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with the key that belongs to it, as read from its files.
 *
 * @param files where it was read
 * @param chain the certificate first
 * @param names what it is shown for, in lower case: the configuration's, else the certificate's own
 *     (RFC 6125's DNS names); none if it has none
 */
public record KeyMaterial(
    CertificateFiles files, List<X509Certificate> chain, PrivateKey key, List<String> names) {
  /** RFC 5280, section 4.2.1.6. */
  private static final int DNS_NAME = 2;

  public KeyMaterial {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
  }

  /**
   * Reads the files, and looks whether they are fit for use now.
   *
   * @throws TlsFileException if the key isn't the certificate's, or the certificate isn't valid
   */
  public static KeyMaterial read(CertificateFiles files, Instant now) throws TlsFileException {
    List<X509Certificate> chain = CertificateFile.read(files.chain());
    PrivateKey key = PrivateKeyFile.read(files.key(), files.passphrase());
    X509Certificate own = chain.getFirst();
    if (!paired(key, own.getPublicKey())) {
      throw Pem.wrong(files.key(), "the key isn't that of the certificate in " + files.chain());
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw Pem.wrong(files.chain(), "the certificate expired on " + day(own.getNotAfter()));
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw Pem.wrong(
          files.chain(), "the certificate is valid only from " + day(own.getNotBefore()) + " on");
    }
    return new KeyMaterial(files, chain, key, files.names().isEmpty() ? names(own) : files.names());
  }

  /** When it ends to be valid. */
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** Whole days from then to its end. */
  public long daysLeft(Instant now) {
    return ChronoUnit.DAYS.between(now, notAfter());
  }

  private static String day(java.util.Date date) {
    return date.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> name : all) {
          if (name.get(0).equals(DNS_NAME)) {
            names.add(((String) name.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException noNames) {
      // Then it is shown as the default only.
      names.clear();
    }
    return names;
  }

  /** Whether what the one signs the other verifies: the only test that holds for every kind. */
  private static boolean paired(PrivateKey key, PublicKey publicKey) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = "postern".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(sample);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(publicKey);
      verifying.update(sample);
      return verifying.verify(signed);
    } catch (GeneralSecurityException anotherKind) {
      return false;
    }
  }
}

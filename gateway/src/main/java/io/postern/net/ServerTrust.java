package io.postern.net;

import io.postern.service.CertificateFile;
import io.postern.service.ServerTls;
import io.postern.service.TlsFileException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom we trust to be the server where its authority isn't asked: one whose key is pinned, or
 * anybody. Where it is asked the JDK's own path validation does all of it.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  /** Where systems keep the authorities that their administrators trust. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/cert.pem"));

  private final ServerTls tls;

  /** The certificate's key is none of the pins. */
  static final class NotPinned extends CertificateException {
    private static final long serialVersionUID = 1;

    NotPinned() {
      super("not pinned");
    }
  }

  ServerTrust(ServerTls tls) {
    this.tls = tls;
  }

  /** The file of authorities; empty where only the JDK has some. */
  static Optional<Path> authorities(ServerTls tls) {
    return tls.ca().or(() -> SYSTEM.stream().filter(Files::isReadable).findFirst());
  }

  static List<X509Certificate> read(Path authorities) throws TlsFileException {
    return CertificateFile.read(authorities);
  }

  /** {@code sha256/BASE64} of a certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4). */
  static String pin(X509Certificate certificate) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return "sha256/" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException impossible) {
      throw new LinkageError("every JDK has SHA-256", impossible);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    switch (tls.verify()) {
      case PINNED -> {
        if (chain == null || chain.length == 0 || !tls.pins().contains(pin(chain[0]))) {
          throw new NotPinned();
        }
        chain[0].checkValidity();
      }
      case OFF -> {
        // By name only, and never without a warning.
      }
      case FULL -> throw new CertificateException("its authority must be asked");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no client is verified here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no client is verified here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is verified here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

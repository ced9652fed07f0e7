package io.postern.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who does the cryptography: BoringSSL through Netty's native library where that loads, the JDK
 * elsewhere, or where {@code -Dpostern.tls=jdk} asks for it. Loaded by the first service with TLS:
 * it takes a while.
 */
enum TlsProvider {
  BORINGSSL(SslProvider.OPENSSL_REFCNT),
  JDK(SslProvider.JDK);

  /** The name of the property that chooses. */
  static final String PROPERTY = "postern.tls";

  private static final Logger LOG = LoggerFactory.getLogger(TlsProvider.class);

  static {
    // Read once, when the JDK's first context is made. BoringSSL knows no renegotiation by a
    // client at all (RFC 9325, section 3.5; threats T37).
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private final SslProvider netty;

  TlsProvider(SslProvider netty) {
    this.netty = netty;
  }

  SslProvider netty() {
    return netty;
  }

  /** The best that works here; says so where it isn't BoringSSL. */
  static TlsProvider best() {
    if (System.getProperty(PROPERTY, "").equals("jdk")) {
      LOG.warn("TLS is the JDK's, as -D{}=jdk says: slower than BoringSSL", PROPERTY);
      return JDK;
    }
    if (OpenSsl.isAvailable()) {
      return BORINGSSL;
    }
    LOG.warn(
        "TLS is the JDK's, slower than BoringSSL, whose library doesn't load here: {}",
        Faults.shortly(OpenSsl.unavailabilityCause()));
    return JDK;
  }
}

package io.postern.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS toward clients. Files are named here and read where the connections are made.
 *
 * @param mode when TLS begins
 * @param certificates the first is the default, the others are chosen by SNI (RFC 6066, section 3);
 *     empty exactly where the mode is {@link Mode#NONE}
 * @param demand whether clients show a certificate of their own
 * @param ca PEM file of the authorities that sign clients' certificates; present where the demand
 *     isn't {@link Demand#NONE}
 */
public record ClientTls(
    Mode mode, List<CertificateFiles> certificates, Demand demand, Optional<Path> ca) {
  /** Certificates for SNI; a bound, so that a slip of the pen shows. */
  public static final int CERTIFICATES_MAX = 1_000;

  public static final ClientTls NONE =
      new ClientTls(Mode.NONE, List.of(), Demand.NONE, Optional.empty());

  /** When TLS begins. */
  public enum Mode {
    /** Never: the connection is in clear. */
    NONE,
    /** With the connection (RFC 8314, section 3.2). */
    IMPLICIT,
    /** When the client asks for it (RFC 9051, section 6.2.1); logins in clear are taken too. */
    STARTTLS_OFFERED,
    /** When the client asks for it, and no login is taken before. */
    STARTTLS_REQUIRED
  }

  /** Whether clients show a certificate. */
  public enum Demand {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public ClientTls {
    certificates = List.copyOf(certificates);
    Objects.requireNonNull(ca);
    if (mode == Mode.NONE && (!certificates.isEmpty() || demand != Demand.NONE || ca.isPresent())) {
      throw new IllegalArgumentException("certificates without TLS toward clients");
    }
    if (mode != Mode.NONE && certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS toward clients needs a certificate");
    }
    if (certificates.size() > CERTIFICATES_MAX) {
      throw new IllegalArgumentException("more than " + CERTIFICATES_MAX + " certificates");
    }
    if (demand != Demand.NONE && ca.isEmpty()) {
      throw new IllegalArgumentException("client certificates need client_ca");
    }
  }

  /** Whether anything may be said in clear on this leg. */
  public boolean mayBeClear() {
    return switch (mode) {
      case NONE, STARTTLS_OFFERED -> true;
      case IMPLICIT, STARTTLS_REQUIRED -> false;
    };
  }
}

package io.postern.net;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why a handshake failed: a closed list, in words, and never the peer's octets. {@code text}
 * continues a sentence about the peer.
 */
enum TlsFault {
  EXPIRED("its certificate has expired"),
  NOT_YET_VALID("its certificate isn't valid yet"),
  OTHER_NAME("its certificate is for another name"),
  UNKNOWN_AUTHORITY("its certificate isn't signed by an authority that is trusted here"),
  NOT_PINNED("the key of its certificate is none of server_pins"),
  BAD_CERTIFICATE("its certificate isn't fit for use"),
  NO_CERTIFICATE("it shows no certificate, and one is required"),
  UNFIT_SUBJECT("its certificate's subject is longer than any name"),
  NOT_TLS("it doesn't speak TLS"),
  NOT_IMAP("it offers other protocols than imap (ALPN)"),
  NO_VERSION("it knows no version of TLS that is allowed here (1.2 and 1.3)"),
  NO_CIPHER("no cipher in common"),
  RENEGOTIATION("it wants to renegotiate"),
  REFUSED_EXPIRED("it refuses our certificate: expired"),
  REFUSED_UNKNOWN_AUTHORITY("it refuses our certificate: unknown authority"),
  REFUSED_CERTIFICATE("it refuses our certificate"),
  WANTS_CERTIFICATE("it wants a certificate from us, and we have none"),
  REFUSED("it refuses the handshake"),
  PEER_CLOSED("it closed the connection in the handshake"),
  TIMED_OUT("the handshake took too long"),
  FAILED("the handshake failed");

  private static final int CAUSES_MAX = 10;

  /** What the JDK and BoringSSL say, in lower case. */
  private static final Map<String, TlsFault> WORDS =
      Map.ofEntries(
          Map.entry("no name matching", OTHER_NAME),
          Map.entry("no subject alternative", OTHER_NAME),
          Map.entry("doesn't match", OTHER_NAME),
          Map.entry("unable to find valid certification path", UNKNOWN_AUTHORITY),
          Map.entry("path does not chain", UNKNOWN_AUTHORITY),
          Map.entry("empty client certificate chain", NO_CERTIFICATE),
          Map.entry("peer_did_not_return_a_certificate", NO_CERTIFICATE),
          Map.entry("no cipher suites in common", NO_CIPHER),
          Map.entry("no_shared_cipher", NO_CIPHER),
          Map.entry("no_ciphers", NO_CIPHER),
          Map.entry("unsupported_protocol", NO_VERSION),
          Map.entry("unsupported protocol", NO_VERSION),
          Map.entry("protocol_version", NO_VERSION),
          Map.entry("is not enabled or supported", NO_VERSION),
          Map.entry("no appropriate protocol", NO_VERSION),
          Map.entry("renegotiation", RENEGOTIATION),
          Map.entry("alert_certificate_expired", REFUSED_EXPIRED),
          Map.entry("alert: certificate_expired", REFUSED_EXPIRED),
          Map.entry("alert_unknown_ca", REFUSED_UNKNOWN_AUTHORITY),
          Map.entry("alert: unknown_ca", REFUSED_UNKNOWN_AUTHORITY),
          Map.entry("alert_bad_certificate", REFUSED_CERTIFICATE),
          Map.entry("alert: bad_certificate", REFUSED_CERTIFICATE),
          Map.entry("alert_certificate_unknown", REFUSED_CERTIFICATE),
          Map.entry("alert: certificate_unknown", REFUSED_CERTIFICATE),
          Map.entry("alert_certificate_required", WANTS_CERTIFICATE),
          Map.entry("alert: certificate_required", WANTS_CERTIFICATE),
          Map.entry("_alert_", REFUSED),
          Map.entry("fatal alert", REFUSED),
          Map.entry("connection closed", PEER_CLOSED));

  private final String text;

  TlsFault(String text) {
    this.text = text;
  }

  /** Words for the log: {@code its certificate has expired}. */
  String text() {
    return text;
  }

  /** For a field and a label: {@code expired}. */
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an exception of a TLS library means. */
  static TlsFault of(Throwable failure) {
    Optional<TlsFault> general = Optional.empty();
    Throwable cause = failure;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      Optional<TlsFault> exact = byType(cause);
      if (exact.isPresent()) {
        return exact.get();
      }
      Optional<TlsFault> told = byWords(cause);
      if (told.isPresent() && (general.isEmpty() || general.get() == REFUSED)) {
        general = told;
      }
      cause = cause.getCause();
    }
    return general.orElse(FAILED);
  }

  private static Optional<TlsFault> byType(Throwable cause) {
    return switch (cause) {
      case CertificateExpiredException _ -> Optional.of(EXPIRED);
      case CertificateNotYetValidException _ -> Optional.of(NOT_YET_VALID);
      case ServerTrust.NotPinned _ -> Optional.of(NOT_PINNED);
      case CertPathBuilderException _ -> Optional.of(UNKNOWN_AUTHORITY);
      case NotSslRecordException _ -> Optional.of(NOT_TLS);
      case ClientHelloDoor.NotImap _ -> Optional.of(NOT_IMAP);
      case ClosedChannelException _ -> Optional.of(PEER_CLOSED);
      case SSLException _ -> Optional.empty();
      // A reset connection.
      case IOException _ -> Optional.of(PEER_CLOSED);
      default -> Optional.empty();
    };
  }

  /** The longest words that stand in it. */
  private static Optional<TlsFault> byWords(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String best = "";
    for (String words : WORDS.keySet()) {
      if (words.length() > best.length() && message.contains(words)) {
        best = words;
      }
    }
    return Optional.ofNullable(WORDS.get(best));
  }
}

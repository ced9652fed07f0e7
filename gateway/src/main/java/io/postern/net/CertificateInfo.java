package io.postern.net;

import java.time.Instant;

/**
 * A certificate that a service shows to clients.
 *
 * @param service whose it is
 * @param index its place in the service's {@code certificates}, from 1; with the service's name a
 *     label that no stranger chooses
 * @param file where its chain was read
 * @param notAfter when it expires
 */
public record CertificateInfo(String service, int index, String file, Instant notAfter) {
  /** For the metric's label {@code name}: {@code imap-1}. */
  public String name() {
    return service + "-" + index;
  }
}

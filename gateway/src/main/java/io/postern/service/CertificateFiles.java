package io.postern.service;

import io.postern.imap.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate with its key, as PEM files.
 *
 * @param chain the certificate, and the ones between it and its authority
 * @param key PKCS#8, PKCS#1 or SEC 1 (EC); encrypted where there is a passphrase
 * @param names host names in lower case that it is shown for, {@code *.example.org} among them;
 *     none where the certificate itself says so
 */
public record CertificateFiles(
    Path chain, Path key, Optional<Secret> passphrase, List<String> names) {
  public CertificateFiles {
    Objects.requireNonNull(chain);
    Objects.requireNonNull(key);
    Objects.requireNonNull(passphrase);
    names = List.copyOf(names);
  }
}

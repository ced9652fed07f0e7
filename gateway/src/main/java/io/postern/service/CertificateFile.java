package io.postern.service;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates in PEM: a chain, or authorities. */
public final class CertificateFile {
  private CertificateFile() {}

  /** At least one, in the order of the file. */
  public static List<X509Certificate> read(Path file) throws TlsFileException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem block : Pem.read(file)) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.der().toByteArray())));
        }
      }
    } catch (CertificateException notOne) {
      throw Pem.wrong(file, "holds a certificate that can't be read");
    }
    if (certificates.isEmpty()) {
      throw Pem.wrong(file, "holds no certificate in PEM");
    }
    return certificates;
  }
}

package io.postern.benchmarks.compare;

import io.postern.benchmarks.peers.Behind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** One certificate for all: P-256, as new ones are; made by openssl. */
final class Certificates {
  private Certificates() {}

  static void make(Behind behind) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "90",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            behind.key().toString(),
            "-out",
            behind.chain().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(behind.folder().resolve("openssl.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("openssl made no certificate: see " + behind.folder());
    }
    Files.writeString(
        behind.pem(), Files.readString(behind.chain()) + Files.readString(behind.key()));
  }
}

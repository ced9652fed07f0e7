package io.postern.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Test support: certificates made by openssl in a folder of the test's own, so that none is ever
 * committed, and none expires in the repository.
 */
public final class Pki {
  private final Path folder;

  /** A certificate with its key. */
  public record Pair(Path chain, Path key) {}

  private Pki(Path folder) {
    this.folder = folder;
  }

  /** With an authority {@code ca} and another one, {@code other-ca}. */
  public static Pki in(Path folder) {
    Pki pki = new Pki(folder);
    pki.authority("ca");
    pki.authority("other-ca");
    return pki;
  }

  public Path folder() {
    return folder;
  }

  public Path authority() {
    return folder.resolve("ca.pem");
  }

  public Path otherAuthority() {
    return folder.resolve("other-ca.pem");
  }

  private void authority(String name) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=Test_"
            + name
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".pem");
  }

  /**
   * Signed by our authority, valid now; {@code names} such as {@code DNS:a.example,IP:127.0.0.1}.
   */
  public Pair signed(String file, String names) {
    return signed(file, "ca", names, "-days 30");
  }

  public Pair signedByOther(String file, String names) {
    return signed(file, "other-ca", names, "-days 30");
  }

  /** Ends with the second in which it is made. */
  public Pair expired(String file, String names) {
    return signed(file, "ca", names, "-days 0");
  }

  /** Valid for so many days from now. */
  public Pair signedFor(String file, String names, int days) {
    return signed(file, "ca", names, "-days " + days);
  }

  private Pair signed(String file, String authority, String names, String validity) {
    write(file + ".ext", "subjectAltName=" + names + "\nextendedKeyUsage=serverAuth,clientAuth\n");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /O=Example/CN="
            + file
            + " -keyout "
            + file
            + ".key -out "
            + file
            + ".csr");
    openssl(
        "x509 -req -in "
            + file
            + ".csr -CA "
            + authority
            + ".pem -CAkey "
            + authority
            + ".key -CAcreateserial "
            + validity
            + " -extfile "
            + file
            + ".ext -out "
            + file
            + ".pem");
    return pair(file);
  }

  public Pair selfSigned(String file, String names) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN="
            + file
            + " -addext subjectAltName="
            + names
            + " -keyout "
            + file
            + ".key -out "
            + file
            + ".pem");
    return pair(file);
  }

  private Pair pair(String file) {
    return new Pair(folder.resolve(file + ".pem"), folder.resolve(file + ".key"));
  }

  public Path write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Runs openssl in the folder, and returns what it said; arguments hold no blanks. */
  public String openssl(String arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("openssl " + arguments + ":\n" + said);
      }
      return said;
    } catch (IOException missing) {
      throw new AssertionError("openssl is missing; these tests never skip", missing);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}

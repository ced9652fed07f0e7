package io.postern.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.imap.Octets;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks of a PEM file (RFC 7468); what stands between them is passed over.
 *
 * @param label {@code CERTIFICATE}
 * @param headers RFC 1421's, which traditional encrypted keys still have
 */
record Pem(String label, Map<String, String> headers, Octets der) {
  /** A list of all public authorities has a quarter of that. */
  static final int FILE_OCTETS_MAX = 1024 * 1024;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** Reads a file whole. */
  static List<Pem> read(Path file) throws TlsFileException {
    byte[] octets;
    try {
      if (Files.isRegularFile(file) && Files.size(file) > FILE_OCTETS_MAX) {
        throw wrong(file, "is longer than " + FILE_OCTETS_MAX + " octets");
      }
      octets = Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new TlsFileException(file, TlsFileException.Fault.MISSING, "no such file");
    } catch (AccessDeniedException forbidden) {
      throw new TlsFileException(file, TlsFileException.Fault.FORBIDDEN, "may not be read");
    } catch (IOException unreadable) {
      throw wrong(file, "can't be read");
    }
    try {
      return parse(new String(octets, ISO_8859_1));
    } catch (IllegalArgumentException notPem) {
      throw wrong(file, notPem.getMessage());
    }
  }

  /** Throws {@link IllegalArgumentException} with a few words. */
  static List<Pem> parse(String text) {
    List<Pem> blocks = new ArrayList<>();
    String label = "";
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder base64 = new StringBuilder();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        if (!label.isEmpty()) {
          throw new IllegalArgumentException("is cut off: a " + label + " has no end");
        }
        label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        headers = new LinkedHashMap<>();
        base64.setLength(0);
      } else if (!label.isEmpty() && line.startsWith(END)) {
        blocks.add(new Pem(label, headers, decoded(label, base64)));
        label = "";
      } else if (!label.isEmpty()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        } else {
          base64.append(line);
        }
      }
    }
    if (!label.isEmpty()) {
      throw new IllegalArgumentException("is cut off: a " + label + " has no end");
    }
    return blocks;
  }

  static TlsFileException wrong(Path file, String reason) {
    return new TlsFileException(file, TlsFileException.Fault.WRONG, reason);
  }

  private static Octets decoded(String label, StringBuilder base64) {
    try {
      return Octets.copyOf(Base64.getDecoder().decode(base64.toString()));
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException("is no PEM: a " + label + " isn't base64", notBase64);
    }
  }
}

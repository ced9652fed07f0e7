package io.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which two gateways are seen to run the same configuration file. */
final class ConfigHash {
  /** Enough to tell files apart; it proves nothing. */
  private static final int OCTETS = 8;

  private ConfigHash() {}

  /** The beginning of the SHA-256 of a file, in hexadecimal; empty if it can't be read. */
  static String of(Path file) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(whole, 0, OCTETS);
    } catch (IOException unreadable) {
      return "";
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("every Java has SHA-256", impossible);
    }
  }
}

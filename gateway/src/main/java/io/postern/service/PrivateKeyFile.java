package io.postern.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.imap.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys in all the forms that openssl has written over the years: PKCS#8 (RFC 5958), clear
 * or encrypted (PBES2 and what came before), PKCS#1 (RFC 8017) and SEC 1 (RFC 5915), clear or
 * encrypted in the traditional way (RFC 1421's headers).
 */
final class PrivateKeyFile {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final int TRADITIONAL_SALT_OCTETS = 8;

  private final Path file;
  private final Optional<Secret> passphrase;

  private PrivateKeyFile(Path file, Optional<Secret> passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  static PrivateKey read(Path file, Optional<Secret> passphrase) throws TlsFileException {
    List<Pem> keys =
        Pem.read(file).stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.isEmpty()) {
      throw Pem.wrong(file, "holds no private key in PEM");
    }
    if (keys.size() > 1) {
      throw Pem.wrong(file, "holds more than one private key");
    }
    return new PrivateKeyFile(file, passphrase).key(keys.getFirst());
  }

  private PrivateKey key(Pem block) throws TlsFileException {
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> made(block.der().toByteArray());
        case "ENCRYPTED PRIVATE KEY" -> made(decrypted(block.der().toByteArray()));
        case "RSA PRIVATE KEY" -> made(Der.pkcs8OfRsa(traditional(block)));
        case "EC PRIVATE KEY" -> made(Der.pkcs8OfEc(traditional(block)));
        default -> throw Pem.wrong(file, "holds a key of a kind that isn't supported");
      };
    } catch (BadPaddingException | InvalidKeySpecException garbage) {
      // What was decrypted with another key is no key either, though its padding may look right.
      throw encrypted(block) ? wrongPassphrase() : Pem.wrong(file, "holds no key that can be read");
    } catch (IllegalArgumentException notDer) {
      throw encrypted(block)
          ? wrongPassphrase()
          : Pem.wrong(file, "holds a key that " + notDer.getMessage());
    } catch (GeneralSecurityException | IOException unsupported) {
      throw Pem.wrong(file, "holds a key that is encrypted in a way that isn't supported");
    }
  }

  private static boolean encrypted(Pem block) {
    return block.label().startsWith("ENCRYPTED") || block.headers().containsKey("DEK-Info");
  }

  private TlsFileException wrongPassphrase() {
    return Pem.wrong(file, "the passphrase is wrong");
  }

  private static PrivateKey made(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    InvalidKeySpecException last = new InvalidKeySpecException();
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        last = another;
      }
    }
    throw last;
  }

  private byte[] decrypted(byte[] der)
      throws GeneralSecurityException, IOException, TlsFileException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    String name = info.getAlgName();
    // PBES2 (RFC 8018) says in its parameters what it is; the JDK writes that as their text.
    String algorithm =
        name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13")
            ? String.valueOf(info.getAlgParameters())
            : name;
    char[] words = new String(secret(), UTF_8).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(words);
    try {
      SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } finally {
      spec.clearPassword();
      Arrays.fill(words, ' ');
    }
  }

  private byte[] traditional(Pem block) throws GeneralSecurityException, TlsFileException {
    String how = block.headers().get("DEK-Info");
    if (how == null) {
      return block.der().toByteArray();
    }
    String[] parts = how.split(",", 2);
    int keyOctets =
        switch (parts[0]) {
          case "AES-128-CBC" -> 16;
          case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
          case "AES-256-CBC" -> 32;
          default -> throw new GeneralSecurityException("another cipher");
        };
    boolean aes = parts[0].startsWith("AES");
    byte[] vector = HexFormat.of().parseHex(parts.length < 2 ? "" : parts[1].strip());
    if (vector.length < TRADITIONAL_SALT_OCTETS) {
      throw new GeneralSecurityException("no initial vector");
    }
    Cipher cipher = Cipher.getInstance(aes ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(derived(vector, keyOctets), aes ? "AES" : "DESede"),
        new IvParameterSpec(vector));
    return cipher.doFinal(block.der().toByteArray());
  }

  /** OpenSSL's EVP_BytesToKey with MD5 and one round; weak, and so what the file has. */
  private byte[] derived(byte[] vector, int octets)
      throws GeneralSecurityException, TlsFileException {
    byte[] key = new byte[octets];
    byte[] last = {};
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (int at = 0; at < octets; at += last.length) {
      md5.update(last);
      md5.update(secret());
      md5.update(vector, 0, TRADITIONAL_SALT_OCTETS);
      last = md5.digest();
      System.arraycopy(last, 0, key, at, Math.min(last.length, octets - at));
    }
    return key;
  }

  private byte[] secret() throws TlsFileException {
    if (passphrase.isEmpty()) {
      throw Pem.wrong(file, "the key is encrypted, and there is no passphrase");
    }
    return passphrase.get().reveal().toByteArray();
  }
}

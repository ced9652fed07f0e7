package io.postern.service;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as wraps one form of a private key into another. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;

  /** {@code [0]}, constructed. */
  static final int CONTEXT_0 = 0xA0;

  private static final byte[] RSA_ENCRYPTION = {
    0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1
  };
  private static final byte[] EC_PUBLIC_KEY = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Der() {}

  /** RFC 8017, appendix A.1.2, in RFC 5958's PrivateKeyInfo. */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return pkcs8(of(OID, RSA_ENCRYPTION), of(NULL), pkcs1);
  }

  /**
   * RFC 5915's ECPrivateKey in the same; its curve must stand in it. Throws {@link
   * IllegalArgumentException} if it doesn't.
   */
  static byte[] pkcs8OfEc(byte[] sec1) {
    return pkcs8(of(OID, EC_PUBLIC_KEY), curve(sec1), sec1);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] parameters, byte[] key) {
    return of(
        SEQUENCE,
        of(INTEGER, new byte[] {0}),
        of(SEQUENCE, algorithm, parameters),
        of(OCTET_STRING, key));
  }

  private static byte[] curve(byte[] sec1) {
    Reader whole = new Reader(sec1, 0, sec1.length);
    Reader fields = whole.into(SEQUENCE);
    fields.into(INTEGER);
    fields.into(OCTET_STRING);
    return fields.into(CONTEXT_0).rest();
  }

  static byte[] of(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] each : contents) {
      content.writeBytes(each);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      // PEM files are bounded, but a key of 64 KiB is none.
      if (length > 0xffff) {
        throw new IllegalArgumentException("is too long for a key");
      }
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /** Reads one element after the other. */
  private static final class Reader {
    private final byte[] octets;
    private final int end;
    private int at;

    Reader(byte[] octets, int from, int end) {
      this.octets = octets;
      this.at = from;
      this.end = end;
    }

    Reader into(int tag) {
      if (octet() != tag) {
        throw new IllegalArgumentException("isn't a key as its label says");
      }
      int length = octet();
      if (length >= 0x80) {
        int more = length & 0x7f;
        length = 0;
        if (more < 1 || more > 3) {
          throw new IllegalArgumentException("isn't a key as its label says");
        }
        for (int i = 0; i < more; i++) {
          length = (length << 8) | octet();
        }
      }
      if (length > end - at) {
        throw new IllegalArgumentException("is cut off");
      }
      Reader content = new Reader(octets, at, at + length);
      at += length;
      return content;
    }

    byte[] rest() {
      return Arrays.copyOfRange(octets, at, end);
    }

    private int octet() {
      if (at >= end) {
        throw new IllegalArgumentException("is cut off");
      }
      return octets[at++] & 0xff;
    }
  }
}

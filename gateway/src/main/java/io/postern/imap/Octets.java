package io.postern.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A sequence of octets that nobody can change; the one wrapper for a peer's bytes above the
 * network.
 */
public final class Octets {
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] octets;

  private Octets(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of {@code length} octets from {@code offset}. */
  public static Octets copyOf(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Octets(Arrays.copyOfRange(source, offset, offset + length));
  }

  public static Octets copyOf(byte[] source) {
    return copyOf(source, 0, source.length);
  }

  /**
   * The octets of an ASCII text; throws {@link IllegalArgumentException} on anything above 0x7F.
   */
  public static Octets ascii(String text) {
    byte[] made = new byte[text.length()];
    for (int i = 0; i < made.length; i++) {
      if (text.charAt(i) > 0x7F) {
        throw new IllegalArgumentException("not ASCII at " + i);
      }
      made[i] = (byte) text.charAt(i);
    }
    return new Octets(made);
  }

  public static Octets utf8(String text) {
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return octets.length;
  }

  /** The octet at {@code index}, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xFF;
  }

  public byte[] toByteArray() {
    return octets.clone();
  }

  /**
   * Copies all octets into {@code target} from {@code offset} and returns the offset behind them.
   */
  public int copyTo(byte[] target, int offset) {
    System.arraycopy(octets, 0, target, offset, octets.length);
    return offset + octets.length;
  }

  /**
   * UTF-8 where the octets are valid UTF-8, else ISO-8859-1 (spec/policy-semantics.md, section 6).
   */
  public String text() {
    return Utf8.isValid(octets, 0, octets.length)
        ? new String(octets, StandardCharsets.UTF_8)
        : new String(octets, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** The length only: a peer's octets reach no log by accident. */
  @Override
  public String toString() {
    return octets.length + " octets";
  }
}

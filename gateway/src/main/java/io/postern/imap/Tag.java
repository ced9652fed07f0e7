package io.postern.imap;

/**
 * A command's tag, RFC 9051 section 9: {@code tag = 1*<any ASTRING-CHAR except "+">}; echoed
 * octet-exact. 1 to {@link #OCTETS_MAX} octets.
 *
 * <p>No record: each command has one, and most are only held against others and echoed, so that the
 * text is made for those that are told of.
 */
public final class Tag {
  /** Longer tags serve nobody but an attacker (threats T11). */
  public static final int OCTETS_MAX = 256;

  private static final boolean[] ALLOWED = new boolean[0x100];

  static {
    for (int c = 0; c < 0x80; c++) {
      ALLOWED[c] = c != '+' && Ascii.isAstringChar(c);
    }
  }

  private final Octets octets;
  private final int hash;

  /** The tag {@code source[start, end)}; what is no tag throws. */
  public Tag(byte[] source, int start, int end) {
    if (start == end || end - start > OCTETS_MAX) {
      throw new IllegalArgumentException("not a tag");
    }
    int sum = 0;
    int i = start;
    do {
      int octet = source[i] & 0xFF;
      if (!ALLOWED[octet]) {
        throw new IllegalArgumentException("not a tag");
      }
      sum = 31 * sum + octet;
    } while (++i < end);
    hash = sum;
    octets = Octets.copyOf(source, start, end - start);
  }

  public Tag(String text) {
    this(Octets.ascii(text).toByteArray(), 0, text.length());
  }

  public Octets octets() {
    return octets;
  }

  public String text() {
    return octets.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag that && hash == that.hash && octets.equals(that.octets);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}

package io.postern.service;

/**
 * A host name, or {@code *.} and a domain: any one label before it, as in certificates (RFC 6125,
 * section 6.4.3).
 *
 * @param text in lower case
 */
public record NamePattern(String text) {
  private static final String ANY = "*.";

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public NamePattern {
    text = ServerName.lower(text);
    // The strict reader of names; the port is only there to be read.
    Address name = new Address(text.startsWith(ANY) ? text.substring(ANY.length()) : text, 0);
    if (name.numeric()) {
      throw new IllegalArgumentException("an address is no name: clients send names only");
    }
  }

  /**
   * Whether a name is meant.
   *
   * @param host in lower case
   */
  public boolean matches(String host) {
    if (!text.startsWith(ANY)) {
      return text.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equals(text.substring(1));
  }

  /** Whether all that another one means is meant by this one. */
  public boolean covers(NamePattern other) {
    return equals(other) || (!other.text.startsWith(ANY) && matches(other.text));
  }

  @Override
  public String toString() {
    return text;
  }
}

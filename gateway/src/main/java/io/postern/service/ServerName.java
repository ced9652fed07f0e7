package io.postern.service;

/** What is known of the host name that a client asks for in TLS (RFC 6066, section 3). */
public sealed interface ServerName {
  ServerName NOT_YET = new NotYet();
  ServerName NONE = new None();

  /** Its ClientHello hasn't been seen. */
  record NotYet() implements ServerName {}

  /** It asks for none. */
  record None() implements ServerName {}

  /**
   * A name.
   *
   * @param host in lower case
   */
  record Named(String host) implements ServerName {
    public Named {
      host = lower(host);
    }
  }

  /** ASCII lower case; letters beyond ASCII stay as they are, so nothing folds into a name. */
  static String lower(String text) {
    char[] made = text.toCharArray();
    for (int i = 0; i < made.length; i++) {
      made[i] = (char) (made[i] >= 'A' && made[i] <= 'Z' ? made[i] + 32 : made[i]);
    }
    return new String(made);
  }
}

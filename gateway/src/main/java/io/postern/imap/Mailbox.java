package io.postern.imap;

/**
 * A mailbox name, decoded to Unicode; INBOX in any case is {@code INBOX} (RFC 9051, section 5.1).
 *
 * @param name what policies compare; how it is written on the wire is the encoder's matter
 */
public record Mailbox(String name) {
  public Mailbox {
    if (Ascii.upper(name).equals("INBOX")) {
      name = "INBOX";
    }
  }
}

package io.postern.imap;

/** Octets that must never be printed: passwords, SASL data. */
public final class Secret {
  private final Octets octets;

  public Secret(Octets octets) {
    this.octets = octets;
  }

  /** The octets themselves: for the encoder and for policy functions, never for a log. */
  public Octets reveal() {
    return octets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && octets.equals(that.octets);
  }

  @Override
  public int hashCode() {
    return octets.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}

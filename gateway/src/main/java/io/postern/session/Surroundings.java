package io.postern.session;

/**
 * What lies around a session on its two connections, and what it therefore does by itself.
 *
 * @param client TLS on the client's leg, as the session has to deal with it
 * @param server the same on the server's
 * @param takesLogin whether the server is known by the login only: the session greets, takes it,
 *     and asks for the server then ({@link Effects#route})
 * @param pace what it may do, and whether logins ask
 * @param origin whose session it is, and who is told so
 */
public record Surroundings(
    ClientLeg client, ServerLeg server, boolean takesLogin, Pace pace, Origin origin) {
  /** Both connections as they came. */
  public static final Surroundings NONE =
      new Surroundings(ClientLeg.AS_IT_IS, ServerLeg.AS_IT_IS, false);

  /** A session without bounds of its own. */
  public Surroundings(ClientLeg client, ServerLeg server, boolean takesLogin) {
    this(client, server, takesLogin, Pace.NONE, Origin.UNTOLD);
  }

  public Surroundings withPace(Pace changed) {
    return new Surroundings(client, server, takesLogin, changed, origin);
  }

  public Surroundings withOrigin(Origin changed) {
    return new Surroundings(client, server, takesLogin, pace, changed);
  }

  /**
   * The client's address in the ID command (docs/operations.md, "The client's address").
   *
   * @param toServer whether the server is told
   * @param believesClient whether the client is a proxy whose own word about addresses counts
   * @param clientIp the client's address, without brackets
   * @param connectedIp where it connected to, likewise
   * @param hopsMax gateways that a session may come through
   */
  public record Origin(
      boolean toServer,
      boolean believesClient,
      String clientIp,
      int clientPort,
      String connectedIp,
      int connectedPort,
      int hopsMax) {
    /** Nobody is told, nobody believed. */
    public static final Origin UNTOLD = new Origin(false, false, "", 0, "", 0, 1);

    public Origin {
      if (hopsMax < 1) {
        throw new IllegalArgumentException("at least one hop: this gateway");
      }
    }
  }

  /** TLS toward the client. */
  public enum ClientLeg {
    /** In clear for good, or TLS from the first octet: the session hasn't to care. */
    AS_IT_IS,
    /** The client may ask for it. */
    STARTTLS_OFFERED,
    /** The client has to ask for it before its login. */
    STARTTLS_REQUIRED
  }

  /** TLS toward the server. */
  public enum ServerLeg {
    /** In clear for good, or TLS from the first octet. */
    AS_IT_IS,
    /** The session asks for it before anything else, and ends where it doesn't get it. */
    STARTTLS_REQUIRED
  }
}

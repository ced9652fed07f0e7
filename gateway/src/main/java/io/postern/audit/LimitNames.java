package io.postern.audit;

import java.util.List;

/**
 * The limits that {@code limit_reached} tells of, and what was done: closed lists, fit for metric
 * labels. What can be configured has the name of its key.
 */
public final class LimitNames {
  public static final String ACCEPTING = "accepting";
  public static final String HELD = "held";
  public static final String CONNECTIONS = "connections";
  public static final String PER_ADDRESS = "connections-per-address";
  public static final String PER_NETWORK = "connections-per-network";
  public static final String PER_USER = "connections-per-user";
  public static final String NEW = "new-connections-per-second";
  public static final String NEW_PER_ADDRESS = "new-connections-per-address-per-second";
  public static final String COMMANDS = "commands-per-second";
  public static final String OCTETS = "octets-per-session";
  public static final String OCTETS_PER_HOUR = "octets-per-hour";
  public static final String FAILED_LOGINS = "failed-login-delay";

  /** Every name. */
  public static final List<String> ALL =
      List.of(
          ACCEPTING,
          HELD,
          CONNECTIONS,
          PER_ADDRESS,
          PER_NETWORK,
          PER_USER,
          NEW,
          NEW_PER_ADDRESS,
          COMMANDS,
          OCTETS,
          OCTETS_PER_HOUR,
          FAILED_LOGINS);

  /** The connection or the login was refused. */
  public static final String REFUSED = "refused";

  /** The session was ended. */
  public static final String ENDED = "ended";

  /** What came too early waits. */
  public static final String PAUSED = "paused";

  /** Every action. */
  public static final List<String> ACTIONS = List.of(REFUSED, ENDED, PAUSED);

  private LimitNames() {}
}

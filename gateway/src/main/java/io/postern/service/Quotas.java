package io.postern.service;

/**
 * How much a service gives to whom. Each is at least 1 or {@link #UNLIMITED}.
 *
 * @param sessions clients at once
 */
public record Quotas(int sessions) {
  public static final long UNLIMITED = Long.MAX_VALUE;

  public static final Quotas DEFAULT = new Quotas(Service.CONNECTIONS_DEFAULT);

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Quotas {
    if (sessions < 1 || sessions > Service.CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "connections is a number from 1 to " + Service.CONNECTIONS_MAX);
    }
  }

  public Quotas withSessions(int changed) {
    return new Quotas(changed);
  }
}

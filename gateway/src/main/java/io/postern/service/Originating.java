package io.postern.service;

import java.util.List;

/**
 * The client's address in the ID command, as Dovecot's proxies tell it: {@code ID
 * ("x-originating-ip" "192.0.2.1" ...)}.
 *
 * @param toServer whether the server is told
 * @param trusted networks whose own such fields are believed; those of others are removed
 * @param hopsMax proxies that a connection may have come through, by its {@code x-proxy-ttl}; one
 *     more is a loop
 */
public record Originating(boolean toServer, List<Network> trusted, int hopsMax) {
  public static final int HOPS_MAX_DEFAULT = 5;

  /** More gateways in a row than anybody has. */
  public static final int HOPS_MAX = 100;

  public static final Originating NONE = new Originating(false, List.of(), HOPS_MAX_DEFAULT);

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Originating {
    trusted = List.copyOf(trusted);
    if (hopsMax < 1 || hopsMax > HOPS_MAX) {
      throw new IllegalArgumentException("hops are a number from 1 to " + HOPS_MAX);
    }
  }
}

package io.postern.service;

import java.util.Objects;

/** TLS on both legs of a service; each leg has its own, and either is converted into the other. */
public record Tls(ClientTls client, ServerTls server) {
  public static final Tls NONE = new Tls(ClientTls.NONE, ServerTls.NONE);

  public Tls {
    Objects.requireNonNull(client);
    Objects.requireNonNull(server);
  }
}

package io.postern.service;

import java.util.List;
import java.util.Objects;

/**
 * The PROXY protocol, which carries a client's address through proxies (HAProxy's proxy-protocol
 * text, versions 1 and 2).
 *
 * @param in whether clients' connections begin with a header
 * @param trusted networks whose header is believed; not empty unless {@link In#OFF}
 * @param out which header the server gets
 */
public record ProxyProtocol(In in, List<Network> trusted, Out out) {
  public static final ProxyProtocol NONE = new ProxyProtocol(In.OFF, List.of(), Out.NONE);

  /** Whether a header is taken. */
  public enum In {
    OFF,
    OPTIONAL,
    REQUIRED
  }

  /** Which header is sent. */
  public enum Out {
    NONE,
    V1,
    V2
  }

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public ProxyProtocol {
    trusted = List.copyOf(trusted);
    Objects.requireNonNull(out);
    if (in != In.OFF && trusted.isEmpty()) {
      throw new IllegalArgumentException("PROXY headers are taken from trusted networks only");
    }
  }
}

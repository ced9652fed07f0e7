package io.postern.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS toward servers.
 *
 * @param mode when TLS begins
 * @param ca PEM file of the authorities that are trusted; empty: the system's
 * @param name the name that the certificate must have and that is sent as SNI; empty: the host that
 *     is connected to
 * @param verify how much of the certificate is verified
 * @param pins {@code sha256/BASE64} of public keys (RFC 7469, section 2.4); present exactly where
 *     {@link Verify#PINNED}
 */
public record ServerTls(
    Mode mode, Optional<Path> ca, Optional<String> name, Verify verify, List<String> pins) {
  public static final ServerTls NONE =
      new ServerTls(Mode.NONE, Optional.empty(), Optional.empty(), Verify.FULL, List.of());

  /** When TLS begins. Nothing is ever said in clear where one of these but NONE is chosen. */
  public enum Mode {
    /** Never. */
    NONE,
    /** With the connection. */
    IMPLICIT,
    /** By STARTTLS before anything else; a server that refuses is not talked to. */
    STARTTLS_REQUIRED
  }

  /** How much of a server's certificate is verified. */
  public enum Verify {
    /** Chain, host name and dates. */
    FULL,
    /** That its key is one of the pins, and its dates. */
    PINNED,
    /** Nothing: anybody on the path may read all. By name only, and never without a warning. */
    OFF
  }

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public ServerTls {
    Objects.requireNonNull(mode);
    Objects.requireNonNull(ca);
    Objects.requireNonNull(name);
    pins = List.copyOf(pins);
    if ((verify == Verify.PINNED) == pins.isEmpty()) {
      throw new IllegalArgumentException("server_verify: pinned and server_pins go together");
    }
  }
}

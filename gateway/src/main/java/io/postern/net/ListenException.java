package io.postern.net;

import io.postern.service.Address;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** The gateway can't listen where it was told to; nothing was started. */
public final class ListenException extends Exception {
  /** What stood in the way. */
  public enum Reason {
    IN_USE("the port is in use"),
    NOT_PERMITTED("not permitted: ports below 1024 need a privilege"),
    NO_SUCH_ADDRESS("this machine has no such address"),
    NO_SUCH_NAME("the name has no address"),
    ENDING("the gateway is ending"),
    NOT_LOOPBACK("the name leads beyond loopback, and there is no TLS"),
    NOT_TRANSPARENT(
        "a transparent router needs CAP_NET_ADMIN and Linux's epoll, and this process lacks one"),
    OTHER("the system refused");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private static final long serialVersionUID = 1;

  private final transient Address address;
  private final Reason reason;

  ListenException(Address address, Reason reason) {
    super("cannot listen on " + address + ": " + reason.text());
    this.address = address;
    this.reason = reason;
  }

  /** The same of a listener that isn't the network's. */
  public static ListenException of(Address address, IOException cause) {
    return new ListenException(
        address, cause instanceof UnknownHostException ? Reason.NO_SUCH_NAME : reason(cause));
  }

  /** A name that should lead to this machine alone leads elsewhere. */
  public static ListenException notLoopback(Address address) {
    return new ListenException(address, Reason.NOT_LOOPBACK);
  }

  /**
   * Why binding failed, from what the system (or Netty's native code) said; both speak in
   * strerror's words.
   */
  static Reason reason(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    if (said.contains("in use")) {
      return Reason.IN_USE;
    }
    if (said.contains("Permission denied") || said.contains("not permitted")) {
      return Reason.NOT_PERMITTED;
    }
    if (said.contains("assign requested address") || cause instanceof UnresolvedAddressException) {
      return Reason.NO_SUCH_ADDRESS;
    }
    return Reason.OTHER;
  }

  public Address address() {
    return address;
  }

  public Reason reason() {
    return reason;
  }
}

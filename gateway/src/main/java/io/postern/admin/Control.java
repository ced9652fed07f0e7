package io.postern.admin;

/** What an administrator can ask of a gateway that runs, and have it do. Any thread. */
public interface Control {
  /** How it is, now. */
  GatewayStatus status();
}

package io.postern.service;

/** What the rules say of a connection. */
public sealed interface Choice {
  /** The first rule that matched is for this service. */
  record Chosen(Service service, String rule) implements Choice {}

  /**
   * Nobody is behind this door.
   *
   * @param rule where the rule stands that denies; {@code default} if none matched
   */
  record Denied(String rule) implements Choice {}

  /**
   * It depends on the name that the client will ask for in TLS: choose again when that is known,
   * after its ClientHello and before a certificate is shown.
   */
  record NeedsServerName() implements Choice {}
}

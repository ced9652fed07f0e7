package io.postern.service;

/**
 * What a service allows, and what it tells.
 *
 * @param clearTextAllowed whether it may listen beyond loopback without TLS
 * @param decisionIdsToClient whether refusals end with the decision id ({@code decision_id: log}
 *     keeps it from clients)
 * @param trustPreauth whether the server's PREAUTH is believed (spec section 8)
 * @param tellAccepts whether plain accepts are events too (the demo)
 */
public record Switches(
    boolean clearTextAllowed,
    boolean decisionIdsToClient,
    boolean trustPreauth,
    boolean tellAccepts) {
  public static final Switches DEFAULT = new Switches(false, true, false, false);

  public Switches withClearTextAllowed(boolean value) {
    return new Switches(value, decisionIdsToClient, trustPreauth, tellAccepts);
  }

  public Switches withDecisionIdsToClient(boolean value) {
    return new Switches(clearTextAllowed, value, trustPreauth, tellAccepts);
  }

  public Switches withTrustPreauth(boolean value) {
    return new Switches(clearTextAllowed, decisionIdsToClient, value, tellAccepts);
  }

  public Switches withTellAccepts(boolean value) {
    return new Switches(clearTextAllowed, decisionIdsToClient, trustPreauth, value);
  }
}

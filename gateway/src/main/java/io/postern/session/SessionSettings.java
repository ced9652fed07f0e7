package io.postern.session;

import io.postern.imap.Limits;
import io.postern.policy.Policy;
import io.postern.policy.SessionFacts;
import java.util.List;

/**
 * What a session is told at its birth.
 *
 * @param id 6 base32 letters, the SESSION of its decision ids
 * @param tagPrefix unpredictable letters before the number in the tags toward the server (spec
 *     section 7); not empty
 * @param facts names and addresses for policy functions; {@code user} is empty at birth
 * @param trustPreauth whether the server's PREAUTH is believed (spec section 8)
 * @param decisionIdsToClient whether refusals end with the decision id
 * @param tellAccepts whether plain accepts are events too (the demo)
 * @param beforeLoginMillis time for a login, from the connection on
 * @param idleMillis time without an octet from the client, after login
 * @param observed policies that are judged beside the one in force, told and not applied, in the
 *     order of {@link io.postern.policy.Question#policy}
 * @param surroundings what lies around it on its two connections
 */
public record SessionSettings(
    String id,
    String tagPrefix,
    Policy policy,
    Limits limits,
    SessionFacts facts,
    boolean trustPreauth,
    boolean decisionIdsToClient,
    boolean tellAccepts,
    long beforeLoginMillis,
    long idleMillis,
    List<Observed> observed,
    Surroundings surroundings) {
  /**
   * A policy that is only observed, and what its functions may know: the names of the session, but
   * attributes of its own, since its functions run beside those of the policy in force.
   */
  public record Observed(Policy policy, SessionFacts facts) {}

  public SessionSettings {
    observed = List.copyOf(observed);
  }

  /** With no policy but the one in force. */
  public SessionSettings(
      String id,
      String tagPrefix,
      Policy policy,
      Limits limits,
      SessionFacts facts,
      boolean trustPreauth,
      boolean decisionIdsToClient,
      boolean tellAccepts,
      long beforeLoginMillis,
      long idleMillis) {
    this(
        id,
        tagPrefix,
        policy,
        limits,
        facts,
        trustPreauth,
        decisionIdsToClient,
        tellAccepts,
        beforeLoginMillis,
        idleMillis,
        List.of(),
        Surroundings.NONE);
  }
}

package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.session.Pace;
import io.postern.session.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A transcript, parsed.
 *
 * @param file where it stands
 * @param name the word before {@code --} in its first comment
 * @param story the sentence behind it
 * @param pace what the session is kept to
 * @param capabilities what the server shows in its greeting and at login
 * @param start where the run starts
 * @param observing what is judged and not applied
 * @param switches of the service
 * @param tls on which legs the session has to do with STARTTLS
 * @param steps never empty; octets of the talk are in them
 */
public record Transcript(
    Path file,
    String name,
    String story,
    PolicyText policy,
    Limits limits,
    Times times,
    Pace pace,
    List<String> capabilities,
    Start start,
    Observing observing,
    Switches switches,
    Surroundings tls,
    List<Step> steps) {
  public Transcript {
    capabilities = List.copyOf(capabilities);
    steps = List.copyOf(steps);
  }

  /** Where a run starts; the exchanges that lead there are played silently. */
  public enum Start {
    CONNECT,
    NONAUTH,
    AUTH,
    SELECTED
  }

  /**
   * The header lines {@code mode observe} and {@code observe FILE}.
   *
   * @param mode whether the policy itself is only observed
   * @param policy a second policy, judged beside it
   */
  public record Observing(boolean mode, Optional<PolicyText> policy) {}

  /**
   * The header lines {@code trust_preauth true} and {@code decision_id log}.
   *
   * @param trustPreauth whether a PREAUTH greeting is believed
   * @param decisionIdsToClient whether refusals end with their decision id
   */
  public record Switches(boolean trustPreauth, boolean decisionIdsToClient) {
    public static final Switches DEFAULT = new Switches(false, true);
  }

  /** The session's patience in milliseconds. */
  public record Times(long beforeLoginMillis, long idleMillis) {
    /** 60 s before login, 35 min without an octet from the client after it. */
    public static final Times DEFAULT = new Times(60_000, 35 * 60_000);
  }
}

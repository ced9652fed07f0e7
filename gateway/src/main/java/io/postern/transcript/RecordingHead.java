package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.session.Pace;
import io.postern.session.Surroundings;

/**
 * What stands above a recorded transcript's talk.
 *
 * @param name letters, digits and hyphens, beginning with a letter or digit: the file's name
 *     without {@code .transcript}
 * @param story one sentence: when it was recorded, of whom
 * @param policy as a transcript names it: a base class, or a file relative to the transcript's
 *     folder, with {@code #CLASS} if it needs one
 * @param limits the service's; those that aren't the default are written
 * @param times the service's; likewise
 * @param sessionId the SESSION of the session's decision ids, which become {@code (S-N)}
 * @param observing whether the service has {@code mode: observe}
 * @param switches the service's
 * @param tls its STARTTLS on both legs, and what the ID command tells
 * @param pace the service's; what is bounded is written
 */
public record RecordingHead(
    String name,
    String story,
    String policy,
    Limits limits,
    Transcript.Times times,
    String sessionId,
    boolean observing,
    Transcript.Switches switches,
    Surroundings tls,
    Pace pace) {
  /** Of a service whose policy is in force, and whose switches are the default. */
  public RecordingHead(
      String name,
      String story,
      String policy,
      Limits limits,
      Transcript.Times times,
      String sessionId) {
    this(
        name,
        story,
        policy,
        limits,
        times,
        sessionId,
        false,
        Transcript.Switches.DEFAULT,
        Surroundings.NONE,
        Pace.NONE);
  }

  public RecordingHead {
    if (!name.matches("[a-z0-9][a-z0-9-]*") || !isOneLine(story) || !isOneLine(policy)) {
      throw new IllegalArgumentException("not the head of a transcript");
    }
  }

  private static boolean isOneLine(String text) {
    return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);
  }
}

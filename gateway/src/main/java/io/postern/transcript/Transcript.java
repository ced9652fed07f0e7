package io.postern.transcript;

import io.postern.imap.Limits;
import java.nio.file.Path;
import java.util.List;

/**
 * A transcript, parsed.
 *
 * @param file where it stands
 * @param name the word before {@code --} in its first comment
 * @param story the sentence behind it
 * @param capabilities what the server shows in its greeting and at login
 * @param start where the run starts
 * @param steps never empty; octets of the talk are in them
 */
public record Transcript(
    Path file,
    String name,
    String story,
    PolicyText policy,
    Limits limits,
    Times times,
    List<String> capabilities,
    Start start,
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

  /** The session's patience in milliseconds. */
  public record Times(long beforeLoginMillis, long idleMillis) {
    /** 60 s before login, 35 min without an octet from the client after it. */
    public static final Times DEFAULT = new Times(60_000, 35 * 60_000);
  }
}

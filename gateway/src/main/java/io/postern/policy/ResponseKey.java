package io.postern.policy;

import io.postern.imap.Ascii;
import java.util.Optional;

/**
 * A key of the response table, in upper case (spec/policy-semantics.md, section 2).
 *
 * @param command a command, {@code GREETING}, {@code UNSOLICITED} or {@code *}
 * @param name a response, a code in brackets ({@code [REFERRAL]}, {@code [*]}) or {@code *}
 */
public record ResponseKey(String command, Kind kind, String name) {
  /** The second dimension: IMAP_TAG_TAGGED, IMAP_TAG_UNTAGGED, IMAP_TAG_ALL. */
  public enum Kind {
    TAGGED,
    UNTAGGED,
    ALL;

    /** By its word in any case; {@code *} is ALL. */
    public static Optional<Kind> of(String word) {
      return switch (Ascii.upper(word)) {
        case "TAGGED" -> Optional.of(TAGGED);
        case "UNTAGGED" -> Optional.of(UNTAGGED);
        case "ALL", "*" -> Optional.of(ALL);
        default -> Optional.empty();
      };
    }
  }

  public ResponseKey {
    command = Ascii.upper(command);
    name = Ascii.upper(name);
  }

  /** Whether the key is of response codes. */
  public boolean isCode() {
    return name.startsWith("[");
  }

  /** The code's name without brackets; {@code *} for the star form. */
  public String code() {
    return name.substring(1, name.length() - 1);
  }

  /** As YAML writes it: {@code UID FETCH UNTAGGED FETCH}. */
  @Override
  public String toString() {
    return command + " " + kind + " " + name;
  }
}

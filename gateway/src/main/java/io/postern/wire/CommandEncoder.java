package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.Octets;
import java.util.List;

/** The parser's inverse: a command as octets toward the server. */
public final class CommandEncoder {
  private CommandEncoder() {}

  /**
   * How literals may be sent: {@code LITERAL+}, {@code LITERAL-} or IMAP4rev2 (up to 4096 octets),
   * or neither.
   */
  public enum Literals {
    SYNCHRONIZING,
    MINUS,
    PLUS;

    /** Whether a literal of that size may be sent as {@code {n+}}. */
    public boolean nonSynchronizing(long octets) {
      return this == PLUS || (this == MINUS && octets <= 4096);
    }
  }

  /**
   * The command with its tag, cut where the server's consent must be awaited: all but the last
   * segment end with {@code {n}} CRLF. The last ends with the command's CRLF; for APPEND it ends
   * with the marker of its message literal and CRLF.
   *
   * @param messageNonSynchronizing APPEND only: its message literal is announced as {@code {n+}}
   */
  public static List<Octets> encode(
      String tag,
      Command command,
      Literals literals,
      boolean utf8,
      boolean messageNonSynchronizing) {
    throw new UnsupportedOperationException();
  }

  /** What announces a further message of an APPEND: SP, flags, date, marker, CRLF. */
  public static Octets encodeNext(Command.AppendMessage message, boolean nonSynchronizing) {
    throw new UnsupportedOperationException();
  }
}

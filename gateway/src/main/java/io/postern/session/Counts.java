package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.ResponseName;
import java.util.Optional;

/**
 * What a session counts as it goes, beside its own summary: kinds of messages, never names or
 * octets of a peer. Called on the session's thread for each message, so it must cost next to
 * nothing.
 */
public interface Counts {
  /** Nobody counts. */
  Counts NONE =
      new Counts() {
        @Override
        public void ended(Optional<CommandName> command, CommandResult result) {}

        @Override
        public void completed(CommandName command, CommandResult result, long millis) {}

        @Override
        public void responses(ResponseName name, int count) {}
      };

  /** A command that never reached the server has its answer; empty: it isn't known by its name. */
  void ended(Optional<CommandName> command, CommandResult result);

  /**
   * A command that reached the server has its answer.
   *
   * @param millis since it was sent, in the precision of the session's time
   */
  void completed(CommandName command, CommandResult result, long millis);

  /** A response of the server was judged. */
  default void response(ResponseName name) {
    responses(name, 1);
  }

  /** Responses of the server were judged, all alike. */
  void responses(ResponseName name, int count);
}

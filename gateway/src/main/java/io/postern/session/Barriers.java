package io.postern.session;

import io.postern.imap.CommandName;

/**
 * The commands that wait for those before them, and make those behind them wait (spec section 7).
 */
final class Barriers {
  private Barriers() {}

  static boolean is(CommandName name) {
    return switch (name) {
      case STARTTLS, AUTHENTICATE, LOGIN, ENABLE, SELECT, EXAMINE, CLOSE, UNSELECT, IDLE, LOGOUT ->
          true;
      case CAPABILITY,
          NOOP,
          ID,
          CREATE,
          DELETE,
          RENAME,
          SUBSCRIBE,
          UNSUBSCRIBE,
          LIST,
          LSUB,
          NAMESPACE,
          STATUS,
          APPEND,
          CHECK,
          EXPUNGE,
          SEARCH,
          FETCH,
          STORE,
          COPY,
          MOVE,
          UID_FETCH,
          UID_STORE,
          UID_COPY,
          UID_MOVE,
          UID_SEARCH,
          UID_EXPUNGE ->
          false;
    };
  }

  /**
   * Commands whose OK can't become a NO: what they did at the server can't be taken back (spec
   * section 5).
   */
  static boolean okIsFinal(CommandName name) {
    return switch (name) {
      case LOGIN, AUTHENTICATE, STARTTLS, ENABLE, CLOSE, UNSELECT, LOGOUT -> true;
      case CAPABILITY,
          NOOP,
          ID,
          SELECT,
          EXAMINE,
          CREATE,
          DELETE,
          RENAME,
          SUBSCRIBE,
          UNSUBSCRIBE,
          LIST,
          LSUB,
          NAMESPACE,
          STATUS,
          APPEND,
          IDLE,
          CHECK,
          EXPUNGE,
          SEARCH,
          FETCH,
          STORE,
          COPY,
          MOVE,
          UID_FETCH,
          UID_STORE,
          UID_COPY,
          UID_MOVE,
          UID_SEARCH,
          UID_EXPUNGE ->
          false;
    };
  }
}

package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;

/**
 * The two states of a session (spec section 9): the server's, moved only by the server's answers,
 * and the client's, what the client was told. A command must be allowed in both.
 */
final class States {
  private ConnectionState server = ConnectionState.NONAUTH;
  private ConnectionState client = ConnectionState.NONAUTH;
  private boolean judgedFirst;

  ConnectionState server() {
    return server;
  }

  ConnectionState client() {
    return client;
  }

  /** The client's state as policies see it: INITIAL until the first command has been judged. */
  ConnectionState shown() {
    return judgedFirst ? client : ConnectionState.INITIAL;
  }

  /** INITIAL ends when the first command has been judged. */
  void judged() {
    judgedFirst = true;
  }

  boolean allow(CommandName name) {
    return name.section().allowedIn(server) && name.section().allowedIn(client);
  }

  /** Whether the server has authenticated the user: what limits and code filters go by. */
  boolean authenticated() {
    return server.authenticated();
  }

  boolean bothSelected() {
    return server == ConnectionState.SELECTED && client == ConnectionState.SELECTED;
  }

  void both(ConnectionState state) {
    server = state;
    client = state;
  }

  void client(ConnectionState state) {
    client = state;
  }

  void server(ConnectionState state) {
    server = state;
  }

  /** {@code imap_state_new} before a function runs: what the command leads to if it succeeds. */
  ConnectionState after(CommandName name) {
    return switch (name) {
      case LOGIN -> ConnectionState.AUTH;
      case AUTHENTICATE -> ConnectionState.AUTHENTICATING;
      case SELECT, EXAMINE -> ConnectionState.SELECTED;
      case CLOSE, UNSELECT -> ConnectionState.AUTH;
      case LOGOUT -> ConnectionState.QUIT;
      case CAPABILITY,
          NOOP,
          ID,
          STARTTLS,
          ENABLE,
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
          shown();
    };
  }
}

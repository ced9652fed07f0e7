package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Command;
import io.postern.imap.ConnectionState;
import io.postern.imap.ResponseName;
import io.postern.wire.Response;

/**
 * Moves the states of both sides by tagged answers: the server's by what it says, the client's by
 * what it is told (spec section 9).
 */
final class StateMoves {
  private final Conversation talk;

  StateMoves(Conversation talk) {
    this.talk = talk;
  }

  /** The server's state moves on its own answer. */
  void server(Pending pending, Response response) {
    boolean ok = response.name() == ResponseName.OK;
    switch (pending.name()) {
      case LOGIN, AUTHENTICATE -> {
        if (ok) {
          talk.states.server(ConnectionState.AUTH);
          talk.capabilities.forgetUnlessLearned();
        } else {
          talk.states.server(ConnectionState.NONAUTH);
        }
      }
      case SELECT, EXAMINE -> {
        if (ok) {
          talk.states.server(ConnectionState.SELECTED);
        } else if (response.name() == ResponseName.NO) {
          talk.states.server(ConnectionState.AUTH);
        }
      }
      case CLOSE, UNSELECT -> {
        if (ok) {
          talk.states.server(ConnectionState.AUTH);
        }
      }
      case ENABLE -> {
        if (ok) {
          talk.utf8Commands = talk.utf8Responses();
        }
      }
      case LOGOUT -> {
        if (ok) {
          talk.states.server(ConnectionState.QUIT);
        }
      }
      default -> {}
    }
  }

  /** The client's state moves on what it is told. */
  void client(Pending pending, ResponseName told, boolean serverOk) {
    boolean ok = told == ResponseName.OK;
    switch (pending.name()) {
      case LOGIN, AUTHENTICATE ->
          talk.states.client(ok ? ConnectionState.AUTH : ConnectionState.NONAUTH);
      case SELECT, EXAMINE -> {
        if (ok) {
          talk.states.client(ConnectionState.SELECTED);
          talk.savedResultInvalid = false;
        } else if (told == ResponseName.NO) {
          talk.states.client(ConnectionState.AUTH);
        }
      }
      case CLOSE, UNSELECT -> {
        if (ok) {
          talk.states.client(ConnectionState.AUTH);
        }
      }
      case LOGOUT -> {
        if (ok) {
          talk.states.client(ConnectionState.QUIT);
        }
      }
      case SEARCH, UID_SEARCH -> {
        if (pending.command instanceof Command.Search search && search.saves()) {
          talk.savedResultInvalid = serverOk ? !ok : talk.savedResultInvalid;
        }
      }
      default -> {}
    }
  }

  /** What a function set as imap_state_new is entered at the tagged OK. */
  void entered(Pending pending, ResponseName told) {
    if (told != ResponseName.OK || pending.newState.isEmpty()) {
      return;
    }
    if (pending.newState.get() == ConnectionState.QUIT) {
      talk.end(Event.Cause.POLICY_ABORT, Texts.BYE_POLICY);
    } else {
      talk.states.client(pending.newState.get());
    }
  }
}

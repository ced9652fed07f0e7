package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;
import io.postern.imap.Tag;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.wire.Response;
import java.util.List;

/**
 * The policies that are judged and not applied, mostly none: then each of these methods is a look
 * at an empty array.
 */
final class Observers {
  private final Conversation talk;
  private final Observer[] all;

  Observers(Conversation talk, List<SessionSettings.Observed> observed) {
    this.talk = talk;
    this.all = new Observer[observed.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Observer(talk, i + 1, observed.get(i));
    }
  }

  /** For those who would have to make something to tell. */
  boolean any() {
    return all.length > 0;
  }

  void command(Received received, RequestAction applied) {
    for (Observer each : all) {
      each.commands.command(received, applied);
    }
  }

  void head(Tag tag, CommandName name, long decision, RequestAction applied) {
    for (Observer each : all) {
      each.commands.head(tag, name, decision, applied);
    }
  }

  void next(Pending pending, Command.Append whole, long decision, RequestAction applied) {
    for (Observer each : all) {
      each.commands.next(pending, whole, decision, applied);
    }
  }

  void response(
      Owner owner,
      ResponseType type,
      Response response,
      String tag,
      long decision,
      ResponseAction applied) {
    response(owner, type, response, tag, decision, talk.states.shown(), applied);
  }

  /** {@code after}: the state that the response leads to, if it passes. */
  void response(
      Owner owner,
      ResponseType type,
      Response response,
      String tag,
      long decision,
      ConnectionState after,
      ResponseAction applied) {
    for (Observer each : all) {
      each.responses.response(
          new ObservedResponse(owner, type, tag, decision, after), response, applied);
    }
  }

  void code(Owner owner, ResponseType type, Response response, String tag, long decision) {
    for (Observer each : all) {
      each.responses.code(
          new ObservedResponse(owner, type, tag, decision, talk.states.shown()), response);
    }
  }

  /** From any carrier, that of the message in hand. */
  void capabilities(List<String> names) {
    if (all.length > 0) {
      List<String> kept = talk.capabilities.forClient(names);
      for (Observer each : all) {
        each.responses.capabilities(kept);
      }
    }
  }
}

package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.imap.Violation;
import io.postern.policy.ResponseAction;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.Optional;

/**
 * Judges the server's first line: one untagged OK, PREAUTH or BYE, and nothing else (spec section
 * 2; threats T16, T26).
 */
final class GreetingDesk {
  private final Conversation talk;
  private final ServerSide server;
  private final ResponseDesk desk;
  private final CodeDesk codes;
  private final Edits edits;

  GreetingDesk(
      Conversation talk, ServerSide server, ResponseDesk desk, CodeDesk codes, Edits edits) {
    this.talk = talk;
    this.server = server;
    this.desk = desk;
    this.codes = codes;
    this.edits = edits;
  }

  void greet(Response response, long decision) {
    boolean fits =
        response.kind() == Response.Kind.UNTAGGED
            && (response.name() == ResponseName.OK
                || response.name() == ResponseName.PREAUTH
                || response.name() == ResponseName.BYE);
    if (!fits) {
      talk.violatedByServer(Violation.Kind.GREETING);
      return;
    }
    talk.learn(response);
    if (response.name() == ResponseName.PREAUTH) {
      if (!talk.settings.trustPreauth()) {
        refuse(
            response,
            Judged.byEngine("reject", "PREAUTH isn't trusted"),
            Texts.BYE_REFUSED,
            decision);
        return;
      }
      if (talk.clientTls.refusesLogin()) {
        // The client would be logged in, in clear, and STARTTLS comes before login only (T16).
        refuse(
            response, Judged.byEngine("reject", "PREAUTH before TLS"), Texts.BYE_REFUSED, decision);
        return;
      }
      talk.states.both(ConnectionState.AUTH);
    }
    talk.utf8Responses(talk.capabilities.utf8FromStart());
    talk.utf8Commands = talk.utf8Responses();
    desk.judge(
        Owner.GREETING,
        ResponseType.UNTAGGED,
        response,
        "*",
        decision,
        (action, where) -> act(action, where, decision));
  }

  private void act(ResponseAction action, RuleRef where, long decision) {
    Response response = server.response();
    talk.observers.response(Owner.GREETING, ResponseType.UNTAGGED, response, "*", decision, action);
    switch (action) {
      case ResponseAction.Accept accept -> welcome(response, Optional.empty(), decision);
      case ResponseAction.Rewrite rewrite -> {
        desk.tell(
            Owner.GREETING,
            response,
            desk.judged(Owner.GREETING, response, "rewrite", where),
            decision);
        welcome(response, Optional.of(rewrite.text()), decision);
      }
      case ResponseAction.Abort abort -> {
        desk.tell(
            Owner.GREETING,
            response,
            desk.judged(Owner.GREETING, response, "abort", where).saying(abort.text().orElse("")),
            decision);
        talk.abort(abort.text(), decision);
      }
      case ResponseAction.Reject reject ->
          refuse(
              response,
              desk.judged(Owner.GREETING, response, "reject", where),
              reject.text().orElse(Texts.BYE_REFUSED),
              decision);
      case ResponseAction.Drop drop ->
          talk.policyNonsense(Feasible.DROP_OF_GREETING, where, decision);
      case ResponseAction.Call call -> talk.policyNonsense(Feasible.NO_FUNCTION, where, decision);
    }
  }

  private void refuse(Response response, Judged judged, String text, long decision) {
    desk.tell(Owner.GREETING, response, judged.saying(text), decision);
    talk.end(Event.Cause.POLICY_ABORT, text + talk.decisions.suffix(decision));
  }

  private void welcome(Response response, Optional<String> text, long decision) {
    codes.judge(
        Owner.GREETING,
        ResponseType.UNTAGGED,
        response,
        "*",
        decision,
        keep -> {
          edits.clear();
          codes.edit(response, keep, text, edits);
          server.pass(edits);
          if (response.name() == ResponseName.BYE) {
            talk.finish(Event.Cause.SERVER_BYE);
            return;
          }
          talk.greeted = true;
          talk.originating.greeted();
          desk.done();
        });
  }
}

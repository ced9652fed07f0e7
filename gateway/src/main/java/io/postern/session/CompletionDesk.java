package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Octets;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.imap.Violation;
import io.postern.policy.Call;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.Frame;
import io.postern.wire.Response;
import java.util.Optional;

/**
 * Tagged responses and continuation requests: what a command in progress waits for (spec section
 * 7).
 */
final class CompletionDesk {
  private final Conversation talk;
  private final ClientSide client;
  private final ServerSide server;
  private final ResponseDesk desk;
  private final CodeDesk codes;
  private final ServerDoor door;
  private final Edits edits;
  private final StateMoves moves;
  private final LoginResults logins;

  CompletionDesk(
      Conversation talk,
      ClientSide client,
      ServerSide server,
      ResponseDesk desk,
      CodeDesk codes,
      Edits edits) {
    this.talk = talk;
    this.client = client;
    this.server = server;
    this.desk = desk;
    this.codes = codes;
    this.edits = edits;
    this.door = client.door();
    this.moves = new StateMoves(talk);
    this.logins = new LoginResults(talk, client.sasl());
  }

  /**
   * One {@code +} is due per literal announced, per SASL step, and once for IDLE; any other ends
   * the session (threats T19).
   */
  void continuation(Response response, Frame frame) {
    if (talk.serverSaidBye) {
      talk.violatedByServer(Violation.Kind.AFTER_BYE);
      return;
    }
    Optional<Pending> sending = talk.sending;
    boolean due;
    if (sending.isPresent() && sending.get().sending == Pending.Sending.AWAITS_CONSENT) {
      door.consent(sending.get());
      due = true;
    } else if (client.sasl().isActive()) {
      due = client.sasl().challenge(frame.array(), continuationStart(frame), frame.length() - 2);
    } else {
      due = client.idle().grant();
    }
    if (!due) {
      talk.violatedByServer(Violation.Kind.UNEXPECTED_CONTINUATION);
    }
  }

  /** Where the data of a SASL challenge begin: behind {@code "+ "}, or behind a bare {@code +}. */
  private static int continuationStart(Frame frame) {
    return frame.length() > 3 && frame.array()[1] == ' ' ? 2 : 1;
  }

  void tagged(Response response, long decision) {
    if (talk.originating.answered(response)) {
      talk.learn(response);
      desk.done();
      return;
    }
    byte[] line = server.framer().frame().array();
    Optional<Pending> found =
        talk.pending.numbered(talk.ownTags.number(line, 0, response.tagEnd()));
    if (found.isEmpty()) {
      talk.violatedByServer(Violation.Kind.UNKNOWN_TAG);
      return;
    }
    Pending pending = found.get();
    boolean ok = response.name() == ResponseName.OK;
    if (talk.serverSaidBye && pending.name() != CommandName.LOGOUT) {
      desk.done();
      return;
    }
    if (pending.deferred.isPresent()) {
      talk.violatedByServer(Violation.Kind.UNKNOWN_TAG);
      return;
    }
    if (pending.sending != Pending.Sending.WHOLE && ok) {
      talk.violatedByServer(Violation.Kind.EARLY_COMPLETION);
      return;
    }
    talk.learn(response);
    moves.server(pending, response);
    if (LoginResults.isLogin(pending)) {
      logins.answered(pending, response);
    }
    if (pending.override.isPresent()) {
      if (ok) {
        // We broke the exchange off, and yet the server calls it done: the two sides can't be told
        // the same.
        talk.violatedByServer(Violation.Kind.EARLY_COMPLETION);
        return;
      }
      finish(pending, response, pending.override.get() + talk.decisions.suffix(decision));
      return;
    }
    if (ok && pending.failure.isPresent()) {
      if (Barriers.okIsFinal(pending.name())) {
        talk.abort(Optional.empty(), decision);
      } else {
        finish(pending, response, "NO " + pending.failure.get());
      }
      return;
    }
    Rule<ResponseAction> rule =
        talk.policy.response(pending.owner(), ResponseType.TAGGED, response.name());
    if (rule.action() instanceof ResponseAction.Call call) {
      ConnectionState after = functionState(pending, response.name());
      desk.ask(
          call.function(),
          rule.where(),
          new Call(
              pending.clientTag.text(),
              response.name().name(),
              TagsInArguments.mapped(response.arguments(), response, talk.pending),
              talk.states.shown(),
              after,
              talk.facts),
          decision,
          (action, state) -> {
            if (state.isPresent() && ResponseDesk.passes(action)) {
              // Entered with the answer, if that is an OK (spec section 9).
              pending.newState = state;
            }
            act(pending, action, rule.where(), decision);
          });
    } else {
      act(pending, rule.action(), rule.where(), decision);
    }
  }

  /** {@code imap_state_new} as a function sees it for a tagged response (spec section 9). */
  private ConnectionState functionState(Pending pending, ResponseName name) {
    if (pending.name() == CommandName.AUTHENTICATE) {
      return name == ResponseName.OK ? ConnectionState.AUTH : ConnectionState.NONAUTH;
    }
    if (name == ResponseName.NO
        && Attribution.isSelect(pending)
        && talk.states.client().authenticated()) {
      return ConnectionState.AUTH;
    }
    return name == ResponseName.OK ? talk.states.after(pending.name()) : talk.states.shown();
  }

  private void act(Pending pending, ResponseAction action, RuleRef where, long decision) {
    if (talk.over()) {
      return;
    }
    Response response = server.response();
    boolean ok = response.name() == ResponseName.OK;
    if (talk.observers.any()) {
      talk.observers.response(
          pending.owner(),
          ResponseType.TAGGED,
          response,
          pending.clientTag.text(),
          decision,
          functionState(pending, response.name()),
          action);
    }
    switch (action) {
      case ResponseAction.Accept accept ->
          accept(pending, response, Optional.empty(), where, decision);
      case ResponseAction.Rewrite rewrite ->
          accept(pending, response, Optional.of(rewrite.text()), where, decision);
      case ResponseAction.Abort abort -> {
        tell(pending, response, "abort", where, abort.text().orElse(""), decision);
        talk.abort(abort.text(), decision);
      }
      case ResponseAction.Reject reject -> {
        if (ok && Barriers.okIsFinal(pending.name())) {
          tell(pending, response, "reject", where, reject.text().orElse(""), decision);
          talk.abort(reject.text(), decision);
          return;
        }
        String text = reject.text().orElse(Texts.denied(pending.name()));
        if (talk.states.authenticated() && !text.startsWith("[")) {
          text = Texts.NOPERM + text;
        }
        tell(pending, response, "reject", where, text, decision);
        finish(pending, response, "NO " + text + talk.decisions.suffix(decision));
      }
      case ResponseAction.Drop drop ->
          talk.policyNonsense(Feasible.DROP_OF_TAGGED, where, decision);
      case ResponseAction.Call call -> talk.policyNonsense(Feasible.NO_FUNCTION, where, decision);
    }
  }

  private void accept(
      Pending pending, Response response, Optional<String> text, RuleRef where, long decision) {
    if (response.hasCode()) {
      codes.judge(
          pending.owner(),
          ResponseType.TAGGED,
          response,
          pending.clientTag.text(),
          decision,
          keep -> pass(pending, response, keep, text, where, decision));
    } else {
      pass(pending, response, true, text, where, decision);
    }
  }

  private void pass(
      Pending pending,
      Response response,
      boolean keepCode,
      Optional<String> text,
      RuleRef where,
      long decision) {
    edits.clear();
    Frame frame = server.framer().frame();
    edits.replace(0, response.tagEnd(), pending.clientTag.octets());
    codes.edit(response, keepCode, text, edits);
    if (text.isPresent() || talk.decisions.tellsAccepts()) {
      tell(pending, response, text.isPresent() ? "rewrite" : "accept", where, "", decision);
    }
    byte[] line = edits.apply(frame.array(), frame.length());
    finish(pending, response, response.name(), line, edits.appliedLength());
  }

  /** The client hears another status than the server's. */
  private void finish(Pending pending, Response response, String status) {
    byte[] line = Octets.ascii(pending.clientTag.text() + " " + status + "\r\n").toByteArray();
    finish(
        pending,
        response,
        ResponseName.of(status.substring(0, status.indexOf(' '))).orElseThrow(),
        line,
        line.length);
  }

  /** {@code told}: the status that the client hears; {@code line[0, length)}: the whole line. */
  private void finish(
      Pending pending, Response response, ResponseName told, byte[] line, int length) {
    boolean serverOk = response.name() == ResponseName.OK;
    moves.client(pending, told, serverOk);
    if (LoginResults.isLogin(pending)) {
      logins.told(pending, told == ResponseName.OK);
    }
    talk.counts.completed(pending.name(), CommandResult.of(told), talk.now - pending.sentAt);
    if (pending.clientOwes) {
      // The client still sends octets that were granted: it hears the answer when they have been
      // read.
      pending.refusedByServer = true;
      pending.deferred = Optional.of(Octets.copyOf(line, 0, length));
      if (pending.sending == Pending.Sending.AWAITS_CONSENT) {
        talk.sending = Optional.empty();
      }
      desk.done();
      return;
    }
    if (pending.sending != Pending.Sending.WHOLE) {
      pending.refusedByServer = true;
      talk.sending = Optional.empty();
    }
    talk.pending.remove(pending);
    talk.outbox.own(line, length);
    if (talk.barrier.isPresent() && talk.barrier.get() == pending) {
      talk.barrier = Optional.empty();
      client.sasl().end();
      client.idle().end();
    }
    if (LoginResults.isLogin(pending) && told != ResponseName.OK && talk.standIn.routed()) {
      // Another login may belong to another server, and this connection is with this one.
      talk.end(Event.Cause.LOGIN_FAILED, Texts.BYE_LOGIN_FAILED);
      return;
    }
    if (pending.name() == CommandName.LOGOUT && (serverOk || talk.serverSaidBye)) {
      talk.finish(Event.Cause.LOGOUT);
      return;
    }
    moves.entered(pending, told);
    desk.done();
  }

  private void tell(
      Pending pending,
      Response response,
      String action,
      RuleRef where,
      String said,
      long decision) {
    talk.decisions.tell(
        true,
        decision,
        talk.states.shown(),
        pending.clientTag.text(),
        pending.name() + " TAGGED " + response.name(),
        "",
        Judged.byRule(
                action,
                where,
                talk.policy.responseTrail(pending.owner(), ResponseType.TAGGED, response.name()))
            .saying(said));
  }
}

package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Octets;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.CommandParser;
import java.util.Optional;

/**
 * Judges commands: state first, then the table, then what no table can open; and does what the
 * verdict says.
 */
final class CommandDesk {
  static final String LOGOUT_STAYS = "LOGOUT can't be denied";

  private final Conversation talk;
  private final ClientSide client;
  private final ServerDoor door;
  private final CommandLog log;
  private final Refusals refusals;
  private final CommandQuestions questions;

  CommandDesk(Conversation talk, ClientSide client) {
    this.talk = talk;
    this.client = client;
    this.log = new CommandLog(talk);
    this.refusals = new Refusals(talk, log);
    this.door = new ServerDoor(talk, client, this, refusals);
    this.questions = new CommandQuestions(talk, client);
  }

  ServerDoor door() {
    return door;
  }

  Refusals refusals() {
    return refusals;
  }

  CommandQuestions questions() {
    return questions;
  }

  /**
   * The static verdict: what a dropped capability alone brings is denied like an unlisted command.
   */
  Rule<RequestAction> ruleFor(CommandName name) {
    // STARTTLS is the gateway's own, and shown whatever the capability table says (spec section 8).
    return name != CommandName.STARTTLS && talk.capabilities.dropped(name)
        ? new Rule<>(RequestAction.REJECT, ServerCapabilities.droppedBy(name, talk.policy))
        : talk.policy.request(name);
  }

  /** A command is whole, or its first message literal is announced. */
  void receive(Received received) {
    CommandName name = received.command().commandName();
    talk.tally.commands++;
    if (talk.pending.inUse(received.tag())) {
      refuse(received, refusals.bad(received, Texts.TAG_IN_USE));
      return;
    }
    if (name == CommandName.STARTTLS && !talk.clientTls.offered()) {
      refuse(
          received,
          refusals.bad(received, talk.clientTls.secured() ? Texts.TLS_ALREADY : Texts.NO_TLS));
      return;
    }
    if (!talk.states.allow(name)) {
      refuse(received, refusals.bad(received, Texts.wrongState(name)));
      return;
    }
    if (inClear(name)) {
      refuse(received, refusals.engineNo(received, Texts.LOGIN_IN_CLEAR));
      return;
    }
    talk.originating.believe(received.command());
    if (talk.over()) {
      return;
    }
    Rule<RequestAction> rule = ruleFor(name);
    boolean goesOn =
        switch (rule.action()) {
          case RequestAction.Accept accept -> true;
          case RequestAction.Call call -> true;
          case RequestAction.Rewrite rewrite -> true;
          case RequestAction.RewriteForm rewrite -> true;
          case RequestAction.Abort abort -> false;
          // What we answer ourselves waits for nothing, but LOGOUT's answer is the session's last.
          case RequestAction.Reject reject -> name == CommandName.LOGOUT;
          case RequestAction.Drop drop -> name == CommandName.LOGOUT;
          case RequestAction.Respond respond -> name == CommandName.LOGOUT;
        };
    if (goesOn && Barriers.is(name) && !talk.pending.isEmpty()) {
      client.await(talk.pending::isEmpty, () -> judge(received, rule));
    } else {
      judge(received, rule);
    }
  }

  /** Whether it is a login that must wait for TLS; no table, and no function, is asked. */
  boolean inClear(CommandName name) {
    return (name == CommandName.LOGIN || name == CommandName.AUTHENTICATE)
        && talk.clientTls.refusesLogin();
  }

  private void judge(Received received, Rule<RequestAction> rule) {
    if (!(rule.action() instanceof RequestAction.Call call)) {
      act(received, rule.action(), rule.where(), Optional.empty());
      return;
    }
    questions.ask(
        received,
        call.function(),
        rule.where(),
        (action, entered) -> act(received, action, rule.where(), entered));
  }

  private void act(
      Received received, RequestAction action, RuleRef where, Optional<ConnectionState> newState) {
    if (talk.over()) {
      return;
    }
    talk.observers.command(received, action);
    Optional<String> fault = newState.flatMap(Feasible::fault);
    if (fault.isPresent()) {
      talk.policyNonsense(fault.get(), where, received.decision());
      return;
    }
    talk.states.judged();
    switch (action) {
      case RequestAction.Accept accept -> {
        if (talk.decisions.tellsAccepts()) {
          log.tell(received, "accept", where);
        }
        door.send(received, received.command(), newState);
      }
      case RequestAction.Reject reject -> reject(received, reject.text(), where);
      case RequestAction.Drop drop -> drop(received, where);
      case RequestAction.Abort abort -> {
        log.tell(
            received,
            log.judged(received.command().commandName(), "abort", where)
                .saying(abort.text().orElse("")));
        talk.abort(abort.text(), received.decision());
      }
      case RequestAction.Rewrite rewrite ->
          rewritten(received, Feasible.rewritten(rewrite, talk.limits), where, newState);
      case RequestAction.RewriteForm rewrite ->
          rewritten(received, Feasible.rewritten(rewrite, received.command()), where, newState);
      case RequestAction.Respond respond -> respond(received, respond, where, newState);
      case RequestAction.Call call ->
          talk.policyNonsense(Feasible.NO_FUNCTION, where, received.decision());
    }
  }

  private void reject(Received received, Optional<String> text, RuleRef where) {
    if (received.command().commandName() == CommandName.LOGOUT) {
      // LOGOUT can't be denied: the gateway answers it itself (spec section 4).
      log.tell(received, Judged.byEngine("respond", LOGOUT_STAYS));
      talk.outbox.own("* BYE " + Texts.BYE_LOGOUT);
      talk.outbox.own(received.tag().text() + " OK " + Texts.LOGOUT_DONE);
      talk.finish(Event.Cause.LOGOUT);
      return;
    }
    refuse(
        received,
        refusals.denied(
            received.tag(),
            received.command().commandName(),
            Optional.of(received.command()),
            text,
            where,
            received.decision()));
  }

  /** The command in hand doesn't go to the server. */
  void refuse(Received received, Refusal refusal) {
    if (received.command().commandName() == CommandName.IDLE) {
      client.idle().refused();
    }
    client.refuse(refusal, received.announced().isPresent());
  }

  private void drop(Received received, RuleRef where) {
    CommandName name = received.command().commandName();
    if (name == CommandName.LOGOUT) {
      reject(received, Optional.empty(), where);
    } else if (Feasible.droppable(name)) {
      log.tell(received, "drop", where);
      talk.refused(Optional.of(name));
      refusals.remember(name, Optional.of(received.command()));
      refuse(received, Refusal.SILENT);
    } else {
      talk.policyNonsense(Feasible.NO_DROP, where, received.decision());
    }
  }

  private void rewritten(
      Received received,
      CommandParser.Result result,
      RuleRef where,
      Optional<ConnectionState> entered) {
    if (!(result instanceof CommandParser.Parsed parsed)) {
      talk.policyNonsense(Feasible.NO_COMMAND, where, received.decision());
      return;
    }
    Command sent = parsed.command();
    Optional<String> fault = Feasible.fault(received.command(), sent);
    if (fault.isPresent()) {
      talk.policyNonsense(fault.get(), where, received.decision());
      return;
    }
    log.tell(
        received,
        log.judged(received.command().commandName(), "rewrite", where)
            .because(sent.commandName().text()));
    if (!(sent instanceof Command.Search search && search.saves())) {
      refusals.unsaved(received.command());
    }
    if (!talk.states.allow(sent.commandName())) {
      refuse(received, refusals.bad(received, Texts.wrongState(sent.commandName())));
    } else {
      door.send(received, sent, entered);
    }
  }

  private void respond(
      Received received,
      RequestAction.Respond respond,
      RuleRef where,
      Optional<ConnectionState> entered) {
    CommandName name = received.command().commandName();
    Optional<Octets> lines = Feasible.lines(received.tag(), name, respond);
    if (lines.isEmpty()) {
      talk.policyNonsense(Feasible.NO_RESPONSE, where, received.decision());
      return;
    }
    talk.counts.ended(Optional.of(name), CommandResult.ANSWERED);
    String status = respond.status();
    log.tell(
        received,
        log.judged(name, "respond", where).saying(status.substring(status.indexOf(' ') + 1)));
    boolean ok = Ascii.upper(respond.status()).startsWith("OK");
    if (ok) {
      refusals.unsaved(received.command());
    } else {
      refusals.remember(name, Optional.of(received.command()));
    }
    refuse(received, Refusal.with(lines.get()));
    if (ok) {
      enter(entered.orElse(talk.states.after(name)), entered.isPresent());
    }
  }

  /** The client was told OK: its state moves, and only its (spec section 9). */
  private void enter(ConnectionState state, boolean setByFunction) {
    switch (state) {
      case QUIT -> {
        if (setByFunction) {
          talk.end(Event.Cause.POLICY_ABORT, Texts.BYE_POLICY);
        } else {
          talk.finish(Event.Cause.LOGOUT);
        }
      }
      case NONAUTH, AUTH, SELECTED -> talk.states.client(state);
      // RESPOND to AUTHENTICATE with OK tells the client that it is in; INITIAL is over by now.
      case AUTHENTICATING -> talk.states.client(ConnectionState.AUTH);
      case INITIAL -> {}
    }
  }
}

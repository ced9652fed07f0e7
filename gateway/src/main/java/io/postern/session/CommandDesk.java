package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Octets;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.CommandArguments;
import io.postern.wire.CommandParser;
import io.postern.wire.Reply;
import io.postern.wire.Syntax;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges commands: state first, then the table, then what no table can open; and does what the
 * verdict says.
 */
final class CommandDesk {
  private final Conversation talk;
  private final ClientSide client;
  private final ServerDoor door;
  private final CommandLog log;
  private final Refusals refusals;

  CommandDesk(Conversation talk, ClientSide client) {
    this.talk = talk;
    this.client = client;
    this.log = new CommandLog(talk);
    this.refusals = new Refusals(talk, log);
    this.door = new ServerDoor(talk, client, this, refusals);
  }

  ServerDoor door() {
    return door;
  }

  Refusals refusals() {
    return refusals;
  }

  /**
   * At an argument literal: a command whose refusal is certain already isn't granted its octets
   * (spec section 4).
   */
  Optional<Refusal> refusedEarly(CommandParser.Head head) {
    if (head.tag().isEmpty()) {
      return Optional.of(refusals.bad(Optional.empty(), Texts.MISSING_TAG));
    }
    if (head.name().isEmpty()) {
      return Optional.of(refusals.bad(head.tag(), Texts.UNKNOWN_COMMAND));
    }
    CommandName name = head.name().get();
    if (!talk.states.allow(name)) {
      return Optional.of(refusals.bad(head.tag(), Texts.wrongState(name)));
    }
    Rule<RequestAction> rule = ruleFor(name);
    return switch (rule.action()) {
      case RequestAction.Reject reject ->
          Optional.of(
              refusals.denied(
                  head.tag().get(),
                  name,
                  Optional.empty(),
                  reject.text(),
                  rule.where(),
                  talk.decisions.next()));
      case RequestAction.Drop drop -> {
        long decision = talk.decisions.next();
        log.tell(
            head.tag(),
            name.text(),
            Optional.empty(),
            log.judged(name, "drop", rule.where()),
            decision);
        talk.tally.refused++;
        refusals.remember(name, Optional.empty());
        yield Optional.of(Refusal.SILENT);
      }
      case RequestAction.Abort abort -> {
        long decision = talk.decisions.next();
        log.tell(
            head.tag(),
            name.text(),
            Optional.empty(),
            log.judged(name, "abort", rule.where()).saying(abort.text().orElse("")),
            decision);
        talk.abort(abort.text(), decision);
        yield Optional.of(Refusal.SILENT);
      }
      case RequestAction.Accept accept ->
          // Not even its octets are wanted: they would be credentials (spec section 8).
          name == CommandName.LOGIN && talk.capabilities.has("LOGINDISABLED")
              ? Optional.of(refusals.engineNo(head.tag().get(), name, Texts.LOGIN_DISABLED))
              : Optional.empty();
      case RequestAction.Call call -> Optional.empty();
      case RequestAction.Rewrite rewrite -> Optional.empty();
      case RequestAction.RewriteForm rewrite -> Optional.empty();
      case RequestAction.Respond respond -> Optional.empty();
    };
  }

  /**
   * The static verdict: what a dropped capability alone brings is denied like an unlisted command.
   */
  private Rule<RequestAction> ruleFor(CommandName name) {
    return talk.capabilities.dropped(name)
        ? new Rule<>(RequestAction.REJECT, talk.capabilities.droppedBy(name))
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
    if (name == CommandName.STARTTLS) {
      refuse(received, refusals.bad(received, Texts.NO_TLS));
      return;
    }
    if (!talk.states.allow(name)) {
      refuse(received, refusals.bad(received, Texts.wrongState(name)));
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

  private void judge(Received received, Rule<RequestAction> rule) {
    if (!(rule.action() instanceof RequestAction.Call call)) {
      act(received, rule.action(), rule.where(), Optional.empty());
      return;
    }
    CommandName name = received.command().commandName();
    ConnectionState after = talk.states.after(name);
    Call question =
        new Call(
            received.tag().text(),
            name.text(),
            CommandArguments.of(received.command()),
            talk.states.shown(),
            after,
            talk.facts);
    ask(
        call,
        question,
        rule,
        received.decision(),
        answer ->
            act(
                received,
                answer.action(),
                rule.where(),
                answer.newState() == after ? Optional.empty() : Optional.of(answer.newState())));
  }

  /** Asks a function; until it has answered nothing more of the client is read. */
  private void ask(
      RequestAction.Call call,
      Call question,
      Rule<RequestAction> rule,
      long decision,
      Consumer<Answer.ForRequest> then) {
    boolean[] answered = new boolean[1];
    client.await(() -> answered[0], () -> {});
    talk.questions.ask(
        call.function(),
        false,
        question,
        decision,
        answer -> {
          answered[0] = true;
          switch (answer) {
            case Answer.ForRequest request when !FunctionAnswers.isSound(request.action()) ->
                talk.policyFailed(
                    call.function().name(),
                    FunctionAnswers.UNSOUND,
                    rule.where().place(),
                    decision);
            case Answer.ForRequest request -> {
              // The gate is open before the verdict acts: acting may close it again.
              client.await(() -> true, () -> then.accept(request));
            }
            case Answer.ForResponse response ->
                talk.policyFailed(
                    call.function().name(),
                    "answered for a response",
                    rule.where().place(),
                    decision);
            case Answer.Failed failed ->
                talk.policyFailed(call.function().name(), failed.cause(), failed.place(), decision);
          }
        });
  }

  private void act(
      Received received, RequestAction action, RuleRef where, Optional<ConnectionState> newState) {
    if (talk.over()) {
      return;
    }
    Optional<ConnectionState> entered = Optional.empty();
    if (newState.isPresent()) {
      switch (newState.get()) {
        case INITIAL, AUTHENTICATING -> {
          talk.policyNonsense(
              "imap_state_new can't be " + newState.get(), where, received.decision());
          return;
        }
        case QUIT, NONAUTH, AUTH, SELECTED -> entered = newState;
      }
    }
    talk.states.judged();
    switch (action) {
      case RequestAction.Accept accept -> {
        if (talk.decisions.tellsAccepts()) {
          log.tell(received, "accept", where);
        }
        door.send(received, received.command(), entered);
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
          rewritten(
              received,
              // As at load: the administrator's text means the same whether UTF-8 is on or not.
              new CommandParser(talk.limits).parseUntagged(rewrite.request(), Syntax.STRICT),
              where,
              entered);
      case RequestAction.RewriteForm rewrite ->
          rewritten(
              received,
              CommandArguments.command(
                  rewrite.command(), rewrite.arguments(), Optional.of(received.command())),
              where,
              entered);
      case RequestAction.Respond respond -> respond(received, respond, where, entered);
      case RequestAction.Call call ->
          talk.policyNonsense("a function can't name a function", where, received.decision());
    }
  }

  private void reject(Received received, Optional<String> text, RuleRef where) {
    if (received.command().commandName() == CommandName.LOGOUT) {
      // LOGOUT can't be denied: the gateway answers it itself (spec section 4).
      log.tell(received, Judged.byEngine("respond", "LOGOUT can't be denied"));
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
    switch (received.command().commandName()) {
      case LOGOUT -> reject(received, Optional.empty(), where);
      case IDLE, AUTHENTICATE, STARTTLS ->
          talk.policyNonsense("DROP isn't possible here", where, received.decision());
      default -> {
        log.tell(received, "drop", where);
        talk.tally.refused++;
        refusals.remember(received.command().commandName(), Optional.of(received.command()));
        refuse(received, Refusal.SILENT);
      }
    }
  }

  private void rewritten(
      Received received,
      CommandParser.Result result,
      RuleRef where,
      Optional<ConnectionState> entered) {
    if (!(result instanceof CommandParser.Parsed parsed)) {
      talk.policyNonsense("the rewritten request isn't a command", where, received.decision());
      return;
    }
    Command sent = parsed.command();
    boolean sameMessage =
        received.command() instanceof Command.Append == sent instanceof Command.Append;
    if (!sameMessage
        || notRewritable(received.command().commandName())
        || notRewritable(sent.commandName())) {
      talk.policyNonsense("REWRITE isn't possible here", where, received.decision());
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

  private static boolean notRewritable(CommandName name) {
    return name == CommandName.STARTTLS
        || name == CommandName.AUTHENTICATE
        || name == CommandName.IDLE;
  }

  private void respond(
      Received received,
      RequestAction.Respond respond,
      RuleRef where,
      Optional<ConnectionState> entered) {
    CommandName name = received.command().commandName();
    Optional<Octets> lines =
        Reply.lines(
            received.tag().text(), name.base().text(), respond.status(), respond.untagged());
    if (lines.isEmpty()) {
      talk.policyNonsense("the answer isn't a response", where, received.decision());
      return;
    }
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

  /**
   * A further message of an APPEND in progress: anything but ACCEPT ends the session (spec section
   * 6).
   */
  void receiveNext(Pending pending, Command.AppendMessage next) {
    long decision = talk.decisions.next();
    Rule<RequestAction> rule = talk.policy.request(CommandName.APPEND);
    Command.Append whole = new Command.Append(((Command.Append) pending.command).mailbox(), next);
    switch (rule.action()) {
      case RequestAction.Call call -> {
        List<Argument> arguments = CommandArguments.of(whole);
        Call question =
            new Call(
                pending.clientTag.text(),
                CommandName.APPEND.text(),
                arguments,
                talk.states.shown(),
                talk.states.shown(),
                talk.facts);
        ask(
            call,
            question,
            rule,
            decision,
            answer -> {
              if (answer.action() instanceof RequestAction.Accept) {
                client.goesOn(pending, next);
              } else {
                abortNext(pending, whole, Optional.empty(), rule.where(), decision);
              }
            });
      }
      case RequestAction.Accept accept -> client.goesOn(pending, next);
      // What became an APPEND by a rewrite was accepted behind it.
      case RequestAction.Rewrite rewrite -> client.goesOn(pending, next);
      case RequestAction.RewriteForm rewrite -> client.goesOn(pending, next);
      case RequestAction.Reject reject ->
          abortNext(pending, whole, reject.text(), rule.where(), decision);
      case RequestAction.Drop drop ->
          abortNext(pending, whole, Optional.empty(), rule.where(), decision);
      case RequestAction.Abort abort ->
          abortNext(pending, whole, abort.text(), rule.where(), decision);
      case RequestAction.Respond respond ->
          abortNext(pending, whole, Optional.empty(), rule.where(), decision);
    }
  }

  private void abortNext(
      Pending pending, Command.Append whole, Optional<String> text, RuleRef where, long decision) {
    log.tell(
        Optional.of(pending.clientTag),
        CommandName.APPEND.text(),
        Optional.of(whole),
        log.judged(CommandName.APPEND, "abort", where)
            .saying(text.orElse(""))
            .because("a further message"),
        decision);
    talk.abort(text, decision);
  }
}

package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.CodeName;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Limits;
import io.postern.imap.ResponseName;
import io.postern.imap.Violation;
import io.postern.policy.Policy;
import io.postern.policy.RuleRef;
import io.postern.policy.SessionFacts;
import io.postern.wire.Response;
import io.postern.wire.Syntax;
import java.util.Optional;

/**
 * What both sides of a session share: its facts, its states, what is pending, and the ways to end
 * it.
 */
final class Conversation {
  private static final Syntax UTF8_COMMANDS = new Syntax(true, true, false);
  private static final Syntax BINARY_COMMANDS = new Syntax(false, true, false);

  final SessionSettings settings;
  final Effects effects;
  final Policy policy;
  final Limits limits;
  final States states = new States();
  final ServerCapabilities capabilities;
  final OwnTags ownTags;
  final PendingCommands pending;
  final ClientOutbox outbox;
  final Decisions decisions;
  final Questions questions;
  final Observers observers;
  final OriginatingId originating;
  final Tally tally = new Tally();
  final ClientStartTls clientTls;
  final ServerStartTls serverTls;
  final StandIn standIn;
  final Spending spending;
  final Counts counts;
  final long bornAt;

  SessionFacts facts;

  /** The command whose octets are on their way to the server: it awaits a consent, or streams. */
  Optional<Pending> sending = Optional.empty();

  /**
   * The barrier in progress: nothing behind it is read until its tagged response has been passed
   * on.
   */
  Optional<Pending> barrier = Optional.empty();

  /** The session is to end soon: no command begins any more. */
  boolean draining;

  /** Behind each command and response: ends a session that drains as soon as it may. */
  Runnable drain = () -> {};

  boolean greeted;
  boolean serverSaidBye;
  boolean utf8Commands;

  /**
   * {@code $} must not be used: the client was told NO where the server had saved a result (spec
   * section 7).
   */
  boolean savedResultInvalid;

  long now;
  private boolean over;
  private Syntax responseSyntax;

  Conversation(SessionSettings settings, Effects effects, long now) {
    this.settings = settings;
    this.effects = effects;
    this.counts = effects.counts();
    this.policy = settings.policy();
    this.limits = settings.limits();
    this.capabilities = new ServerCapabilities(policy);
    this.ownTags = new OwnTags(settings.tagPrefix());
    this.pending = new PendingCommands(ownTags);
    this.outbox = new ClientOutbox(effects);
    this.decisions = new Decisions(settings, effects);
    this.questions = new Questions(effects, decisions);
    this.observers = new Observers(this, settings.observed());
    this.clientTls = new ClientStartTls(settings.surroundings().client());
    this.serverTls = new ServerStartTls(this, settings.surroundings().server());
    this.standIn = new StandIn(this, settings.surroundings().takesLogin());
    this.originating = new OriginatingId(this, settings.surroundings().origin());
    this.facts = settings.facts();
    this.bornAt = now;
    this.now = now;
    this.spending = new Spending(this, settings.surroundings().pace());
    this.responseSyntax = new Syntax(false, false, policy.quirks());
  }

  /** Takes it for granted that the session has come that far. */
  void stand(Session.Standing standing) {
    greeted = true;
    capabilities.learn(standing.capabilities());
    utf8Responses(capabilities.utf8FromStart());
    utf8Commands = utf8Responses();
    if (standing.state() != ConnectionState.INITIAL) {
      states.both(standing.state());
      states.judged();
    }
    facts =
        new SessionFacts(
            facts.id(),
            facts.service(),
            facts.clientAddress(),
            facts.serverAddress(),
            standing.user(),
            facts.attributes(),
            facts.clientCertificate());
  }

  boolean over() {
    return over;
  }

  Syntax commandSyntax() {
    if (utf8Commands) {
      return UTF8_COMMANDS;
    }
    return capabilities.binary() ? BINARY_COMMANDS : Syntax.STRICT;
  }

  /** Made when UTF-8 turns on, not for each line. */
  Syntax responseSyntax() {
    return responseSyntax;
  }

  boolean utf8Responses() {
    return responseSyntax.utf8();
  }

  void utf8Responses(boolean on) {
    responseSyntax = new Syntax(on, false, policy.quirks());
  }

  /** What a response tells of the server, whether it will be passed on or not (spec section 8). */
  void learn(Response response) {
    Optional<CodeName> code = response.hasCode() ? response.codeName() : Optional.empty();
    boolean list =
        response.hasCode()
            ? code.filter(name -> name == CodeName.CAPABILITY).isPresent()
            : response.name() == ResponseName.CAPABILITY;
    if (list) {
      capabilities.learn(response.capabilities());
      observers.capabilities(response.capabilities());
    }
    if (code.filter(name -> name == CodeName.CLOSED).isPresent()) {
      pending.oldest(Attribution::isSelect).ifPresent(this::closed);
    }
  }

  /**
   * {@code [CLOSED]}: the mailbox selected before is gone; what follows belongs to the new one (RFC
   * 7162, section 3.2.11).
   */
  private void closed(Pending select) {
    select.awaitsClosed = false;
    states.server(ConnectionState.AUTH);
    if (states.client() == ConnectionState.SELECTED) {
      states.client(ConnectionState.AUTH);
    }
  }

  /** Ends with a BYE, if the client can still be told anything. */
  void end(Event.Cause cause, String bye) {
    // Behind the server's own BYE another one would only confuse; in a handshake of the client's it
    // would be in clear.
    if (!over && !outbox.inFlight() && !serverSaidBye && !clientTls.handshakes()) {
      outbox.own("* BYE " + bye);
    }
    finish(cause);
  }

  /** Ends without a word of ours: the last word has been said, or can't be. */
  void finish(Event.Cause cause) {
    if (over) {
      return;
    }
    over = true;
    effects.closeClient(!outbox.inFlight());
    effects.closeServer(sending.isEmpty());
    effects.event(
        new Event.SessionFinished(
            cause,
            states.shown(),
            tally.commands,
            tally.refused,
            tally.responses,
            tally.withheld,
            tally.quirks,
            tally.unjudged,
            tally.octetsFromClient,
            tally.octetsFromServer,
            (now - bornAt) / 1000.0));
  }

  /** A command that doesn't reach the server; empty: it isn't known by its name. */
  void refused(Optional<CommandName> command) {
    tally.refused++;
    counts.ended(command, CommandResult.REFUSED);
  }

  void violatedByClient(Violation violation) {
    if (!over) {
      effects.event(new Event.Violated(true, states.shown(), violation));
      end(Event.Cause.CLIENT_VIOLATION, Texts.byClient(violation.kind()));
    }
  }

  void violatedByServer(Violation violation) {
    if (!over) {
      effects.event(new Event.Violated(false, states.shown(), violation));
      end(Event.Cause.SERVER_VIOLATION, Texts.BYE_SERVER_VIOLATION);
    }
  }

  void violatedByServer(Violation.Kind kind) {
    violatedByServer(new Violation(kind, -1));
  }

  /**
   * The client said something in clear behind STARTTLS. Not even BYE is said: what it would read
   * behind our OK in clear it must not trust either.
   */
  void clearBehindClientTls() {
    if (!over) {
      Violation violation = new Violation(Violation.Kind.CLEAR_TEXT_BEHIND_TLS, -1);
      effects.event(new Event.Violated(true, states.shown(), violation));
      finish(Event.Cause.CLIENT_VIOLATION);
    }
  }

  /** No session comes about with the server, and why. */
  void unreachable(String why) {
    if (!over) {
      effects.event(new Event.ServerUnreachable(why));
      end(Event.Cause.SERVER_UNREACHABLE, Texts.BYE_UNREACHABLE);
    }
  }

  /** The policy ends the session. */
  void abort(Optional<String> text, long decision) {
    end(Event.Cause.POLICY_ABORT, text.orElse(Texts.BYE_POLICY) + decisions.suffix(decision));
  }

  /** A function threw, returned nonsense or was too slow: fail closed. */
  void policyFailed(String function, String cause, String place, long decision) {
    if (!over) {
      effects.event(
          new Event.PolicyFailed(decisions.id(decision), function, cause, place, Judged.ENFORCE));
      end(Event.Cause.POLICY_FAILED, Texts.BYE_POLICY_FAILED + decisions.suffix(decision));
    }
  }

  void policyNonsense(String what, RuleRef where, long decision) {
    policyFailed("", what, where.place(), decision);
  }
}

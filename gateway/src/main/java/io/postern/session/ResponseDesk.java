package io.postern.session;

import io.postern.imap.ConnectionState;
import io.postern.imap.FetchKind;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;
import io.postern.imap.Violation;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Has whole responses and heads judged by the desk for their kind, and what desks share: the
 * look-up, and a function's word in its place.
 */
final class ResponseDesk {
  private final Conversation talk;
  private final ClientSide client;
  private final ServerSide server;
  private final CompletionDesk completions;
  private final GreetingDesk greetings;
  private final UntaggedDesk untagged;

  ResponseDesk(Conversation talk, ClientSide client, ServerSide server) {
    this.talk = talk;
    this.client = client;
    this.server = server;
    // Of the line that is passed on now, whoever judged it.
    var edits = new Edits();
    var codes = new CodeDesk(talk, this);
    this.untagged = new UntaggedDesk(talk, server, this, codes, edits);
    this.greetings = new GreetingDesk(talk, server, this, codes, edits);
    this.completions = new CompletionDesk(talk, client, server, this, codes, edits);
  }

  /** A whole response is in the frame. */
  void whole() {
    Response response = server.response();
    talk.tally.quirks += Integer.bitCount(response.quirks());
    if (talk.serverTls.inClear() && !talk.standIn.answers()) {
      talk.serverTls.response(response, server.unread());
      done();
      return;
    }
    if (talk.standIn.awaitsGreeting()) {
      Optional<Pending> login = talk.standIn.greeting(response);
      done();
      login.filter(pending -> !talk.over()).ifPresent(client.door()::login);
      return;
    }
    if (!talk.greeted) {
      long decision = talk.decisions.next();
      count(response);
      greetings.greet(response, decision);
      return;
    }
    switch (response.kind()) {
      case CONTINUATION -> {
        completions.continuation(response, server.framer().frame());
        done();
      }
      case TAGGED -> {
        count(response);
        completions.tagged(response, talk.decisions.next());
      }
      case UNTAGGED -> {
        count(response);
        untagged.judge(response, false, talk.decisions.next());
      }
      case UNKNOWN -> {
        talk.tally.responses++;
        untagged.unknown(talk.decisions.next());
      }
    }
  }

  /** A FETCH response up to its first message literal. */
  void head() {
    Response response = server.response();
    talk.tally.quirks += Integer.bitCount(response.quirks());
    count(response);
    untagged.judge(response, true, talk.decisions.next());
  }

  private void count(Response response) {
    talk.tally.responses++;
    switch (response.kind()) {
      case TAGGED, UNTAGGED -> talk.counts.response(response.name());
      // A greeting may be anything.
      case CONTINUATION, UNKNOWN -> {}
    }
  }

  /** Looks up, asks where a function decides, and goes on with the action. */
  void judge(
      Owner of, ResponseType type, Response response, String tag, long decision, Verdict then) {
    Rule<ResponseAction> rule = talk.policy.response(of, type, response.name());
    if (rule.action() instanceof ResponseAction.Call call) {
      ask(
          call.function(),
          rule.where(),
          new Call(
              tag,
              response.name().name(),
              TagsInArguments.mapped(response.arguments(), response, talk.pending),
              talk.states.shown(),
              talk.states.shown(),
              talk.facts),
          decision,
          (action, state) -> {
            if (entered(action, state, decision)) {
              then.of(action, rule.where());
            }
          });
    } else {
      then.of(rule.action(), rule.where());
    }
  }

  /** What is done with a verdict. */
  interface Verdict {
    void of(ResponseAction action, RuleRef where);
  }

  /**
   * @param then gets the verdict, and what the function set as imap_state_new if it did
   */
  void ask(
      FunctionRef function,
      RuleRef where,
      Call call,
      long number,
      BiConsumer<ResponseAction, Optional<ConnectionState>> then) {
    ConnectionState before = call.newState();
    server.pause();
    talk.questions.askOfResponse(
        function,
        call,
        number,
        answer -> {
          server.goOn();
          switch (answer) {
            case Answer.ForResponse response when !FunctionAnswers.isSound(response.action()) ->
                talk.policyFailed(function.name(), FunctionAnswers.UNSOUND, where.place(), number);
            case Answer.ForResponse response -> {
              ConnectionState state = response.newState();
              if (state == before) {
                then.accept(response.action(), Optional.empty());
              } else if (state == ConnectionState.INITIAL
                  || state == ConnectionState.AUTHENTICATING) {
                talk.policyNonsense("imap_state_new can't be " + state, where, number);
              } else {
                then.accept(response.action(), Optional.of(state));
              }
            }
            case Answer.ForRequest request ->
                talk.policyFailed(function.name(), "answered for a command", where.place(), number);
            case Answer.Unasked unasked ->
                talk.policyFailed(function.name(), FunctionAnswers.UNASKED, where.place(), number);
            case Answer.Failed failed ->
                talk.policyFailed(function.name(), failed.cause(), failed.place(), number);
          }
        });
  }

  /**
   * What a function set while it judged an untagged response is entered if that passes; it moves
   * the client's state only. False if the session ended by it.
   */
  boolean entered(ResponseAction action, Optional<ConnectionState> state, long number) {
    if (state.isEmpty() || !passes(action)) {
      return true;
    }
    if (state.get() == ConnectionState.QUIT) {
      talk.abort(Optional.empty(), number);
      return false;
    }
    talk.states.client(state.get());
    return true;
  }

  /** With REJECT, DROP and ABORT what a function set as imap_state_new is ignored. */
  static boolean passes(ResponseAction action) {
    return switch (action) {
      case ResponseAction.Accept accept -> true;
      case ResponseAction.Rewrite rewrite -> true;
      case ResponseAction.Reject reject -> false;
      case ResponseAction.Drop drop -> false;
      case ResponseAction.Abort abort -> false;
      case ResponseAction.Call call -> false;
    };
  }

  /** By a rule of the table, for an untagged response. */
  Judged judged(Owner of, Response response, String action, RuleRef where) {
    return Judged.byRule(
        action, where, talk.policy.responseTrail(of, ResponseType.UNTAGGED, response.name()));
  }

  void tell(Owner of, Response response, Judged judged, long decision) {
    talk.decisions.tell(
        true, decision, talk.states.shown(), "*", of + " UNTAGGED " + response.name(), "", judged);
  }

  /**
   * A FETCH line that isn't grammatical.
   *
   * @param withheld whether its head was judged, and withheld, before
   */
  void malformedFetch(boolean withheld) {
    untagged.malformedFetch(withheld);
  }

  /**
   * Behind a streamed literal: the items that follow are held to what was asked for (spec sections
   * 3 and 6).
   */
  boolean restFits() {
    talk.tally.quirks += Integer.bitCount(server.response().quirks());
    int data = server.response().fetchKinds() & ~FetchKind.UNASKED;
    if ((data & ~talk.pending.fetchKinds()) != 0 && talk.outbox.inFlight()) {
      talk.violatedByServer(Violation.Kind.RESPONSE);
      return false;
    }
    return true;
  }

  void restDone() {
    client.pump();
  }

  /** The response in the frame is done with. */
  void done() {
    if (!talk.over()) {
      server.nextResponse();
      client.pump();
    }
  }
}

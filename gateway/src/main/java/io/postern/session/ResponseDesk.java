package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.FetchKind;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.imap.Violation;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Judges responses: state, attribution, no data without a request, then the table; and does what
 * the verdict says.
 */
final class ResponseDesk {
  private final Conversation talk;
  private final ClientSide client;
  private final ServerSide server;
  private final CompletionDesk completions;
  private final CodeDesk codes;
  private final GreetingDesk greetings;

  /** Of the line that is passed on now, whoever judged it. */
  private final Edits edits = new Edits();

  /** Made once: every list line is judged, and none should allocate. */
  private final Verdict act = this::act;

  /** The untagged response in hand. */
  private Optional<Pending> owner = Optional.empty();

  private long decision;
  private boolean head;

  ResponseDesk(Conversation talk, ClientSide client, ServerSide server) {
    this.talk = talk;
    this.client = client;
    this.server = server;
    this.codes = new CodeDesk(talk, this);
    this.greetings = new GreetingDesk(talk, server, this, codes, edits);
    this.completions = new CompletionDesk(talk, client, server, this, codes, edits);
  }

  /** A whole response is in the frame. */
  void whole() {
    head = false;
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
      decision = talk.decisions.next();
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
        decision = talk.decisions.next();
        untagged(response);
      }
      case UNKNOWN -> {
        talk.tally.responses++;
        decision = talk.decisions.next();
        owner = Optional.empty();
        withhold("unknown response");
        done();
      }
    }
  }

  /** A FETCH response up to its first message literal. */
  void head() {
    head = true;
    talk.tally.quirks += Integer.bitCount(server.response().quirks());
    count(server.response());
    decision = talk.decisions.next();
    untagged(server.response());
  }

  private void count(Response response) {
    talk.tally.responses++;
    if (response.kind() != Response.Kind.UNKNOWN) {
      talk.counts.response(response.name());
    }
  }

  private void untagged(Response response) {
    if (talk.serverSaidBye) {
      // Behind BYE only the tagged answer of LOGOUT passes.
      owner = Optional.empty();
      withhold("after BYE");
      return;
    }
    if (response.name() == ResponseName.ID && talk.originating.inProgress()) {
      // The answer to our own question.
      done();
      return;
    }
    talk.learn(response);
    ResponseName name = response.name();
    owner = Attribution.ownerOf(response, talk.pending);
    if (name == ResponseName.PREAUTH) {
      talk.violatedByServer(Violation.Kind.STATE);
    } else if (!fitsState(name)) {
      withhold("not in this state");
    } else if (owner.isEmpty() && Attribution.needsOwner(response)) {
      withhold("no command asked for it");
    } else if (!referencesKnown(response)) {
      withhold("it refers to no command in progress");
    } else if (name == ResponseName.ENABLED && !enabledAsked(response)) {
      talk.violatedByServer(Violation.Kind.ENABLED);
    } else {
      judge(
          owner.isPresent() ? owner.get().owner() : Owner.UNSOLICITED,
          ResponseType.UNTAGGED,
          response,
          "*",
          act);
    }
  }

  private boolean fitsState(ResponseName name) {
    if (!talk.states.authenticated()) {
      return Attribution.beforeAuthentication(name);
    }
    if (!Attribution.isMailboxData(name) || talk.states.bothSelected()) {
      return true;
    }
    if (owner.isPresent() && Attribution.isSelect(owner.get())) {
      return true;
    }
    return talk.states.server() != ConnectionState.SELECTED
        && talk.pending.oldest(Attribution::isSelect).isPresent();
  }

  private boolean referencesKnown(Response response) {
    if (response.hasCode()) {
      // In a code an unknown reference costs the code only.
      return true;
    }
    for (int i = 0; i < response.tagReferences(); i++) {
      if (talk.pending.byOwnTag(response.tagReference(i)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private boolean enabledAsked(Response response) {
    return owner.isPresent()
        && owner.get().command instanceof Command.Enable enable
        && enable.capabilities().containsAll(response.capabilities());
  }

  /** Looks up, asks where a function decides, and goes on with the action. */
  void judge(Owner of, ResponseType type, Response response, String tag, Verdict then) {
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
    talk.questions.ask(
        function,
        true,
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

  private void act(ResponseAction action, RuleRef where) {
    if (talk.over()) {
      return;
    }
    Response response = server.response();
    talk.observers.response(ownerName(), ResponseType.UNTAGGED, response, "*", decision, action);
    switch (action) {
      case ResponseAction.Accept accept -> accept(response, Optional.empty(), where);
      case ResponseAction.Rewrite rewrite -> {
        if (response.name().isStatus()) {
          accept(response, Optional.of(rewrite.text()), where);
        } else {
          talk.policyNonsense(Feasible.REWRITE_OF_DATA, where, decision);
        }
      }
      case ResponseAction.Abort abort -> {
        tell(
            ownerName(),
            response,
            judged(response, "abort", where).saying(abort.text().orElse("")));
        talk.abort(abort.text(), decision);
      }
      case ResponseAction.Reject reject -> refuse(response, "reject", reject.text(), where);
      case ResponseAction.Drop drop -> refuse(response, "drop", Optional.empty(), where);
      case ResponseAction.Call call -> talk.policyNonsense(Feasible.NO_FUNCTION, where, decision);
    }
  }

  private Owner ownerName() {
    return owner.isPresent() ? owner.get().owner() : Owner.UNSOLICITED;
  }

  private void refuse(Response response, String action, Optional<String> text, RuleRef where) {
    boolean reject = action.equals("reject");
    boolean fails = reject && owner.isPresent();
    tell(
        ownerName(),
        response,
        judged(response, action, where).saying(fails ? failure(owner.get(), text) : ""));
    talk.tally.withheld++;
    switch (response.name()) {
      case EXISTS, EXPUNGE, VANISHED -> {
        // Withholding it would shift the client's message numbers; only a SELECT that then fails is
        // spared.
        boolean failsSelect = reject && owner.isPresent() && Attribution.isSelect(owner.get());
        if (!failsSelect) {
          talk.abort(text, decision);
          return;
        }
      }
      case BYE -> {
        talk.outbox.own("* BYE " + Texts.BYE_SERVER);
        saidBye();
        return;
      }
      case OK,
          NO,
          BAD,
          PREAUTH,
          CAPABILITY,
          ENABLED,
          ID,
          NAMESPACE,
          LIST,
          LSUB,
          STATUS,
          SEARCH,
          ESEARCH,
          FLAGS,
          RECENT,
          FETCH -> {}
    }
    if (fails) {
      fail(owner.get(), failure(owner.get(), text));
    }
    if (head) {
      server.stream(true);
    } else {
      done();
    }
  }

  /** The command will end with NO in place of its OK. */
  private void fail(Pending pending, String text) {
    if (pending.failure.isEmpty()) {
      pending.failure = Optional.of(text + talk.decisions.suffix(decision));
    }
  }

  private String failure(Pending pending, Optional<String> text) {
    String said = text.orElse(Texts.withheld(pending.name()));
    return talk.states.authenticated() && !said.startsWith("[") ? Texts.NOPERM + said : said;
  }

  private void accept(Response response, Optional<String> text, RuleRef where) {
    if (text.isPresent() || talk.decisions.tellsAccepts()) {
      tell(ownerName(), response, judged(response, text.isPresent() ? "rewrite" : "accept", where));
    }
    if (response.name().isStatus()) {
      codes.judge(
          ownerName(),
          ResponseType.UNTAGGED,
          response,
          "*",
          decision,
          keep -> {
            edits.clear();
            codes.edit(response, keep, text, edits);
            server.pass(edits);
            passed(response);
          });
      return;
    }
    edits.clear();
    if (response.name() == ResponseName.CAPABILITY) {
      if (!codes.editCapabilities(response, edits)) {
        // CAPABILITY without a name isn't IMAP. check warns about a policy that hides everything.
        withhold("no capability is left");
        return;
      }
    } else {
      codes.editReferences(response, edits);
    }
    server.pass(edits);
    passed(response);
  }

  /** What a response that the client has heard changes. */
  private void passed(Response response) {
    if (response.name() == ResponseName.BYE) {
      saidBye();
      return;
    }
    if (response.name() == ResponseName.ENABLED) {
      List<String> on = response.capabilities();
      if (on.contains("UTF8=ACCEPT") || on.contains("IMAP4REV2")) {
        talk.utf8Responses(true);
      }
    }
    if (head) {
      server.stream(false);
    } else {
      done();
    }
  }

  /** Behind the server's BYE only LOGOUT's tagged answer is awaited. */
  private void saidBye() {
    talk.serverSaidBye = true;
    boolean logout =
        talk.pending.oldest(pending -> pending.name() == CommandName.LOGOUT).isPresent();
    if (logout) {
      done();
    } else {
      talk.finish(Event.Cause.SERVER_BYE);
    }
  }

  private void withhold(String reason) {
    Response response = server.response();
    talk.tally.withheld++;
    talk.decisions.tell(
        true,
        decision,
        talk.states.shown(),
        "*",
        response.kind() == Response.Kind.UNKNOWN
            ? "unknown"
            : ownerName() + " UNTAGGED " + response.name(),
        "",
        Judged.byEngine("withheld", reason));
    if (response.kind() == Response.Kind.UNKNOWN) {
      return;
    }
    if (head) {
      server.stream(true);
    } else {
      done();
    }
  }

  private Judged judged(Response response, String action, RuleRef where) {
    return judged(ownerName(), response, action, where);
  }

  /** By a rule of the table, for an untagged response. */
  Judged judged(Owner of, Response response, String action, RuleRef where) {
    return Judged.byRule(
        action, where, talk.policy.responseTrail(of, ResponseType.UNTAGGED, response.name()));
  }

  void tell(Owner of, Response response, Judged judged) {
    talk.decisions.tell(
        true, decision, talk.states.shown(), "*", of + " UNTAGGED " + response.name(), "", judged);
  }

  /**
   * A FETCH line that isn't grammatical: withheld, counted, its command ends with NO; the session
   * goes on.
   *
   * @param withheld whether its head was judged, and withheld, before
   */
  void malformedFetch(boolean withheld) {
    if (!withheld) {
      talk.tally.responses++;
      talk.counts.response(ResponseName.FETCH);
      decision = talk.decisions.next();
      talk.tally.withheld++;
    }
    talk.decisions.tell(
        true,
        decision,
        talk.states.shown(),
        "*",
        "FETCH",
        "",
        Judged.byEngine("withheld", "malformed FETCH data"));
    talk.pending
        .oldest(pending -> pending.fetchKinds != 0)
        .ifPresent(pending -> fail(pending, Texts.malformedData(pending.name())));
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
    head = false;
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

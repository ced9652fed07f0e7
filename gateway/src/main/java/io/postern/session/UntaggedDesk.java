package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.imap.Violation;
import io.postern.policy.ResponseAction;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.List;
import java.util.Optional;

/**
 * Judges untagged responses behind the greeting: state, attribution, no data without a request,
 * then the table; and does what the verdict says.
 */
final class UntaggedDesk {
  private final Conversation talk;
  private final ServerSide server;
  private final ResponseDesk desk;
  private final CodeDesk codes;
  private final Edits edits;

  /** Made once: every list line is judged, and none should allocate. */
  private final ResponseDesk.Verdict act = this::act;

  /** Whose the response in hand is. */
  private Optional<Pending> owner = Optional.empty();

  private long decision;
  private boolean head;

  /** {@code edits}: of the line that is passed on now, whoever judged it. */
  UntaggedDesk(
      Conversation talk, ServerSide server, ResponseDesk desk, CodeDesk codes, Edits edits) {
    this.talk = talk;
    this.server = server;
    this.desk = desk;
    this.codes = codes;
    this.edits = edits;
  }

  /**
   * Judges the untagged response in the frame.
   *
   * @param announced whether it is the head of a FETCH, up to its first message literal
   */
  void judge(Response response, boolean announced, long number) {
    head = announced;
    decision = number;
    if (talk.serverSaidBye) {
      // Behind BYE only the tagged answer of LOGOUT passes.
      owner = Optional.empty();
      withhold("after BYE");
      return;
    }
    if (response.name() == ResponseName.ID && talk.originating.inProgress()) {
      // The answer to our own question.
      desk.done();
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
      desk.judge(ownerName(), ResponseType.UNTAGGED, response, "*", decision, act);
    }
  }

  /** A response that nobody knows is withheld. */
  void unknown(long number) {
    decision = number;
    owner = Optional.empty();
    withhold("unknown response");
    desk.done();
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
        tell(response, judged(response, "abort", where).saying(abort.text().orElse("")));
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
    tell(response, judged(response, action, where).saying(fails ? failure(owner.get(), text) : ""));
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
      desk.done();
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
      tell(response, judged(response, text.isPresent() ? "rewrite" : "accept", where));
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
      desk.done();
    }
  }

  /** Behind the server's BYE only LOGOUT's tagged answer is awaited. */
  private void saidBye() {
    talk.serverSaidBye = true;
    boolean logout =
        talk.pending.oldest(pending -> pending.name() == CommandName.LOGOUT).isPresent();
    if (logout) {
      desk.done();
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
      desk.done();
    }
  }

  private Judged judged(Response response, String action, RuleRef where) {
    return desk.judged(ownerName(), response, action, where);
  }

  private void tell(Response response, Judged judged) {
    desk.tell(ownerName(), response, judged, decision);
  }
}

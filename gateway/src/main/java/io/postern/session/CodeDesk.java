package io.postern.session;

import io.postern.imap.CodeName;
import io.postern.imap.Octets;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;
import io.postern.policy.Call;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges response codes and writes what their verdict, the capability filter and tag references
 * change in a line (spec section 2).
 */
final class CodeDesk {
  private final Conversation talk;
  private final ResponseDesk desk;

  CodeDesk(Conversation talk, ResponseDesk desk) {
    this.talk = talk;
    this.desk = desk;
  }

  /** Calls {@code then} with whether the code stays; not at all if the session ends here. */
  void judge(
      Owner owner,
      ResponseType type,
      Response response,
      String tag,
      long decision,
      Consumer<Boolean> then) {
    if (!response.hasCode()) {
      then.accept(true);
      return;
    }
    Rule<ResponseAction> rule = talk.policy.code(owner, type, response.codeText());
    if (!engineKeeps(owner, type, response)) {
      then.accept(false);
    } else if (rule.action() instanceof ResponseAction.Call call) {
      desk.ask(
          call.function(),
          rule.where(),
          new Call(
              tag,
              "[" + response.codeText() + "]",
              TagsInArguments.mapped(response.arguments(), response, talk.pending),
              talk.states.shown(),
              talk.states.shown(),
              talk.facts),
          decision,
          (action, state) -> {
            if (desk.entered(action, state, decision)) {
              act(new Judging(owner, type, tag, decision), action, rule, response, then);
            }
          });
    } else {
      act(new Judging(owner, type, tag, decision), rule.action(), rule, response, then);
    }
  }

  /** Whose code it is. */
  private record Judging(Owner owner, ResponseType type, String tag, long decision) {}

  private void act(
      Judging of,
      ResponseAction action,
      Rule<ResponseAction> rule,
      Response response,
      Consumer<Boolean> then) {
    switch (action) {
      case ResponseAction.Accept accept -> {
        talk.observers.code(of.owner(), of.type(), response, of.tag(), of.decision());
        then.accept(true);
      }
      case ResponseAction.Reject reject -> then.accept(stays(of, rule, response));
      case ResponseAction.Drop drop -> then.accept(stays(of, rule, response));
      case ResponseAction.Abort abort -> {
        tell(of, response, "abort", rule.where(), abort.text().orElse(""));
        talk.abort(abort.text(), of.decision());
      }
      case ResponseAction.Rewrite rewrite ->
          talk.policyNonsense(Feasible.REWRITE_OF_CODE, rule.where(), of.decision());
      case ResponseAction.Call call ->
          talk.policyNonsense(Feasible.NO_FUNCTION, rule.where(), of.decision());
    }
  }

  /** Whether a code stays that a rule would remove. */
  private boolean stays(Judging of, Rule<ResponseAction> rule, Response response) {
    boolean fixed = response.codeName().filter(CodeName::neverRemovable).isPresent();
    // Without an entry it goes because the engine doesn't know it: nobody's decision, so untold.
    if (!fixed && !rule.where().equals(RuleRef.DEFAULT)) {
      tell(of, response, "drop", rule.where(), "");
    }
    return fixed;
  }

  private void tell(Judging of, Response response, String action, RuleRef where, String said) {
    talk.decisions.tell(
        true,
        of.decision(),
        talk.states.shown(),
        of.tag(),
        of.owner() + " " + of.type() + " [" + response.codeText() + "]",
        "",
        Judged.byRule(
                action, where, talk.policy.codeTrail(of.owner(), of.type(), response.codeText()))
            .saying(said));
  }

  /**
   * Before authentication few codes pass; and a reference to no command in progress costs its code.
   */
  private boolean engineKeeps(Owner owner, ResponseType type, Response response) {
    for (int i = 0; i < response.tagReferences(); i++) {
      if (talk.pending.byOwnTag(response.tagReference(i)).isEmpty()) {
        return false;
      }
    }
    if (talk.states.authenticated()) {
      return true;
    }
    Optional<CodeName> code = response.codeName();
    if (code.isEmpty()) {
      return false;
    }
    return code.get().beforeAuthentication()
        || (code.get() == CodeName.REFERRAL && talk.policy.namesCode(owner, type, "REFERRAL"));
  }

  /** Notes what changes in a status line, from its code on. */
  void edit(Response response, boolean keepCode, Optional<String> text, Edits edits) {
    boolean code = response.hasCode() && keepCode;
    if (code && response.codeName().filter(name -> name == CodeName.CAPABILITY).isPresent()) {
      List<String> asSent = response.capabilitiesAsSent();
      List<String> kept = shown(asSent);
      if (kept.isEmpty()) {
        code = false;
      } else if (!kept.equals(asSent)) {
        edits.replace(response.capabilitiesStart(), response.capabilitiesEnd(), joined(kept));
      }
    } else if (code) {
      editReferences(response, edits);
    }
    int textStart = response.textStart();
    boolean bare = textStart >= response.textEnd();
    if (response.hasCode() && !code) {
      // The code goes with the space behind it; a status never stays without any text, and text
      // that would now be read as a code goes too.
      boolean replaced = text.isPresent() || bare || response.textPassesForCode();
      edits.replace(
          response.codeStart(),
          replaced ? response.textEnd() : textStart,
          Octets.ascii(replaced ? text.orElse(Texts.NO_TEXT) : ""));
    } else if (text.isPresent()) {
      edits.replace(textStart, response.textEnd(), Octets.ascii((bare ? " " : "") + text.get()));
    }
  }

  /** What the policy, and the client's own connection, make of a list (spec section 8). */
  private List<String> shown(List<String> names) {
    return talk.clientTls.shown(
        talk.capabilities.forClient(names), talk.states.server().authenticated());
  }

  /** Notes what the filter takes from CAPABILITY data; false if nothing is left. */
  boolean editCapabilities(Response response, Edits edits) {
    List<String> asSent = response.capabilitiesAsSent();
    List<String> kept = shown(asSent);
    if (!kept.equals(asSent) && !kept.isEmpty()) {
      edits.replace(response.capabilitiesStart(), response.capabilitiesEnd(), joined(kept));
    }
    return !kept.isEmpty();
  }

  /** The gateway's own tags become the client's. */
  void editReferences(Response response, Edits edits) {
    for (int i = 0; i < response.tagReferences(); i++) {
      Optional<Pending> found = talk.pending.byOwnTag(response.tagReference(i));
      if (found.isPresent()) {
        edits.replace(
            response.tagReferenceStart(i),
            response.tagReferenceEnd(i),
            Octets.ascii('"' + found.get().clientTag.text() + '"'));
      }
    }
  }

  private static Octets joined(List<String> names) {
    return Octets.ascii(String.join(" ", names));
  }
}

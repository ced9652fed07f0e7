package io.postern.session;

import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Asks policy functions about commands: until one has answered nothing more of the client is done,
 * but the commands behind may be asked about in the same go ({@link Ahead}).
 */
final class CommandQuestions {
  private final Conversation talk;
  private final ClientSide client;

  CommandQuestions(Conversation talk, ClientSide client) {
    this.talk = talk;
    this.client = client;
  }

  /**
   * Asks about a command whose turn it is, unless that was done ahead; {@code then} has the verdict
   * and the state that the function set as imap_state_new, if it did.
   */
  void ask(
      Received received,
      RequestAction.Call call,
      Rule<RequestAction> rule,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    Inquiry inquiry =
        client.ahead().asked(received, call.function()).orElseGet(() -> together(received, call));
    await(inquiry, rule, then);
  }

  private Inquiry together(Received received, RequestAction.Call call) {
    Inquiry first = Inquiry.of(received, call.function(), talk);
    put(first, false);
    for (Inquiry each : client.ahead().read(received)) {
      put(each, true);
    }
    return first;
  }

  /** Asks about this alone. */
  void askAlone(
      Received received,
      RequestAction.Call call,
      Rule<RequestAction> rule,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    Inquiry inquiry = Inquiry.of(received, call.function(), talk);
    put(inquiry, false);
    await(inquiry, rule, then);
  }

  private void put(Inquiry inquiry, boolean ahead) {
    talk.questions.askOfCommand(inquiry.function, ahead, inquiry.call, inquiry::answered);
  }

  private void await(
      Inquiry inquiry,
      Rule<RequestAction> rule,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    client.await(inquiry::isAnswered, () -> act(inquiry, rule, then));
  }

  private void act(
      Inquiry inquiry,
      Rule<RequestAction> rule,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    Answer answer = inquiry.answer().orElseThrow();
    long decision = inquiry.received.decision();
    String function = inquiry.function.name();
    if (!(answer instanceof Answer.Unasked)) {
      talk.questions.tell(inquiry.call, decision);
    }
    switch (answer) {
      case Answer.ForRequest request when !FunctionAnswers.isSound(request.action()) ->
          talk.policyFailed(function, FunctionAnswers.UNSOUND, rule.where().place(), decision);
      case Answer.ForRequest request ->
          then.accept(
              request.action(),
              request.newState() == inquiry.call.leadsTo()
                  ? Optional.empty()
                  : Optional.of(request.newState()));
      case Answer.Unasked unasked -> {
        // The session may stand elsewhere by now.
        Inquiry again = Inquiry.of(inquiry.received, inquiry.function, talk);
        put(again, false);
        await(again, rule, then);
      }
      case Answer.ForResponse response ->
          talk.policyFailed(function, "answered for a response", rule.where().place(), decision);
      case Answer.Failed failed ->
          talk.policyFailed(function, failed.cause(), failed.place(), decision);
    }
  }
}

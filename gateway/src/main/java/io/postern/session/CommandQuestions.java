package io.postern.session;

import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.FunctionRef;
import io.postern.policy.RequestAction;
import io.postern.policy.RuleRef;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Asks policy functions about commands: until one has answered nothing more of the client is done,
 * but the commands behind may be asked about in the same go ({@link Ahead}).
 */
final class CommandQuestions {
  private final Conversation talk;
  private final ClientSide client;

  /**
   * What is asked for a command whose turn it is.
   *
   * @param where the rule that names the function
   * @param then has the verdict, and the state that the function set as imap_state_new, if it did
   */
  private record Asking(
      Received received,
      FunctionRef function,
      RuleRef where,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {}

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
      FunctionRef function,
      RuleRef where,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    Inquiry inquiry =
        client.ahead().asked(received, function).orElseGet(() -> together(received, function));
    await(inquiry, new Asking(received, function, where, then));
  }

  /** The same about this alone. */
  void askAlone(
      Received received,
      FunctionRef function,
      RuleRef where,
      BiConsumer<RequestAction, Optional<ConnectionState>> then) {
    alone(new Asking(received, function, where, then));
  }

  private Inquiry together(Received received, FunctionRef function) {
    Inquiry first = Inquiry.of(received.tag(), received.command(), function, talk);
    put(first, false);
    for (Inquiry each : client.ahead().read(received)) {
      put(each, true);
    }
    return first;
  }

  private void alone(Asking asking) {
    Received received = asking.received();
    Inquiry inquiry = Inquiry.of(received.tag(), received.command(), asking.function(), talk);
    put(inquiry, false);
    await(inquiry, asking);
  }

  private void put(Inquiry inquiry, boolean ahead) {
    talk.questions.askOfCommand(inquiry.function, ahead, inquiry.call, inquiry::answered);
  }

  private void await(Inquiry inquiry, Asking asking) {
    client.await(inquiry::isAnswered, () -> act(inquiry, asking));
  }

  private void act(Inquiry inquiry, Asking asking) {
    Answer answer = inquiry.answer().orElseThrow();
    if (answer instanceof Answer.Unasked) {
      // The session may stand elsewhere by now.
      alone(asking);
      return;
    }
    long decision = asking.received().decision();
    talk.questions.tell(inquiry.call, decision);
    switch (answer) {
      case Answer.ForRequest request when FunctionAnswers.isSound(request.action()) ->
          asking
              .then()
              .accept(
                  request.action(),
                  request.newState() == inquiry.call.leadsTo()
                      ? Optional.empty()
                      : Optional.of(request.newState()));
      case Answer.ForRequest request -> failed(asking, FunctionAnswers.UNSOUND);
      case Answer.ForResponse response -> failed(asking, "answered for a response");
      case Answer.Unasked unasked -> failed(asking, FunctionAnswers.UNASKED);
      case Answer.Failed failed ->
          talk.policyFailed(asking.function().name(), failed.cause(), failed.place(), decision);
    }
  }

  private void failed(Asking asking, String cause) {
    talk.policyFailed(
        asking.function().name(), cause, asking.where().place(), asking.received().decision());
  }
}

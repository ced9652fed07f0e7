package io.postern.session;

import java.util.function.Consumer;

/**
 * Where logins wait for the word of whoever counts them: until it comes, and for as long as it
 * says, nothing more of the client is read. A wait costs nothing but its deadline.
 */
final class LoginGate {
  private final Conversation talk;
  private final ClientSide client;
  private boolean asked;
  private Admission admission;
  private long from = Long.MAX_VALUE;

  LoginGate(Conversation talk, ClientSide client) {
    this.talk = talk;
    this.client = client;
  }

  /**
   * @param user as the client gives it; empty where its mechanism doesn't say it in clear
   * @param goesOn the server may hear of the login
   * @param refused it must not; is told the text of the NO
   */
  void ask(String user, Runnable goesOn, Consumer<String> refused) {
    if (!talk.settings.surroundings().pace().loginsAsk()) {
      goesOn.run();
      return;
    }
    asked = true;
    admission = null;
    from = Long.MAX_VALUE;
    client.await(
        () -> admission != null && talk.now >= from,
        () -> {
          from = Long.MAX_VALUE;
          if (admission instanceof Admission.Refused(String text)) {
            refused.accept(text);
          } else {
            goesOn.run();
          }
        });
    talk.effects.admit(user);
  }

  /** The word; one that wasn't asked for is ignored. */
  void admitted(Admission word) {
    if (asked) {
      asked = false;
      admission = word;
      from = word instanceof Admission.Later(long millis) ? talk.now + millis : talk.now;
    }
  }

  /** When the login that waits goes on, in the clock of the session; never where none does. */
  long deadline() {
    return from;
  }
}

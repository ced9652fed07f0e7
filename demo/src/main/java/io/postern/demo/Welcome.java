package io.postern.demo;

import io.postern.service.Address;

/** What a user needs to know to play with the demo. */
final class Welcome {
  private Welcome() {}

  static String text(Address gateway, int serverPort, String policy) {
    return """
    Postern is listening on %1$s. Behind it, on port %2$d, is a mail server that knows one user:
    name demo, password demo. The policy between them:

    %3$s
    Try it in another terminal:

      curl 'imap://%1$s/INBOX;MAILINDEX=1' -u demo:demo           read a mail
      curl 'imap://%1$s/' -u demo:demo                            list the folders
      curl -v 'imap://%1$s/' -u demo:demo -X 'DELETE Plans'       is refused
      curl 'imap://%1$s/INBOX' -u demo:demo -X 'SEARCH ALL'       any command you like
      telnet %4$s %5$d                                           speak IMAP yourself

    A mail program works, too: IMAP, no encryption, the password in clear.
    Below, each command and what became of it. Ctrl-C ends the demo.
    """
        .formatted(gateway, serverPort, policy.strip().indent(4), gateway.host(), gateway.port());
  }
}

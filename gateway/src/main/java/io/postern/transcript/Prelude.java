package io.postern.transcript;

import java.util.Optional;

/**
 * The exchanges that lead to a state, played before the transcript's own talk; the policy judges
 * them like any other.
 *
 * <p>The greeting and the answer to LOGIN carry {@code [CAPABILITY ...]} with what {@code server
 * has} names. The client's tags are p1 and p2; the mailbox is INBOX, with 10 messages.
 */
final class Prelude {
  private static final String[] MAILBOX = {
    "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n",
    "* 10 EXISTS\r\n",
    "* 0 RECENT\r\n",
    "* OK [UIDVALIDITY 1] UIDs valid\r\n",
    "* OK [UIDNEXT 11] Predicted next UID\r\n",
    "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Limited\r\n"
  };

  private final Stage stage;
  private final String capabilities;
  private long judged;

  Prelude(Stage stage, Transcript transcript) {
    this.stage = stage;
    this.capabilities = "[CAPABILITY " + String.join(" ", transcript.capabilities()) + "]";
  }

  /** Plays up to the start; says what went wrong, if so. */
  Optional<String> play(Transcript.Start start) {
    return switch (start) {
      case CONNECT -> Optional.empty();
      case NONAUTH -> greeting();
      case AUTH -> greeting().or(this::login);
      case SELECTED -> greeting().or(this::login).or(this::select);
    };
  }

  /** How many messages have been judged: each line that was said is one. */
  long judged() {
    return judged;
  }

  private void say(Voice voice, String line) {
    judged++;
    stage.say(voice, line, new Cut.Whole());
  }

  private Optional<String> greeting() {
    say(Voice.SERVER, "* OK " + capabilities + " ready\r\n");
    String heard = stage.recorder().take(Voice.CLIENT);
    return heard.startsWith("* OK") ? Optional.empty() : failure("the greeting", heard);
  }

  private Optional<String> login() {
    return exchange("p1", "LOGIN alice secret", new String[0], "OK " + capabilities + " done\r\n");
  }

  private Optional<String> select() {
    return exchange("p2", "SELECT INBOX", MAILBOX, "OK [READ-WRITE] done\r\n");
  }

  private Optional<String> exchange(String tag, String command, String[] data, String status) {
    say(Voice.CLIENT, tag + " " + command + "\r\n");
    String sent = stage.recorder().take(Voice.SERVER);
    if (!sent.isEmpty()) {
      for (String line : data) {
        say(Voice.SERVER, line);
      }
      say(Voice.SERVER, sent.substring(0, sent.indexOf(' ')) + " " + status(sent, status));
    }
    String heard = stage.recorder().take(Voice.CLIENT);
    boolean done = ("\r\n" + heard).contains("\r\n" + tag + " OK");
    return done && stage.recorder().take(Voice.SERVER).isEmpty()
        ? Optional.empty()
        : failure(command, heard);
  }

  /** A server opens a mailbox as it is asked: a policy may have made an EXAMINE of the SELECT. */
  private static String status(String sent, String status) {
    return sent.contains(" EXAMINE ") ? status.replace("[READ-WRITE]", "[READ-ONLY]") : status;
  }

  private static Optional<String> failure(String what, String heard) {
    return Optional.of(
        "the state can't be reached: "
            + what
            + " was answered \""
            + Escapes.write(heard, 200)
            + "\"; where the policy wants it so, write from connect and show the exchange");
  }
}

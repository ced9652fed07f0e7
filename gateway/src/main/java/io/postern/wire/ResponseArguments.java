package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes the arguments of a response (spec/policy-semantics.md, section 6) from tokens and their
 * roles alone: nothing here knows a grammar.
 */
final class ResponseArguments {
  private final Frame frame;
  private final boolean utf8;
  private final Deque<List<Argument>> open = new ArrayDeque<>();
  private final Deque<Boolean> brackets = new ArrayDeque<>();

  private ResponseArguments(Frame frame, boolean utf8) {
    this.frame = frame;
    this.utf8 = utf8;
    open.push(new ArrayList<>());
  }

  static List<Argument> of(Response response) {
    ResponseArguments made = new ResponseArguments(response.frame(), response.utf8());
    if (response.number() >= 0) {
      made.add(new Argument.Number(response.number(), Long.toString(response.number())));
    }
    if (response.continuesList()) {
      made.begin(false);
    }
    made.read(response.firstToken(), response.endToken());
    while (made.open.size() > 1) {
      made.finish();
    }
    return List.copyOf(made.open.pop());
  }

  private void read(int first, int end) {
    int token = first;
    while (token < end) {
      int behind = TokenText.behind(frame, token, end);
      value(token, behind);
      token = behind;
    }
  }

  private void value(int token, int behind) {
    switch (frame.role(token)) {
      case Roles.SYNTAX -> {
        // Seen by the grammar, not shown.
      }
      case Roles.KEYWORD -> add(text(Ascii.upper(TokenText.of(frame, token, behind))));
      case Roles.STRING, Roles.TAG_REFERENCE -> add(text(TokenText.of(frame, token, behind)));
      case Roles.FREE_TEXT -> add(text(TokenText.outer(frame, token, behind)));
      case Roles.NIL -> add(Argument.Mark.NIL);
      case Roles.MESSAGE -> add(Argument.Mark.LITERAL);
      case Roles.NUMBER -> add(number(TokenText.raw(frame, token, behind)));
      case Roles.SET -> add(set(TokenText.raw(frame, token, behind)));
      case Roles.FLAG -> add(flag(TokenText.raw(frame, token, behind)));
      case Roles.MAILBOX -> add(text(mailbox(token, behind)));
      case Roles.LIST -> begin(false);
      case Roles.BRACKETS -> begin(true);
      case Roles.LIST_END, Roles.BRACKETS_END -> finish();
      case Roles.TEXT -> {
        if (frame.start(token) < frame.end(token)) {
          add(text(TokenText.raw(frame, token, behind)));
        }
      }
      default -> throw new IllegalStateException("token without a role");
    }
  }

  private void add(Argument argument) {
    open.getFirst().add(argument);
  }

  private void begin(boolean bracket) {
    open.push(new ArrayList<>());
    brackets.push(bracket);
  }

  private void finish() {
    List<Argument> items = open.pop();
    add(brackets.pop() ? new Argument.Brackets(items) : new Argument.Parens(items));
  }

  private static Argument text(String text) {
    return new Argument.Text(text);
  }

  private static Argument flag(String flag) {
    return text(flag.startsWith("\\") ? Ascii.upper(flag) : flag);
  }

  /** A number beyond 63 bits (Q9) is shown as the largest; its text is as written. */
  private static Argument number(String text) {
    try {
      return new Argument.Number(Long.parseLong(text), text);
    } catch (NumberFormatException tooLarge) {
      return new Argument.Number(text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE, text);
    }
  }

  private static Argument set(String text) {
    List<Argument> elements = new ArrayList<>();
    // By hand: no regular expression meets a peer's octets.
    for (int from = 0; from <= text.length(); ) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String element = text.substring(from, to);
      from = to + 1;
      int colon = element.indexOf(':');
      elements.add(
          colon < 0
              ? new Argument.Number(seqNumber(element), element)
              : new Argument.Range(
                  seqNumber(element.substring(0, colon)), seqNumber(element.substring(colon + 1))));
    }
    return elements.size() == 1 ? elements.getFirst() : new Argument.Commas(elements);
  }

  private static long seqNumber(String text) {
    return text.equals("*") ? -1 : Long.parseLong(text);
  }

  /** A name that isn't canonical (Q7) is shown as it came. */
  private String mailbox(int token, int behind) {
    Octets octets =
        behind == token + 1 && frame.kind(token) == Frame.QUOTED
            ? TokenText.unescaped(frame, token)
            : frame.copy(frame.start(token), frame.end(behind - 1));
    String name =
        utf8
            ? octets.text()
            : ModifiedUtf7.decode(octets.toByteArray(), 0, octets.length()).orElse(octets.text());
    return new Mailbox(name).name();
  }
}

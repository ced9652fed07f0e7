import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Policy functions for the transcripts beside this file. */
public class Functions {
  /** Refuses with the arguments as text, so that a transcript shows what a function sees. */
  RequestAction show(Call call) {
    return reject(call.command() + " " + tuple(call.arguments()));
  }

  ResponseAction showResponse(Call call) {
    String text = call.tag() + " " + call.command() + " " + tuple(call.arguments());
    return new ResponseAction.Abort(Optional.of(text));
  }

  RequestAction showStates(Call call) {
    return reject(call.oldState().policyName() + " " + call.newState().policyName());
  }

  RequestAction accept(Call call) {
    return RequestAction.ACCEPT;
  }

  RequestAction drop(Call call) {
    return RequestAction.DROP;
  }

  RequestAction abort(Call call) {
    return new RequestAction.Abort(Optional.of("Enough"));
  }

  RequestAction noSecrets(Call call) {
    return call.arguments().contains(new Argument.Text("Secret"))
        ? reject("No secrets")
        : RequestAction.ACCEPT;
  }

  RequestAction examineInstead(Call call) {
    return new RequestAction.RewriteForm("EXAMINE", call.arguments());
  }

  RequestAction noopInstead(Call call) {
    return new RequestAction.Rewrite("NOOP");
  }

  RequestAction idleInstead(Call call) {
    return new RequestAction.Rewrite("IDLE");
  }

  /** APPEND to another mailbox: the message is still to come, so its mark must stay. */
  RequestAction appendElsewhere(Call call) {
    List<Argument> arguments = new ArrayList<>(call.arguments());
    arguments.set(0, new Argument.Text("Quarantine"));
    return new RequestAction.RewriteForm("APPEND", arguments);
  }

  RequestAction appendNothing(Call call) {
    return new RequestAction.RewriteForm("APPEND", call.arguments().subList(0, 1));
  }

  RequestAction nonsenseInstead(Call call) {
    return new RequestAction.Rewrite("FROBNICATE {5}");
  }

  RequestAction hello(Call call) {
    return new RequestAction.Respond("OK Hello", List.of("OK [ALERT] " + call.tag()));
  }

  RequestAction nonsense(Call call) {
    return new RequestAction.Respond("MAYBE", List.of());
  }

  RequestAction nothing(Call call) {
    return null;
  }

  RequestAction throwing(Call call) {
    throw new IllegalStateException("oops");
  }

  RequestAction overflowing(Call call) {
    return overflowing(call);
  }

  /** Every second one is refused: a session remembers. */
  RequestAction everySecond(Call call) {
    Object seen = call.session().attributes().merge("seen", 1, (a, b) -> (Integer) a + (Integer) b);
    return ((Integer) seen) % 2 == 0 ? reject("Not so fast") : RequestAction.ACCEPT;
  }

  RequestAction staysOut(Call call) {
    call.enter(ConnectionState.AUTH);
    return RequestAction.ACCEPT;
  }

  RequestAction respondsSelected(Call call) {
    call.enter(ConnectionState.SELECTED);
    return new RequestAction.Respond("OK Selected, as it were", List.of());
  }

  RequestAction respondsNoSelected(Call call) {
    call.enter(ConnectionState.SELECTED);
    return new RequestAction.Respond("NO Not selected", List.of());
  }

  RequestAction rejectsAndQuits(Call call) {
    call.enter(ConnectionState.QUIT);
    return RequestAction.REJECT;
  }

  RequestAction quits(Call call) {
    call.enter(ConnectionState.QUIT);
    return RequestAction.ACCEPT;
  }

  RequestAction beginsAgain(Call call) {
    call.enter(ConnectionState.INITIAL);
    return RequestAction.ACCEPT;
  }

  ResponseAction showStatesOfResponse(Call call) {
    return new ResponseAction.Abort(
        Optional.of(call.oldState().policyName() + " " + call.newState().policyName()));
  }

  ResponseAction acceptResponse(Call call) {
    return ResponseAction.ACCEPT;
  }

  ResponseAction dropResponse(Call call) {
    return ResponseAction.DROP;
  }

  ResponseAction rejectResponse(Call call) {
    return new ResponseAction.Reject(Optional.of("Not for you"));
  }

  ResponseAction rewriteResponse(Call call) {
    return new ResponseAction.Rewrite("As you wish");
  }

  ResponseAction throwingResponse(Call call) {
    throw new IllegalStateException("oops");
  }

  private static RequestAction reject(String text) {
    return new RequestAction.Reject(Optional.of(text));
  }

  private static String tuple(List<Argument> arguments) {
    return "("
        + arguments.stream().map(Functions::text).collect(Collectors.joining(", "))
        + (arguments.size() == 1 ? ",)" : ")");
  }

  private static String text(Argument argument) {
    return switch (argument) {
      case Argument.Number number -> "(" + number.value() + ", '" + number.text() + "')";
      case Argument.Range range -> "(" + range.first() + ", " + range.last() + ")";
      case Argument.Text text -> "'" + ascii(text.text()) + "'";
      case Argument.Commas list -> list(",", list.items());
      case Argument.Brackets list -> list("[", list.items());
      case Argument.Parens list -> list("(", list.items());
      case Argument.Mark mark -> mark == Argument.Mark.NIL ? "None" : "'<LITERAL>'";
    };
  }

  private static String list(String kind, List<Argument> items) {
    return "('"
        + kind
        + "'"
        + items.stream().map(item -> ", " + text(item)).collect(Collectors.joining())
        + (items.isEmpty() ? ",)" : ")");
  }

  private static String ascii(String text) {
    return text.chars()
        .mapToObj(c -> c < 0x7F ? String.valueOf((char) c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }
}

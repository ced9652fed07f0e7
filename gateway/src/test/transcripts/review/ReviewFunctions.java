import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.List;
import java.util.Optional;

/** Policy functions for the transcripts beside this file. */
public class ReviewFunctions {
  /** A line end in a text would be a response of its own. */
  RequestAction rejectsTwoLines(Call call) {
    return new RequestAction.Reject(Optional.of("no\r\n* 1 EXPUNGE"));
  }

  RequestAction rejectsInGreek(Call call) {
    return new RequestAction.Reject(Optional.of("\u03bd\u03bf"));
  }

  RequestAction abortsWithBracket(Call call) {
    return new RequestAction.Abort(Optional.of("[ALERT bye"));
  }

  RequestAction rejectsNull(Call call) {
    return new RequestAction.Reject(null);
  }

  ResponseAction rewritesToTwoLines(Call call) {
    return new ResponseAction.Rewrite("done\r\n* 1 EXPUNGE");
  }

  ResponseAction rejectsInGreek2(Call call) {
    return new ResponseAction.Reject(Optional.of("\u03bd\u03bf"));
  }

  RequestAction accepts(Call call) {
    return RequestAction.ACCEPT;
  }

  RequestAction rejects(Call call) {
    return RequestAction.REJECT;
  }

  /** The client's state is set, and the response refused: the state is ignored. */
  ResponseAction entersAndRejects(Call call) {
    call.enter(ConnectionState.AUTH);
    return ResponseAction.REJECT;
  }

  ResponseAction entersAuth(Call call) {
    call.enter(ConnectionState.AUTH);
    return ResponseAction.ACCEPT;
  }

  RequestAction responds(Call call) {
    return new RequestAction.Respond("OK Bye then", List.of("BYE As you wish"));
  }

  ResponseAction showsStates(Call call) {
    return new ResponseAction.Abort(
        Optional.of(call.oldState().policyName() + " " + call.newState().policyName()));
  }

  /** A flag that would be two, if it were pasted. */
  RequestAction pastesFlag(Call call) {
    return new RequestAction.RewriteForm(
        "STORE",
        List.of(
            new Argument.Number(1, "1"),
            new Argument.Text("+FLAGS"),
            new Argument.Parens(List.of(new Argument.Text("\\Seen \\Deleted")))));
  }

  RequestAction renamesWithLineEnd(Call call) {
    return new RequestAction.RewriteForm(
        "CREATE", List.of(new Argument.Text("a\r\na9 DELETE INBOX")));
  }

  RequestAction renamesWithNul(Call call) {
    return new RequestAction.RewriteForm("CREATE", List.of(new Argument.Text("a\u0000")));
  }

  RequestAction rewritesToTwoCommands(Call call) {
    return new RequestAction.Rewrite("NOOP\r\na9 DELETE INBOX");
  }

  RequestAction respondsTwoLines(Call call) {
    return new RequestAction.Respond("OK done", List.of("LIST () \"/\" a\r\n* BYE"));
  }

  RequestAction respondsWithLiteral(Call call) {
    return new RequestAction.Respond("OK done", List.of("LIST () \"/\" {1}"));
  }

  ResponseAction rejectsData(Call call) {
    return ResponseAction.REJECT;
  }
}

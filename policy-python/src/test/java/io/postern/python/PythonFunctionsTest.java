package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonFunctionsTest {
  @TempDir private Path folder;

  /** A policy whose SELECT is asked; the lines are the function's body. */
  private Policy select(String... lines) {
    return Loads.sound(
        folder,
        "class Mine(ImapProxy):\n    def config(self):\n        super().config()\n"
            + "        self.request['SELECT'] = (IMAP_REQ_POLICY, self.select)\n\n"
            + "    def select(self, tag, command, arguments):\n        "
            + String.join("\n        ", lines)
            + "\n");
  }

  private RequestAction answer(String line) throws Exception {
    return new Talk(select(line)).ask("SELECT", Talk.text("INBOX"));
  }

  private String failure(String... lines) throws Exception {
    return new Talk(select(lines)).failure("SELECT", Talk.text("Secret"));
  }

  @Test
  void everyFormOfAnAnswerIsRead() throws Exception {
    assertThat(answer("return IMAP_REQ_ACCEPT")).isEqualTo(RequestAction.ACCEPT);
    assertThat(answer("return (IMAP_REQ_ACCEPT,)")).isEqualTo(RequestAction.ACCEPT);
    assertThat(answer("return [IMAP_REQ_DROP]")).isEqualTo(RequestAction.DROP);
    assertThat(answer("return IMAP_REQ_REJECT")).isEqualTo(RequestAction.REJECT);
    assertThat(answer("return (IMAP_REQ_REJECT, 'no')"))
        .isEqualTo(new RequestAction.Reject(Optional.of("no")));
    assertThat(answer("return (IMAP_REQ_ABORT, 'bye')"))
        .isEqualTo(new RequestAction.Abort(Optional.of("bye")));
    assertThat(answer("return (IMAP_REQ_REWRITE, 'EXAMINE INBOX')"))
        .isEqualTo(new RequestAction.Rewrite("EXAMINE INBOX"));
    assertThat(answer("return (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, 'NOOP')"))
        .isEqualTo(new RequestAction.Rewrite("NOOP"));
    assertThat(answer("return (IMAP_REQ_REWRITE, 'EXAMINE', arguments)"))
        .isEqualTo(new RequestAction.RewriteForm("EXAMINE", List.of(Talk.text("INBOX"))));
    assertThat(answer("return (IMAP_REQ_RESPOND, 'OK done')"))
        .isEqualTo(new RequestAction.Respond("OK done", List.of()));
    assertThat(answer("return (IMAP_REQ_RESPOND, 'OK done', ['[A]', 'LIST () NIL x'])"))
        .isEqualTo(new RequestAction.Respond("OK done", List.of("[A]", "LIST () NIL x")));
  }

  @Test
  void argumentsThatAreMadeAnewAreRead() throws Exception {
    assertThat(
            answer(
                "return (IMAP_REQ_REWRITE, 'X', ((',', (1, '1'), (2, 9), (-1, '*')), (',', (3,"
                    + " '3')), ('(', 'A', None), ['[', ('(',)], '<LITERAL>'))"))
        .isEqualTo(
            new RequestAction.RewriteForm(
                "X",
                List.of(
                    new Argument.Commas(
                        List.of(
                            new Argument.Number(1, "1"),
                            new Argument.Range(2, 9),
                            new Argument.Number(-1, "*"))),
                    new Argument.Number(3, "3"),
                    new Argument.Parens(List.of(Talk.text("A"), Argument.Mark.NIL)),
                    new Argument.Brackets(List.of(new Argument.Parens(List.of()))),
                    Argument.Mark.LITERAL)));
  }

  @Test
  void whatIsNoAnswerFailsWithASentence() throws Exception {
    String at = " at mine.py in select";
    String no = "returned what is no action: ";
    assertThat(failure("return")).isEqualTo(no + "found None, expected an action IMAP_REQ_*" + at);
    assertThat(failure("return 1"))
        .isEqualTo(no + "found an int, expected an action IMAP_REQ_*" + at);
    assertThat(failure("return True"))
        .isEqualTo(no + "found a bool, expected an action IMAP_REQ_*" + at);
    assertThat(failure("return IMAP_RSP_ACCEPT"))
        .isEqualTo(no + "found IMAP_RSP_ACCEPT, expected an action IMAP_REQ_*" + at);
    assertThat(failure("return (IMAP_REQ_POLICY, self.select)"))
        .isEqualTo(no + "found IMAP_REQ_POLICY, expected an action other than another call" + at);
    assertThat(failure("return IMAP_IS_AUTH"))
        .isEqualTo(no + "found IMAP_IS_AUTH, expected an action IMAP_REQ_*" + at);
    assertThat(failure("return (IMAP_REQ_REWRITE, 'EXAMINE', (5,))"))
        .startsWith(no + "found an int among the arguments, expected a str, None, (int, str)");
    assertThat(failure("return (IMAP_REQ_REWRITE, 'FETCH', ((1, '2'),))"))
        .startsWith(no + "found the number 1 with another text");
    assertThat(failure("x = []; x.append(x); return x")).startsWith(no);
    assertThat(failure("return 2**80")).startsWith(no);
    assertThat(failure("return lambda: 1")).startsWith(no + "found an object");
  }

  @Test
  void noTextOfAPeerIsInAFailure() throws Exception {
    assertThat(failure("raise ValueError(arguments[0])"))
        .isEqualTo("raised ValueError at mine.py:7 in select");
    assertThat(failure("return arguments[0]")).doesNotContain("Secret");
    assertThat(failure("return (IMAP_REQ_RESPOND, 'OK', arguments[0])")).doesNotContain("Secret");
    assertThat(failure("return (IMAP_REQ_REWRITE, 'X', ((1, arguments[0]),))"))
        .doesNotContain("Secret");
    assertThat(failure("return {arguments[0]: 1}")).doesNotContain("Secret");
    assertThat(failure("return type(arguments[0], (), {})()")).doesNotContain("Secret");
  }

  @Test
  void anExceptionIsToldAtTheInnermostLineOfThePolicy() throws Exception {
    assertThat(failure("import json", "return json.loads('{')"))
        .isEqualTo("raised JSONDecodeError at mine.py:8 in select");
    assertThat(failure("def inner():", "    return 1 / 0", "return inner()"))
        .isEqualTo("raised ZeroDivisionError at mine.py:8 in inner");
    assertThat(failure("raise SystemExit(1)"))
        .isEqualTo("raised SystemExit at mine.py:7 in select");
    assertThat(failure("open('x')")).isEqualTo("tried to open a file at mine.py:7 in select");
    assertThat(failure("def f(): f()", "f()"))
        .startsWith("raised RecursionError at mine.py:7 in f");
    assertThat(failure("self.request['X'] = IMAP_REQ_ACCEPT"))
        .startsWith("raised TypeError at mine.py:7");
  }

  @Test
  void eachSessionHasItsOwnSelf() throws Exception {
    Policy policy =
        select(
            "self.count = getattr(self, 'count', 0) + 1",
            "return IMAP_REQ_ACCEPT if self.count == 1 else IMAP_REQ_REJECT");
    for (Talk talk : List.of(new Talk(policy), new Talk(policy))) {
      assertThat(talk.ask("SELECT")).isEqualTo(RequestAction.ACCEPT);
      assertThat(talk.ask("SELECT")).isEqualTo(RequestAction.REJECT);
    }
  }

  @Test
  void aConfigThatSetsAttributesRunsForEachSession() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    self.seen = []
                    self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
                    self.request["EXAMINE"] = (IMAP_REQ_POLICY, lambda tag, command, arguments: self.select(tag, command, arguments))

                def select(self, tag, command, arguments):
                    self.seen.append(arguments)
                    return (IMAP_REQ_REJECT, str(len(self.seen)))
            """);
    for (Talk talk : List.of(new Talk(policy), new Talk(policy))) {
      assertThat(talk.ask("SELECT")).isEqualTo(new RequestAction.Reject(Optional.of("1")));
      assertThat(talk.ask("EXAMINE")).isEqualTo(new RequestAction.Reject(Optional.of("2")));
    }
  }

  @Test
  void aLambdaThatHoldsSelfGetsTheSessionsOwn() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    self.request["SELECT"] = (IMAP_REQ_POLICY, lambda t, c, a: (IMAP_REQ_REJECT, self.session.client_address))
                    self.request["EXAMINE"] = (IMAP_REQ_POLICY, lambda t, c, a, me=self: (IMAP_REQ_REJECT, me.session.client_address))
            """);
    for (String client : List.of("192.0.2.1", "192.0.2.2")) {
      Talk talk = new Talk(policy, client);
      assertThat(talk.ask("SELECT")).isEqualTo(new RequestAction.Reject(Optional.of(client)));
      assertThat(talk.ask("EXAMINE")).isEqualTo(new RequestAction.Reject(Optional.of(client)));
    }
    assertThat(policy.requests().get("SELECT").value().toString()).contains("name=lambda SELECT");
  }

  @Test
  void tablesThatComeOutOtherwiseForASessionFailIt() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            RUNS = []

            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    self.mark = 1
                    RUNS.append(1)
                    self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
                    if len(RUNS) > 1:
                        self.request["DELETE"] = IMAP_REQ_REJECT

                def select(self, tag, command, arguments):
                    return IMAP_REQ_ACCEPT
            """);
    assertThat(new Talk(policy).failure("SELECT"))
        .startsWith("config() filled self.request otherwise than at load");
  }

  @Test
  void tablesThatComeOutOtherwiseOnAnotherThreadFailIt() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    if shared.incr("loads") == 1:
                        self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
                    self.request["DELETE"] = (IMAP_REQ_POLICY, self.delete)

                def select(self, tag, command, arguments):
                    return IMAP_REQ_REJECT

                def delete(self, tag, command, arguments):
                    return IMAP_REQ_ACCEPT
            """);
    List<String> heard = new ArrayList<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                heard.add(new Talk(policy).failure("SELECT"));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .join();
    assertThat(heard)
        .containsExactly("config() filled the tables otherwise than at load at mine.py");
  }

  @Test
  void functionsMayBePlainWithOrWithoutSelf() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            import functools

            def three(tag, command, arguments):
                return (IMAP_REQ_REJECT, command)

            def four(self, tag, command, arguments):
                return (IMAP_REQ_REJECT, self.session.service.name)

            def five(word, tag, command, arguments):
                return (IMAP_REQ_REJECT, word)

            class Helper:
                def __call__(self, tag, command, arguments):
                    return (IMAP_REQ_REJECT, "called")

            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    self.request["SELECT"] = (IMAP_REQ_POLICY, three)
                    self.request["EXAMINE"] = (IMAP_REQ_POLICY, four)
                    self.request["DELETE"] = (IMAP_REQ_POLICY, functools.partial(five, "partly"))
                    self.request["RENAME"] = (IMAP_REQ_POLICY, Helper())
                    self.request["CREATE"] = (IMAP_REQ_POLICY, self.static)
                    self.request["LSUB"] = (IMAP_REQ_POLICY, self.starred)

                @staticmethod
                def static(tag, command, arguments):
                    return (IMAP_REQ_REJECT, "static")

                def starred(self, *call):
                    return (IMAP_REQ_REJECT, call[1])
            """);
    Talk talk = new Talk(policy);
    List<String> said = new ArrayList<>();
    for (String command : List.of("SELECT", "EXAMINE", "DELETE", "RENAME", "CREATE", "LSUB")) {
      said.add(
          talk.ask(command) instanceof RequestAction.Reject(Optional<String> text)
              ? text.get()
              : "");
    }
    assertThat(said).containsExactly("SELECT", "office", "partly", "called", "static", "LSUB");
  }

  @Test
  void heirsOfHeirsCallTheirBaseInEveryForm() throws Exception {
    Policy policy =
        Loads.load(
                    folder,
                    "mine.py#Third",
                    """
                    class First(ImapProxyStrict):
                        LIMIT = 3

                        def config(self):
                            ImapProxyStrict.config(self)
                            self.request["DELETE"] = (IMAP_REQ_REJECT, "first")
                            self.request["RENAME"] = (IMAP_REQ_REJECT, "first")

                        def select(self, tag, command, arguments):
                            return (IMAP_REQ_REJECT, "first %d" % self.LIMIT)

                    class Second(First):
                        LIMIT = 4

                        def config(self):
                            super(Second, self).config()
                            assert self.request["delete"] == (IMAP_REQ_REJECT, "first")
                            self.request["DELETE"] = (IMAP_REQ_REJECT, "second")
                            self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)

                    class Third(Second):
                        def config(self):
                            super().config()
                            del self.request["RENAME"]
                    """)
                instanceof io.postern.notation.PolicyLoad.Loaded loaded
            ? loaded.policy()
            : null;
    assertThat(policy.quirks()).isFalse();
    assertThat(policy.requests()).doesNotContainKey("RENAME");
    assertThat(policy.requests().get("DELETE").value())
        .isEqualTo(new RequestAction.Reject(Optional.of("second")));
    assertThat(policy.requests().get("DELETE").place().rule().place()).isEqualTo("mine.py:18");
    assertThat(policy.requests().get("NOOP").place().rule().place()).isEqualTo("ImapProxyStrict");
    assertThat(new Talk(policy).ask("SELECT"))
        .isEqualTo(new RequestAction.Reject(Optional.of("first 4")));
  }

  @Test
  void theSessionIsKnown() throws Exception {
    assertThat(
            answer(
                "return (IMAP_REQ_REJECT, ' '.join((self.session.client_address,"
                    + " self.session.server_address, self.session.service,"
                    + " self.session.service.name, self.session.user, self.session.auth_user,"
                    + " self.session.session_id, self.session.client_certificate, tag, command)))"))
        .isEqualTo(
            new RequestAction.Reject(
                Optional.of(
                    "192.0.2.1 192.0.2.9 office office anna anna k7f3q2 CN=anna,O=Office a1"
                        + " SELECT")));
  }

  @Test
  void statesAreSeenAndSet() throws Exception {
    Talk talk =
        new Talk(
            select(
                "assert self.imap_state_old == IMAP_IS_AUTH and self.imap_state_new =="
                    + " IMAP_IS_SELECTED",
                "assert IMAP_IS_NONAUTH < self.imap_state_old and str(self.imap_state_old) =="
                    + " 'IMAP_IS_AUTH'",
                "self.imap_state_new = IMAP_IS_AUTH",
                "return (IMAP_REQ_RESPOND, 'OK done')"));
    assertThat(talk.ask("SELECT")).isInstanceOf(RequestAction.Respond.class);
    assertThat(talk.last.newState()).isEqualTo(ConnectionState.AUTH);
    assertThat(failure("self.imap_state_new = 'AUTH'", "return IMAP_REQ_ACCEPT"))
        .startsWith("left imap_state_new as str, expected a constant IMAP_IS_*");
    assertThat(failure("self.imap_state_new = IMAP_REQ_DROP", "return IMAP_REQ_ACCEPT"))
        .startsWith("left imap_state_new as Constant");
  }

  @Test
  void whatAFunctionLogsIsKeptWithItsCall() throws Exception {
    Talk talk =
        new Talk(
            select(
                "self.log('imap.request', 3, 'one')",
                "log(self, 'imap.policy', 4, 'two')",
                "proxyLog(self, 'imap.policy', 5, 'three %s of %d', ('x', 7))",
                "raise ValueError()"));
    assertThat(talk.failure("SELECT")).startsWith("raised ValueError");
    assertThat(talk.last.logged())
        .containsExactly(
            new Call.Logged("imap.request", 3, "one"),
            new Call.Logged("imap.policy", 4, "two"),
            new Call.Logged("imap.policy", 5, "three x of 7"));
  }

  @Test
  void whatConfigLogsAndPrintsGoesNowhere() {
    Loads.config(folder, "self.log('x', 1, 'y')", "print('z')");
  }

  @Test
  void responsesAreAskedAndAnsweredWithEitherFamilyOfConstants() throws Exception {
    Policy policy =
        Loads.sound(
            folder,
            """
            class Mine(ImapProxy):
                def config(self):
                    super().config()
                    self.response["FETCH", IMAP_TAG_UNTAGGED, "FETCH"] = (IMAP_RSP_POLICY, self.fetch)

                def fetch(self, tag, command, arguments):
                    assert (tag, command) == ("*", "FETCH")
                    if arguments == ((1, "1"), ("(", "RFC822", "<LITERAL>")):
                        return IMAP_RSP_ACCEPT
                    return (IMAP_REQ_REJECT, "no")
            """);
    Talk talk = new Talk(policy);
    assertThat(
            talk.hear(
                "FETCH",
                new Argument.Number(1, "1"),
                new Argument.Parens(List.of(Talk.text("RFC822"), Argument.Mark.LITERAL))))
        .isEqualTo(ResponseAction.ACCEPT);
    assertThat(talk.hear("FETCH", new Argument.Number(2, "2")))
        .isEqualTo(new ResponseAction.Reject(Optional.of("no")));
  }

  @Test
  void anotherThreadHasAnotherInstance() throws Exception {
    Policy policy =
        select(
            "self.count = getattr(self, 'count', 0) + 1",
            "return (IMAP_REQ_REJECT, '%d of %d' % (self.count, shared.incr('all')))");
    Talk talk = new Talk(policy);
    List<RequestAction> heard = new ArrayList<>();
    heard.add(talk.ask("SELECT"));
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    policy.warm();
                    heard.add(talk.ask("SELECT"));
                    heard.add(talk.ask("SELECT"));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    other.join();
    assertThat(heard)
        .extracting(RequestAction::toString)
        .containsExactly(
            "Reject[text=Optional[1 of 1]]",
            "Reject[text=Optional[1 of 2]]",
            "Reject[text=Optional[2 of 3]]");
  }
}

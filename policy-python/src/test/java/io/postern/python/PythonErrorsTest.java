package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Place;
import io.postern.policy.PolicyEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator is told of a policy that doesn't load: everything, at its place. */
class PythonErrorsTest {
  @TempDir private Path folder;

  @Test
  void python2IsToldLineByLineWithWhatPython3Wants() {
    assertThat(
            Loads.errors(
                folder,
                """
                class Mine(ImapProxy):
                  def config(self):
                    print "x"
                    try:
                      x = 0777
                    except E, e:
                      pass
                    y = `x`
                    if x <> 2:
                      exec "z"
                    raise E, "x"
                    z = 10L
                    u = ur"x"
                """))
        .containsExactly(
            "mine.py:3:5: found print as a statement, as in Python 2; Python 3 wants print(...)",
            "mine.py:5:11: found the octal number 0777 of Python 2; Python 3 wants 0o777",
            "mine.py:6:12: found except X, e as in Python 2; Python 3 wants except X as e",
            "mine.py:8:9: found backticks, as in Python 2; Python 3 wants repr(...)",
            "mine.py:9:10: found <> of Python 2; Python 3 wants !=",
            "mine.py:10:7: found exec as a statement, as in Python 2; Python 3 wants exec(...)",
            "mine.py:11:12: found raise E, \"text\" as in Python 2; Python 3 wants raise"
                + " E(\"text\")",
            "mine.py:12:9: found the long number 10L of Python 2; Python 3 wants it without L",
            "mine.py:13:11: found ur\"...\" of Python 2; Python 3 wants r\"...\"");
  }

  @Test
  void python2sNamesAndMethodsAreToldThoughTheyWouldOnlyFailInACall() {
    assertThat(
            Loads.errors(
                folder,
                """
                class Mine(ImapProxy):
                  def f(self, tag, command, arguments):
                    if self.request.has_key("A"): pass
                    for k, v in self.request.iteritems(): pass
                    for i in xrange(3): unicode(i)
                    print >>self, 1
                """))
        .containsExactly(
            "mine.py:3:21: found has_key of Python 2; Python 3 wants key in hash",
            "mine.py:4:30: found iteritems of Python 2; Python 3 wants items()",
            "mine.py:5:14: found xrange of Python 2; Python 3 wants range",
            "mine.py:5:25: found unicode of Python 2; Python 3 wants str",
            "mine.py:6:5: found print >> as in Python 2; a policy's words go to self.log");
  }

  @Test
  void tabsAndSpacesMixedAreToldAndTheRestIsReadOn() {
    assertThat(
            Loads.errors(
                folder,
                "class A(ImapProxy):\n"
                    + "  def config(self):\n"
                    + "    if True:\n"
                    + "\tx = 1\n"
                    + "        y = 2\n"
                    + "    print 'x'\n"))
        .containsExactly(
            "mine.py:4:1: found tabs and spaces mixed in the indentation, as in Python 2; Python 3"
                + " wants one of them throughout",
            "mine.py:6:5: found print as a statement, as in Python 2; Python 3 wants print(...)");
  }

  @Test
  void theSlipOfThePrintedGuideIsKnown() {
    assertThat(
            Loads.errors(
                folder,
                """
                class Mine(ImapProxy):
                    def config(self):
                        self.response["GREETING", "UNTAGGED", "OK"] = /
                            (IMAP_REQ_REWRITE, IMAP_REQ_ACCEPT, "Welcome to IMAP proxy")
                """))
        .singleElement()
        .asString()
        .startsWith("mine.py:3:")
        .contains("found / at the line's end; Python wants \\ there");
  }

  @Test
  void unknownConstantsAreToldWithTheNearest() {
    assertThat(
            Loads.errors(
                folder,
                """
                from Zorp.Imap import IMAP_REQ_ACCEPTED

                class Mine(ImapProxy):
                    def config(self):
                        self.request["DELETE"] = IMAP_REQ_REJCT
                        self.response["GREETING", IMAP_TAG_UNTAGED, "OK"] = IMAP_RSP_ACEPT

                    def f(self, tag, command, arguments):
                        return IMAP_REQ_ACEPT if arguments else selff
                """))
        .containsExactly(
            "mine.py:1:1: found the unknown constant IMAP_REQ_ACCEPTED; did you mean"
                + " IMAP_REQ_ACCEPT?",
            "mine.py:5:34: found the unknown constant IMAP_REQ_REJCT; did you mean"
                + " IMAP_REQ_REJECT?",
            "mine.py:6:35: found the unknown constant IMAP_TAG_UNTAGED; did you mean"
                + " IMAP_TAG_UNTAGGED?",
            "mine.py:6:61: found the unknown constant IMAP_RSP_ACEPT; did you mean"
                + " IMAP_RSP_ACCEPT?",
            "mine.py:9:16: found the unknown constant IMAP_REQ_ACEPT; did you mean"
                + " IMAP_REQ_ACCEPT?",
            "mine.py:9:49: found the unknown name selff; did you mean self?");
  }

  @Test
  void wrongEntriesAreAllToldAtTheirLines() {
    assertThat(
            Loads.errors(
                folder,
                """
                class Mine(AbstractImapProxy):
                  def config(self):
                    self.request["DELETE"] = 5
                    self.request["RENAME"] = (IMAP_REQ_REWRITE,)
                    self.request["LIST"] = (IMAP_REQ_RESPOND, "OK x", "[x]")
                    self.request[5] = IMAP_REQ_ACCEPT
                    self.response["X", "UNTAGED", "Y"] = IMAP_REQ_ACCEPT
                    self.response["X", "Y"] = IMAP_REQ_ACCEPT
                    self.capability["IDLE"] = IMAP_REQ_DROP
                    self.request["COPY"] = (IMAP_REQ_POLICY, "f")
                    self.request["MOVE"] = (IMAP_REQ_POLICY, self.f)
                    self.request["CLOSE"] = (IMAP_REQ_REWRITE, "UNSELCT")
                    self.request["NOOP"] = \\
                      (IMAP_REQ_RESPOND, "YES x")
                    self.request["LSUB"] = IMAP_RSP_ACCEPT
                    self.request["STATUS"] = True
                    self.request["STORE"] = (IMAP_REQ_REJECT, "x", "y")
                    self.request["EXPUNGE"] = (IMAP_REQ_REWRITE, IMAP_REQ_REJECT, "x")
                    self.stack["FETCH"] = "x"
                    self.request["CHECK"] = {}
                    self.request["CREATE"] = self.g
                    self.request["SELECT"] = ()
                  def f(self): pass
                  def g(self, tag, command, arguments): pass
                """))
        .containsExactly(
            "mine.py:3:5: found 5, expected an action IMAP_REQ_*",
            "mine.py:4:5: found IMAP_REQ_REWRITE alone, expected IMAP_REQ_ACCEPT or a text behind"
                + " it",
            "mine.py:5:5: found \"[x]\", expected a tuple of untagged lines, as in"
                + " (\"[IMAP4rev1]\", )",
            "mine.py:6:5: found the key 5, expected a name, as in self.request[\"DELETE\"]",
            "mine.py:7:5: found the type 'UNTAGED', expected TAGGED, UNTAGGED, ALL or *; did you"
                + " mean UNTAGGED?",
            "mine.py:8:5: found the key a tuple of 2, expected three names, as in"
                + " self.response[\"GREETING\", \"UNTAGGED\", \"OK\"]",
            "mine.py:9:5: found IMAP_REQ_DROP, expected IMAP_CAP_ACCEPT or IMAP_CAP_DROP",
            "mine.py:10:5: found \"f\", expected one function behind IMAP_REQ_POLICY",
            "mine.py:11:5: found the function f, expected one that takes (self, tag, command,"
                + " arguments)",
            "mine.py:12:5: found the request \"UNSELCT\", expected a command without a tag: the"
                + " command is unknown; did you mean UNSELECT?",
            "mine.py:13:5: found the answer \"YES x\", expected OK, NO or BAD, a code or none, and"
                + " a text",
            "mine.py:15:5: found IMAP_RSP_ACCEPT, expected an action IMAP_REQ_*",
            "mine.py:16:5: found True, expected an action IMAP_REQ_*",
            "mine.py:17:5: found \"y\", expected a text or nothing behind IMAP_REQ_REJECT",
            "mine.py:18:5: found IMAP_REQ_REJECT, expected IMAP_REQ_ACCEPT, the only default action"
                + " behind IMAP_REQ_REWRITE",
            "mine.py:19:5: found \"x\", expected (IMAP_BODY_FULL, (Z_STACK_PROGRAM,"
                + " \"/path/of/program\")) or another body and kind of stack",
            "mine.py:20:5: found a value of the type dict, expected an action IMAP_REQ_*",
            "mine.py:21:5: found the function g, expected an action IMAP_REQ_*, as in"
                + " (IMAP_REQ_POLICY, g)",
            "mine.py:22:5: found a tuple of 0, expected an action IMAP_REQ_*");
  }

  @Test
  void whatConfigRaisesIsToldAtTheInnermostLineOfThePolicy() {
    assertThat(
            Loads.errors(
                folder,
                """
                import json

                class Mine(ImapProxy):
                    def config(self):
                        self.helper()

                    def helper(self):
                        json.loads("{")
                """))
        .containsExactly(
            "mine.py:8:9: raised JSONDecodeError: Expecting property name enclosed in double"
                + " quotes: line 1 column 2 (char 1)");
  }

  @Test
  void classesAreToldByName() {
    String two = "class Alpha(ImapProxy):\n    pass\n\nclass Beta(Alpha):\n    pass\n";
    assertThat(Loads.errors(folder, two))
        .containsExactly(
            "postern.yaml: found several policy classes in mine.py, expected #CLASS behind the"
                + " name: Alpha, Beta");
    assertThat(Loads.errors(folder, Loads.load(folder, "mine.py#Alpa", two)))
        .containsExactly(
            "postern.yaml: found no policy class Alpa in mine.py; did you mean Alpha?");
    assertThat(Loads.errors(folder, Loads.load(folder, "mine.py#Zero", two)))
        .containsExactly("postern.yaml: found no policy class Zero in mine.py; it has Alpha, Beta");
    assertThat(Loads.errors(folder, "x = 1\n"))
        .containsExactly(
            "postern.yaml: found no policy class in mine.py, expected an heir of ImapProxy,"
                + " ImapProxyStrict or AbstractImapProxy");
  }

  @Test
  void configHasNoSessionAndIsTold() {
    assertThat(Loads.errors(folder, Loads.configText("self.office = self.session.client_address")))
        .containsExactly(
            "mine.py:4:9: config() fills tables for all sessions, before there is one: self.session"
                + " is known in functions; decide there");
  }

  @Test
  void textsThatAreNoPythonAtAllAreRefused() {
    assertThat(Loads.errors(folder, "x = (\n"))
        .containsExactly("mine.py:1:5: syntax error: '(' was never closed");
    assertThat(Loads.errors(folder, "\0"))
        .containsExactly("mine.py:1:1: syntax error: source code string cannot contain null bytes");
    assertThat(Loads.errors(folder, "class A(ImapProxy):\npass\n"))
        .singleElement()
        .asString()
        .startsWith("mine.py:2:1: syntax error: expected an indented block");
    assertThat(Loads.errors(folder, "def f():\n    return 1\nreturn 2\n"))
        .containsExactly("mine.py:3:1: syntax error: 'return' outside function");
  }

  @Test
  void twoFunctionsOfOneNameAreTold() {
    assertThat(
            Loads.errors(
                folder,
                """
                def select(tag, command, arguments):
                    return IMAP_REQ_ACCEPT

                class Mine(ImapProxy):
                    def config(self):
                        super().config()
                        self.request["SELECT"] = (IMAP_REQ_POLICY, self.select)
                        self.request["EXAMINE"] = (IMAP_REQ_POLICY, select)

                    def select(self, tag, command, arguments):
                        return IMAP_REQ_REJECT
                """))
        .containsExactly("mine.py:8:9: two functions are named select");
  }

  @Test
  void aFileThatLoadsForEverIsEnded() throws Exception {
    Path file = folder.resolve("endless.py");
    Files.writeString(file, Loads.configText("while True: pass"));
    PolicyEngine.Result result =
        PythonLoad.load(file, Optional.empty(), Place.of("postern.yaml"), Duration.ofSeconds(1));
    assertThat(result)
        .isEqualTo(
            new PolicyEngine.Failed(
                List.of(Place.of(file.toString()).error("took longer than 1 s to load"))));
    Loads.config(folder, "pass");
  }
}

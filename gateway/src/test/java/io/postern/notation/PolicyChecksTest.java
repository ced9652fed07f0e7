package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The load errors of spec/policy-semantics.md, sections 2, 4 and 5. */
class PolicyChecksTest {
  private static PolicyLoad request(String entry) {
    return Loads.yaml("extends: ImapProxy\nrequest:\n  " + entry + "\n");
  }

  private static PolicyLoad response(String entry) {
    return Loads.yaml("extends: ImapProxy\nresponse:\n  " + entry + "\n");
  }

  private static void refused(PolicyLoad load, String message) {
    assertThat(Loads.errors(load)).containsExactly("p.yaml:3:3: " + message);
  }

  private static void loads(PolicyLoad load) {
    assertThat(load).isInstanceOf(PolicyLoad.Loaded.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reject", "abort"})
  void textsHaveOneToFiveHundredPrintableOctets(String verb) {
    String entry = "NOOP: { " + verb + ": \"%s\" }";
    loads(request(entry.formatted("x".repeat(500))));
    loads(request(entry.formatted("~ {5} * a1 OK")));
    refused(
        request(entry.formatted("x".repeat(501))), "found a text of 501 octets, expected 1 to 500");
    refused(request(entry.formatted("")), "found a text of 0 octets, expected 1 to 500");
    refused(
        request(entry.formatted("a\\r\\n* BYE")),
        "the text \"a??* BYE\" has octets outside 0x20-0x7E");
    refused(request(entry.formatted("für")), "the text \"f?r\" has octets outside 0x20-0x7E");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[LIMIT] later", "[ALERT] x", "[COPYUID 1 2 3] x"})
  void textMayBeginWithAResponseCode(String text) {
    loads(request("NOOP: { reject: \"" + text + "\" }"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[LIMIT", "[]", "[COPYUID x] y", "[UIDNEXT] x"})
  void textMayNotBeginWithABracketThatIsNoCode(String text) {
    refused(
        request("NOOP: { reject: \"" + text + "\" }"),
        "found the text \""
            + text
            + "\", expected one that begins with no bracket, or with a response code");
    refused(
        response("\"* TAGGED OK\": { rewrite: \"" + text + "\" }"),
        "found the text \""
            + text
            + "\", expected one that begins with no bracket, or with a response code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "AUTHENTICATE", "STARTTLS"})
  void dialoguesCannotBeDropped(String command) {
    refused(
        request(command + ": drop"),
        command + " can't be dropped: the client would wait in a dialogue; reject it");
  }

  @Test
  void compressCannotBeDropped() {
    refused(
        request("COMPRESS: drop"),
        "COMPRESS can't be dropped: its answer changes the connection; reject it");
  }

  @Test
  void starThatDropsMustNotReachADialogue() {
    assertThat(Loads.errors(request("\"*\": drop")))
        .hasSize(3)
        .allMatch(e -> e.endsWith("give it an entry of its own"));
    loads(request("\"*\": drop\n  IDLE: reject\n  AUTHENTICATE: accept\n  STARTTLS: accept"));
  }

  @Test
  void respondIsCheckedByTheResponseGrammar() {
    loads(
        request(
            "NOOP: { respond: \"OK [ALERT] done\", untagged: [\"3 EXISTS\", \"LIST () NIL x\"] }"));
    refused(
        request("NOOP: { respond: \"FINE done\" }"),
        "found the answer \"FINE done\", expected OK, NO or BAD, a code or none, and a text");
    refused(
        request("NOOP: { respond: \"BYE done\" }"),
        "found the answer \"BYE done\", expected OK, NO or BAD, a code or none, and a text");
    refused(
        request("NOOP: { respond: \"OK a\\r\\n* BYE x\" }"),
        "found the answer \"OK a??* BYE x\", expected OK, NO or BAD, a code or none, and a text");
    refused(
        request("NOOP: { respond: \"OK done\", untagged: [\"EXISTS 3\"] }"),
        "found the untagged line \"EXISTS 3\", expected a response without \"* \"");
    refused(
        request("NOOP: { respond: \"OK done\", untagged: [\"1 FETCH (BODY[] {3}\"] }"),
        "found the untagged line \"1 FETCH (BODY[] {3}\", expected a response without \"* \"");
  }

  @Test
  void shorthandTakesItsNameFromTheLastWordOfTheCommand() {
    loads(request("CAPABILITY: { respond: \"OK x\", untagged: [\"[IMAP4rev1]\"] }"));
    loads(request("\"UID SEARCH\": { respond: \"OK x\", untagged: [\"[1 2 3]\"] }"));
    refused(
        request("NOOP: { respond: \"OK x\", untagged: [\"[IMAP4rev1]\"] }"),
        "found the untagged line \"[IMAP4rev1]\", expected a response without \"* \" (in brackets:"
            + " the data of NOOP)");
    refused(
        request("\"*\": { respond: \"OK x\", untagged: [\"[A]\"] }"),
        "the shorthand \"[A]\" takes its name from the command, and * has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"* TAGGED OK", "NOOP ALL BAD", "NOOP * *"})
  void taggedResponsesCannotBeDropped(String key) {
    assertThat(Loads.errors(response("\"" + key + "\": drop")))
        .singleElement()
        .asString()
        .contains("drop is for UNTAGGED responses");
  }

  @Test
  void greetingCannotBeDropped() {
    refused(
        response("\"GREETING UNTAGGED OK\": drop"),
        "a greeting can't be dropped; reject it, or rewrite its text");
    loads(response("\"GREETING UNTAGGED OK\": reject"));
  }

  @Test
  void codesMayBeDroppedWhateverTheType() {
    loads(response("\"LOGIN TAGGED [ALERT]\": drop"));
    loads(response("\"* ALL [*]\": drop"));
    loads(response("\"GREETING UNTAGGED [ALERT]\": drop"));
    loads(response("\"FETCH UNTAGGED FETCH\": drop"));
  }

  @ParameterizedTest
  @CsvSource({
    "drop,remove",
    "reject,remove",
  })
  void codesThatTheClientNeedsCannotBeRemoved(String action, String what) {
    for (String code : List.of("UIDVALIDITY", "READ-ONLY", "COPYUID", "TRYCREATE")) {
      refused(
          response("\"* ALL [" + code + "]\": " + action),
          "can't " + what + " [" + code + "]: the client's picture of the mailbox depends on it");
    }
    loads(response("\"* ALL [UIDVALIDITY]\": abort"));
    loads(response("\"* ALL [UIDVALIDITY]\": accept"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FETCH UNTAGGED FETCH", "* ALL *", "LOGIN TAGGED [ALERT]", "* ALL [*]"})
  void onlyTheTextOfAStatusIsRewritten(String key) {
    String name = key.substring(key.lastIndexOf(' ') + 1);
    refused(
        response("\"" + key + "\": { rewrite: x }"),
        "rewrite is for the text of OK, NO, BAD, BYE and PREAUTH, not for " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[]", "[ALERT", "[*"})
  void codeKeyHasBothBrackets(String name) {
    refused(
        response("\"LOGIN TAGGED " + name + "\": drop"),
        "found \"" + name + "\", expected [CODE] or [*]");
  }

  @Test
  void rewriteIsCheckedByTheCommandGrammar() {
    loads(request("SELECT: { rewrite: 'EXAMINE INBOX', then: accept }"));
    loads(request("CLOSE: { rewrite: UNSELECT }"));
    loads(request("\"UID FETCH\": { rewrite: 'uid fetch 1:* (FLAGS BODY.PEEK[HEADER])' }"));
    assertThat(Loads.errors(request("SELECT: { rewrite: 'EXAMIN INBOX' }")))
        .singleElement()
        .asString()
        .startsWith(
            "p.yaml:3:3: found the request \"EXAMIN INBOX\", expected a command without a tag: ")
        .endsWith("; did you mean EXAMINE?");
    for (String wrong :
        List.of(
            "", "EXAMINE", "a1 NOOP", "NOOP x", "EXAMINE {5}", "SELECT {5+}", "NOOP ", " NOOP")) {
      assertThat(Loads.errors(request("SELECT: { rewrite: '" + wrong + "' }")))
          .as(wrong)
          .singleElement()
          .asString()
          .startsWith("p.yaml:3:3: found the request \"" + wrong + "\", expected");
    }
    refused(
        request("SELECT: { rewrite: \"NOOP\\r\\na1 LOGOUT\" }"),
        "the request to send has octets outside 0x20-0x7E");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "AUTHENTICATE", "STARTTLS", "COMPRESS"})
  void dialoguesCannotBeRewritten(String command) {
    refused(request(command + ": { rewrite: NOOP }"), command + " can't be rewritten");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "AUTHENTICATE PLAIN", "STARTTLS"})
  void nothingIsRewrittenToADialogue(String target) {
    String name = target.split(" ", -1)[0];
    refused(request("NOOP: { rewrite: '" + target + "' }"), "nothing can be rewritten to " + name);
  }

  @Test
  void commandWithAMessageIsNotRewritten() {
    refused(
        request("APPEND: { rewrite: NOOP }"),
        "APPEND brings a message and can't be rewritten to NOOP");
    assertThat(Loads.errors(request("NOOP: { rewrite: 'APPEND INBOX {3}' }"))).hasSize(1);
    assertThat(Loads.errors(request("'*': { rewrite: NOOP }")))
        .hasSize(4)
        .allMatch(error -> error.endsWith("; give it an entry of its own"));
  }
}

package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusGrammarTest {
  private static ReadResponse code(String code) {
    return ReadResponse.of("* OK [" + code + "] text", Syntax.STRICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "badcharset | ",
        "BADCHARSET (UTF-8 \"x y\") | ('(', 'UTF-8', 'x y')",
        "CAPABILITY imap4rev1 AUTH=PLAIN | 'IMAP4REV1', 'AUTH=PLAIN'",
        "PERMANENTFLAGS () | ('(',)",
        "PERMANENTFLAGS (\\deleted x[y \\*) | ('(', '\\DELETED', 'x[y', '\\*')",
        "UIDNEXT 4392 | (4392, '4392')",
        "UNSEEN 17 | (17, '17')",
        "APPENDUID 38505 3955 | (38505, '38505'), (3955, '3955')",
        "APPENDUID 38505 3955:3957 | (38505, '38505'), (3955, 3957)",
        "COPYUID 1 2,4:3 5 | (1, '1'), (',', (2, '2'), (4, 3)), (5, '5')",
        "HIGHESTMODSEQ 715194045007 | (715194045007, '715194045007')",
        "MODIFIED 7,9 | (',', (7, '7'), (9, '9'))",
        "INPROGRESS | ",
        "INPROGRESS (\"A142\" 175 nil) | ('(', 'A142', (175, '175'), None)",
        "INPROGRESS (NIL NIL NIL) | ('(', None, None, None)",
        "INPROGRESS (NIL 0 5) | ('(', None, (0, '0'), (5, '5'))",
        "NOUPDATE \"B02\" | 'B02'",
        "REFERRAL imap://u;AUTH=*@h.example/x%20y imap://z | 'imap://u;AUTH=*@h.example/x%20y',"
            + " 'imap://z'",
        "BADURL \"/INBOX;UID=1\" and (so | '\"/INBOX;UID=1\" and (so'",
        "X[Y | ",
        "[X | ",
        "X-FOO  some [free {5} text  | 'some [free {5} text'",
        "X { | '{'",
        "XFOO \"it's ok\" | '\"it's ok\"'"
      })
  void codesAreShownByTheirGrammar(String code, String arguments) {
    ReadResponse read = code(code);
    String name = read.response().codeText();

    assertThat(read.isAccepted()).as(code).isTrue();
    assertThat(code.toUpperCase(java.util.Locale.ROOT)).startsWith(name);
    assertThat(read.tuples())
        .isEqualTo(
            "('[', '" + name + "'" + (arguments == null ? "" : ", " + arguments) + "), 'text'");
  }

  @ParameterizedTest
  @EnumSource(CodeName.class)
  void everyKnownCodeIsKnownByItsName(CodeName name) {
    ReadResponse alone = code(name.text());
    ReadResponse wrong = code(name.text() + " (");

    assertThat(alone.response().codeName()).contains(name);
    assertThat(alone.response().codeText()).isEqualTo(name.text());
    // Only one that takes free text bears that.
    assertThat(wrong.isAccepted()).isEqualTo(name == CodeName.BADURL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ALERT",
        "ALERT ",
        "ALERT x",
        "\"ALERT\"",
        "(ALERT)",
        "BADCHARSET ()",
        "BADCHARSET UTF-8",
        "CAPABILITY",
        "PERMANENTFLAGS",
        "PERMANENTFLAGS \\Seen",
        "PERMANENTFLAGS ({5})",
        "UIDNEXT 0",
        "UIDNEXT 01",
        "UIDVALIDITY 4294967296",
        "UIDVALIDITY \"1\"",
        "APPENDUID 1",
        "APPENDUID 1 *",
        "APPENDUID 1 2 3",
        "COPYUID 1 2",
        "COPYUID 1 2:* 3",
        "COPYUID 1 2, 3",
        "HIGHESTMODSEQ 0",
        "HIGHESTMODSEQ 9223372036854775808",
        "MODIFIED",
        "MODIFIED $",
        "INPROGRESS ()",
        "INPROGRESS (NIL NIL 5)",
        "INPROGRESS (NIL 5 0)",
        "INPROGRESS (A142 NIL NIL)",
        "NOUPDATE B02",
        "NOUPDATE",
        "REFERRAL",
        "REFERRAL a\\b",
        "BADURL",
        "X\"y\"",
        "X(y)",
        "X y\"]\"",
        "\u00fc"
      })
  void brokenCodesAreRefused(String code) {
    assertThat(code(code).isAccepted()).isFalse();
  }

  @Test
  void aBracketAtTheTextsStartIsACodeOrAViolation() {
    assertThat(ReadResponse.of("* OK [x y", Syntax.STRICT).isAccepted()).isFalse();
    assertThat(ReadResponse.of("* OK  [x] y", Syntax.STRICT).isAccepted()).isFalse();
    assertThat(ReadResponse.of("* OK \t[x] y", Syntax.STRICT).isAccepted()).isFalse();
    assertThat(ReadResponse.of("* OK x [y", Syntax.STRICT).tuples()).isEqualTo("'x [y'");
    assertThat(ReadResponse.of("a1 NO [ALERT] [x] y", Syntax.STRICT).tuples())
        .isEqualTo("('[', 'ALERT'), '[x] y'");
  }

  @Test
  void textBehindACodeThatWouldPassForOneIsTold() {
    assertThat(ReadResponse.of("* OK [X] [y", Syntax.STRICT).response().textPassesForCode())
        .isTrue();
    assertThat(ReadResponse.of("* OK [X]  [y", Syntax.STRICT).response().textPassesForCode())
        .isTrue();
    assertThat(ReadResponse.of("* OK [X] y [z]", Syntax.STRICT).response().textPassesForCode())
        .isFalse();
    assertThat(ReadResponse.of("* OK [X]", ReadResponse.LENIENT).response().textPassesForCode())
        .isFalse();
  }

  @Test
  void codeAndTextHaveTheirPlaces() {
    assertThat(places("a1 NO [TRYCREATE] no such box")).isEqualTo("[TRYCREATE]/no such box");
    assertThat(places("* BYE so long")).isEqualTo("/so long");
    assertThat(places("* OK [ALERT]")).isEqualTo("[ALERT]/");
    assertThat(places("+ go on")).isEqualTo("/go on");
    assertThat(places("+ ")).isEqualTo("/");
  }

  private static String places(String line) {
    ReadResponse read = ReadResponse.of(line, ReadResponse.LENIENT);
    Response response = read.response();
    String code =
        response.hasCode()
            ? read.frame().copy(response.codeStart(), response.codeEnd()).text()
            : "";
    return code + "/" + read.frame().copy(response.textStart(), response.textEnd()).text();
  }

  @Test
  void tagReferencesAreMarked() {
    assertThat(references("* OK [INPROGRESS (\"A\\\"2\" 1 2)] x")).isEqualTo("A\"2=\"A\\\"2\"");
    assertThat(references("* NO [NOUPDATE \"B02\"] x")).isEqualTo("B02=\"B02\"");
    assertThat(references("* ESEARCH (TAG \"A282\") MIN 2")).isEqualTo("A282=\"A282\"");
    assertThat(references("* ESEARCH (TAG a]2) MIN 2")).isEqualTo("a]2=a]2");
    assertThat(references("* ESEARCH (TAG {4}\r\nA282) MIN 2")).isEqualTo("A282={4}\r\nA282");
    assertThat(references("* ESEARCH UID COUNT 0")).isEmpty();
    assertThat(references("* OK [INPROGRESS (NIL 1 2)] x")).isEmpty();
  }

  private static String references(String line) {
    ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
    Response response = read.response();
    assertThat(read.isAccepted()).isTrue();
    return response.tagReferences() == 0
        ? ""
        : response.tagReference(0)
            + "="
            + read.frame().copy(response.tagReferenceStart(0), response.tagReferenceEnd(0)).text();
  }

  @Test
  void continuationsAreText() {
    assertThat(ReadResponse.of("+ [ALERT] x", Syntax.STRICT).response().hasCode()).isFalse();
    assertThat(ReadResponse.of("+ YWJj", Syntax.STRICT).response().kind())
        .isEqualTo(Response.Kind.CONTINUATION);
    assertThat(ReadResponse.of("+ ", Syntax.STRICT).quirks()).isZero();
  }
}

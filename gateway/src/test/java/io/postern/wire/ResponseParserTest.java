package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CodeName;
import io.postern.imap.FetchKind;
import io.postern.imap.ResponseName;
import org.junit.jupiter.api.Test;

final class ResponseParserTest {
  private static String tuples(String line) {
    ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
    assertThat(read.last().outcome()).as(line).isEqualTo(ResponseParser.Outcome.WHOLE);
    assertThat(read.last().quirks()).isZero();
    return read.tuples();
  }

  private static void refused(String line) {
    assertThat(ReadResponse.of(line, Syntax.STRICT).last().outcome())
        .as(line)
        .isEqualTo(ResponseParser.Outcome.UNGRAMMATICAL);
  }

  @Test
  void taggedStatusHasItsTagNameAndText() {
    ReadResponse read = ReadResponse.of("p7]x1 ok LOGIN done", Syntax.STRICT);
    Response response = read.response();

    assertThat(response.kind()).isEqualTo(Response.Kind.TAGGED);
    assertThat(response.tag()).isEqualTo("p7]x1");
    assertThat(response.name()).isEqualTo(ResponseName.OK);
    assertThat(read.tuples()).isEqualTo("'LOGIN done'");
    assertThat(read.frame().copy(response.textStart(), response.textEnd()).text())
        .isEqualTo("LOGIN done");
  }

  @Test
  void aTaggedLineIsAStatus() {
    refused("a1 BYE gone");
    refused("a1 PREAUTH hello");
    refused("a1 FETCH done");
    refused("a+1 OK done");
    refused("a%1 OK done");
    refused("a1  OK done");
    refused("\"a1\" OK done");
    refused("x".repeat(257) + " OK done");
    assertThat(tuples("x".repeat(256) + " OK done")).isEqualTo("'done'");
  }

  @Test
  void codesAreShownInBrackets() {
    assertThat(tuples("* OK [UIDVALIDITY 1] UIDs valid"))
        .isEqualTo("('[', 'UIDVALIDITY', (1, '1')), 'UIDs valid'");
    assertThat(tuples("* OK [permanentflags (\\Deleted Kept \\*)] Limited"))
        .isEqualTo("('[', 'PERMANENTFLAGS', ('(', '\\DELETED', 'Kept', '\\*')), 'Limited'");
    assertThat(tuples("a OK [COPYUID 38 304,319:320 3956:3958] Done"))
        .isEqualTo(
            "('[', 'COPYUID', (38, '38'), (',', (304, '304'), (319, 320)), (3956, 3958)), 'Done'");
  }

  @Test
  void codeHasItsPlace() {
    ReadResponse read = ReadResponse.of("* NO [X-Foo some (free text] Nope", Syntax.STRICT);
    Response response = read.response();

    assertThat(read.isWhole()).isTrue();
    assertThat(response.codeName()).isEmpty();
    assertThat(response.codeText()).isEqualTo("X-FOO");
    assertThat(read.frame().copy(response.codeStart(), response.codeEnd()).text())
        .isEqualTo("[X-Foo some (free text]");
    assertThat(read.tuples()).isEqualTo("('[', 'X-FOO', 'some (free text'), 'Nope'");
  }

  @Test
  void capabilitiesAreFoundWhereverTheyStand() {
    for (String line :
        new String[] {
          "* CAPABILITY IMAP4rev1 AUTH=PLAIN", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello"
        }) {
      ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
      Response response = read.response();

      assertThat(response.capabilities()).containsExactly("IMAP4REV1", "AUTH=PLAIN");
      assertThat(read.frame().copy(response.capabilitiesStart(), response.capabilitiesEnd()).text())
          .isEqualTo("IMAP4rev1 AUTH=PLAIN");
    }
    assertThat(
            ReadResponse.of("* OK [CAPABILITY IMAP4rev1] x", Syntax.STRICT).response().codeName())
        .contains(CodeName.CAPABILITY);
  }

  @Test
  void numberedResponsesHaveTheirNumberFirst() {
    assertThat(tuples("* 172 EXISTS")).isEqualTo("(172, '172')");
    assertThat(tuples("* 0 recent")).isEqualTo("(0, '0')");
    refused("* 0 EXPUNGE");
    refused("* 01 EXPUNGE");
    refused("* 4294967296 EXISTS");
    refused("* EXISTS");
    refused("* 5 FLAGS ()");
    refused("* 1 EXISTS 2");
  }

  @Test
  void listShowsAttributesDelimiterAndDecodedName() {
    assertThat(tuples("* LIST (\\Noselect \\HasChildren) \"/\" ~peter/&U,BTFw-/&ZeVnLIqe-"))
        .isEqualTo(
            "('(', '\\NOSELECT', '\\HASCHILDREN'), '/', '~peter/\u53f0\u5317/\u65e5\u672c\u8a9e'");
    assertThat(tuples("* LIST () NIL inbox")).isEqualTo("('(',), None, 'INBOX'");
    assertThat(tuples("* LIST () \"/\" [Gmail]/All")).isEqualTo("('(',), '/', '[Gmail]/All'");
  }

  @Test
  void fetchListIsShownFlat() {
    assertThat(tuples("* 12 FETCH (FLAGS (\\Seen $x) UID 7 RFC822.SIZE 44827)"))
        .isEqualTo(
            "(12, '12'), ('(', 'FLAGS', ('(', '\\SEEN', '$x'), 'UID', (7, '7'), 'RFC822.SIZE',"
                + " (44827, '44827'))");
  }

  @Test
  void messageDataEndTheHead() {
    ReadResponse read =
        ReadResponse.of(
            "* 1 FETCH (UID 4 BODY[TEXT] {3}\r\nabc BODY[]<0> {0}\r\n UID 5)", Syntax.STRICT);

    assertThat(read.steps).hasSize(3);
    assertThat(read.steps.get(0).outcome()).isEqualTo(ResponseParser.Outcome.HEAD);
    assertThat(Tuples.show(read.steps.get(0).arguments()))
        .isEqualTo("(1, '1'), ('(', 'UID', (4, '4'), 'BODY', ('[', 'TEXT'), <LITERAL>)");
    assertThat(read.steps.get(0).fetchKinds())
        .isEqualTo(FetchKind.UID.bit() | FetchKind.BODY_DATA.bit());
    assertThat(read.steps.get(1).outcome()).isEqualTo(ResponseParser.Outcome.HEAD);
    assertThat(Tuples.show(read.steps.get(1).arguments()))
        .isEqualTo("(1, '1'), ('(', 'BODY', ('[',), '<0>', <LITERAL>)");
    assertThat(read.isWhole()).isTrue();
    assertThat(read.tuples()).isEqualTo("(1, '1'), ('(', 'UID', (5, '5'))");
  }
}

package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.wire.ResponseParser.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Untagged data but FETCH: what each shows, and what is refused. */
class DataGrammarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ENABLED | ``",
        "ENABLED condstore X-1 | 'CONDSTORE', 'X-1'",
        "ID NIL | None",
        "ID () | ('(',)",
        "ID (\"name\" \"Cyrus\" \"os\" NIL) | ('(', 'name', 'Cyrus', 'os', None)",
        "NAMESPACE ((\"\" \"/\")) nil NIL | ('(', ('(', '', '/')), None, None",
        "NAMESPACE ((\"\" \"/\" \"X-P\" (\"F1\" \"F2\"))(\"#n\" NIL)) NIL ((\"~\" \"\\\\\")) |"
            + " ('(', ('(', '', '/', 'X-P', ('(', 'F1', 'F2')), ('(', '#n', None)), None,"
            + " ('(', ('(', '~', '\\'))",
        "LIST (\\marked $a) \"\\\"\" inBOX | ('(', '\\MARKED', '$a'), '\"', 'INBOX'",
        "LIST () \"/\" NIL | ('(',), '/', 'NIL'",
        "LIST () \"/\" 2024 | ('(',), '/', '2024'",
        "LIST () \"/\" \"a\\\"b\" (OLDNAME (\"&AOQ-\") CHILDINFO (\"SUBSCRIBED\")) | ('(',), '/',"
            + " 'a\"b', ('(', 'OLDNAME', ('(', '\u00e4'), 'CHILDINFO', ('(', 'SUBSCRIBED'))",
        "LIST () \"/\" x (\"oldname\" (y) X 1:5,* Y (a (b \"c d\")) Z () N 5) |"
            + " ('(',), '/', 'x', ('(', 'OLDNAME', ('(', 'y'), 'X', (',', (1, 5), (-1, '*')),"
            + " 'Y', ('(', 'a', ('(', 'b', 'c d')), 'Z', ('(',), 'N', (5, '5'))",
        "LIST () \"/\" x () | ('(',), '/', 'x', ('(',)",
        "LSUB () \".\" #news.&- | ('(',), '.', '#news.&'",
        "STATUS blurdybloop (MESSAGES 231 uidnext 44292) |"
            + " 'blurdybloop', ('(', 'MESSAGES', (231, '231'), 'UIDNEXT', (44292, '44292'))",
        "STATUS x (SIZE 9223372036854775807 HIGHESTMODSEQ 0 DELETED 4294967295) |"
            + " 'x', ('(', 'SIZE', (9223372036854775807, '9223372036854775807'),"
            + " 'HIGHESTMODSEQ', (0, '0'), 'DELETED', (4294967295, '4294967295'))",
        "STATUS \"\" () | '', ('(',)",
        "SEARCH | ``",
        "SEARCH 2 84 882 | (2, '2'), (84, '84'), (882, '882')",
        "ESEARCH (TAG \"A285\") UID MIN 7 MAX 3800 all 1:5,* COUNT 0 |"
            + " ('(', 'TAG', 'A285'), 'UID', 'MIN', (7, '7'), 'MAX', (3800, '3800'),"
            + " 'ALL', (',', (1, 5), (-1, '*')), 'COUNT', (0, '0')",
        "ESEARCH | ``",
        "FLAGS (\\answered Junk $x) | ('(', '\\ANSWERED', 'Junk', '$x')",
        "VANISHED (EARLIER) 41,43:116 | ('(', 'EARLIER'), (',', (41, '41'), (43, 116))",
        "VANISHED 405 | (405, '405')"
      })
  void dataAreShownByTheirGrammar(String data, String arguments) {
    ReadResponse read = ReadResponse.of("* " + data, Syntax.STRICT);

    assertThat(read.isAccepted()).as(data).isTrue();
    assertThat(read.quirks()).isZero();
    assertThat(read.tuples()).isEqualTo(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CAPABILITY",
        "CAPABILITY \"IMAP4rev1\"",
        "CAPABILITY IMAP4rev1 (X)",
        "CAPABILITY a]b",
        "ID",
        "ID (\"name\")",
        "ID (name \"x\")",
        "ID (NIL \"x\")",
        "ID ((\"a\" \"b\"))",
        "NAMESPACE NIL NIL",
        "NAMESPACE NIL NIL NIL NIL",
        "NAMESPACE () NIL NIL",
        "NAMESPACE ((\"\")) NIL NIL",
        "NAMESPACE ((\"\" \"/\") (\"x\" \"/\")) NIL NIL",
        "NAMESPACE ((NIL \"/\")) NIL NIL",
        "NAMESPACE ((\"\" \"//\")) NIL NIL",
        "LIST",
        "LIST () \"/\"",
        "LIST () / x",
        "LIST () \"\" x",
        "LIST \"/\" x",
        "LIST () \"/\" a b",
        "LIST () \"/\" a*",
        "LIST () \"/\" &AGE-",
        "LIST () \"/\" &",
        "LIST () \"/\" x (OLDNAME x)",
        "LIST () \"/\" x (CHILDINFO ())",
        "LIST () \"/\" x (X y)",
        "LIST () \"/\" x (X)",
        "LIST () \"/\" x (X (\"a\"b))",
        "LSUB () \"/\" x (X 5)",
        "STATUS x",
        "STATUS (MESSAGES 1)",
        "STATUS x (MESSAGES)",
        "STATUS x (MESSAGES -1)",
        "STATUS x (MESSAGES 4294967296)",
        "STATUS x (UIDNEXT 0)",
        "STATUS x (X-FOO 1)",
        "SEARCH 0",
        "SEARCH 1,2",
        "SEARCH (1)",
        "ESEARCH (TAG) MIN 1",
        "ESEARCH (TAG NIL x)",
        "ESEARCH (X \"a\")",
        "ESEARCH MIN 0",
        "ESEARCH ALL $",
        "ESEARCH ALL",
        "ESEARCH X-NEW 1",
        "ESEARCH PARTIAL (1:2 5)",
        "ESEARCH MIN 1 UID",
        "FLAGS",
        "FLAGS \\Seen",
        "FLAGS (\\Seen",
        "FLAGS (a]b)",
        "VANISHED",
        "VANISHED *",
        "VANISHED 1:*",
        "VANISHED (EARLIER)",
        "VANISHED (LATER) 5",
        "5 VANISHED 5",
        "5",
        "(",
        "\"LIST\" () NIL x",
        "+ go"
      })
  void brokenDataAreRefused(String data) {
    assertThat(ReadResponse.of("* " + data, Syntax.STRICT).isAccepted()).isFalse();
  }

  @Test
  void aNameInALiteralIsAName() {
    assertThat(ReadResponse.of("* LSUB () NIL {5}\r\ninBOX", Syntax.STRICT).tuples())
        .isEqualTo("('(',), None, 'INBOX'");
    assertThat(ReadResponse.of("* STATUS {6}\r\n&AOQ-x ()", Syntax.STRICT).tuples())
        .isEqualTo("'\u00e4x', ('(',)");
  }

  @Test
  void earlierIsTold() {
    assertThat(ReadResponse.of("* VANISHED (EARLIER) 1", Syntax.STRICT).response().earlier())
        .isTrue();
    assertThat(ReadResponse.of("* VANISHED 1", Syntax.STRICT).response().earlier()).isFalse();
  }

  @Test
  void unknownNamesAreWholeWhereSoundlyFramed() {
    for (String line :
        new String[] {
          "* XLIST (\\Inbox) \"/\" x",
          "* 5 X-NEW",
          "* X-NEW [a (b [c) \"d\"",
          "* QUOTA \"\" (STORAGE 10 512)"
        }) {
      ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
      assertThat(read.last().outcome()).as(line).isEqualTo(Outcome.WHOLE);
      assertThat(read.last().kind()).isEqualTo(Response.Kind.UNKNOWN);
      assertThatThrownBy(() -> read.response().name()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> read.response().arguments())
          .isInstanceOf(IllegalStateException.class);
    }
    for (String line :
        new String[] {
          "* X-NEW (",
          "* X-NEW )(",
          "* X-NEW {1}\r\nx",
          "* X-NEW (RFC822 {1}\r\nx)",
          "* a%b",
          "* X-NEW " + "(".repeat(65) + ")".repeat(65)
        }) {
      ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
      assertThat(read.last().outcome()).as(line).isEqualTo(Outcome.UNGRAMMATICAL);
      assertThat(read.last().kind()).isEqualTo(Response.Kind.UNKNOWN);
    }
    assertThat(
            ReadResponse.of("* X-NEW " + "(".repeat(64) + ")".repeat(64), Syntax.STRICT).isWhole())
        .isTrue();
  }

  @Test
  void whatIsRefusedIsStillKnownByName() {
    Response response = ReadResponse.of("* 7 FETCH (UID x)", Syntax.STRICT).response();

    assertThat(response.kind()).isEqualTo(Response.Kind.UNTAGGED);
    assertThat(response.name()).isEqualTo(io.postern.imap.ResponseName.FETCH);
    assertThat(response.number()).isEqualTo(7);
    assertThatThrownBy(response::arguments).isInstanceOf(IllegalStateException.class);
  }
}

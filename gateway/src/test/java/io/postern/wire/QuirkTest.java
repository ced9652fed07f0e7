package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Quirk;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each mercy of spec/policy-semantics.md, section 10: taken and noted where quirks are on, refused
 * where they are off.
 */
class QuirkTest {
  private static final String ENVELOPE_TAIL = " NIL NIL NIL NIL NIL NIL NIL NIL)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Q1_EIGHT_BIT | * OK Gr\u00fcezi",
        "Q1_EIGHT_BIT | + Gr\u00fcezi",
        "Q1_EIGHT_BIT | * ID (\"name\" \"\u00fc\")",
        "Q1_EIGHT_BIT | * NO [X-FOO \u00fc] text",
        "Q1_EIGHT_BIT | * 1 FETCH (BODY[] \"\u00fc\")",
        "Q2_NO_TEXT | * OK",
        "Q2_NO_TEXT | a1 OK",
        "Q2_NO_TEXT | `a1 OK `",
        "Q2_NO_TEXT | * OK [ALERT]",
        "Q2_NO_TEXT | `* OK [ALERT] `",
        "Q2_NO_TEXT | * OK [ALERT]text",
        "Q3_BARE_PLUS | +",
        "Q3_BARE_PLUS | +go",
        "Q4_TRAILING_SPACE | `* 5 EXISTS `",
        "Q4_TRAILING_SPACE | `* CAPABILITY IMAP4rev1  `",
        "Q4_TRAILING_SPACE | `* SEARCH 1 `",
        "Q4_TRAILING_SPACE | `* 1 FETCH (UID 5) `",
        "Q5_SPACING_AND_NIL | * CAPABILITY  IMAP4rev1",
        "Q5_SPACING_AND_NIL | * 1 FETCH(UID 5)",
        "Q5_SPACING_AND_NIL | * 1 FETCH (UID  5)",
        "Q5_SPACING_AND_NIL | * 1 FETCH ( UID 5)",
        "Q5_SPACING_AND_NIL | * 1 FETCH (UID 5 )",
        "Q5_SPACING_AND_NIL | * 1 FETCH (FLAGS(\\Seen)UID 5)",
        "Q5_SPACING_AND_NIL | * NAMESPACE ((\"\" \"/\") (\"#n\" \"/\")) NIL NIL",
        "Q5_SPACING_AND_NIL | * NAMESPACE () NIL NIL",
        "Q5_SPACING_AND_NIL | * LIST ()\"/\"\"a\"",
        "Q6_FLAG_OCTETS | * FLAGS (\\Seen $a]b)",
        "Q6_FLAG_OCTETS | * FLAGS (a%b)",
        "Q6_FLAG_OCTETS | * 1 FETCH (FLAGS (\\a\\b))",
        "Q6_FLAG_OCTETS | * 1 FETCH (FLAGS (\u00fc))",
        "Q6_FLAG_OCTETS | * 1 FETCH (FLAGS (\\*))",
        "Q6_FLAG_OCTETS | * OK [PERMANENTFLAGS (a%b)] text",
        "Q7_MAILBOX_NAME | * LIST () \"/\" \"\u00fc\"",
        "Q7_MAILBOX_NAME | * LSUB () \"/\" \u00fc",
        "Q7_MAILBOX_NAME | * STATUS a&b (MESSAGES 1)",
        "Q7_MAILBOX_NAME | * LIST () \"/\" &AGE-",
        "Q7_MAILBOX_NAME | `* LIST () \"/\" \"a\tb\"`",
        "Q8_EMPTY_SEARCH | `* SEARCH `",
        "Q9_ODD_NUMBER | * 1 FETCH (BODY (\"A\" \"B\" NIL NIL NIL \"7BIT\" -1))",
        "Q9_ODD_NUMBER | * 1 FETCH (BODY (\"A\" \"B\" NIL NIL NIL \"7BIT\" 4294967296))",
        "Q9_ODD_NUMBER | * 1 FETCH (BODY (\"TEXT\" \"B\" NIL NIL NIL \"7BIT\" 1"
            + " 99999999999999999999))"
      })
  void mercyIsNamedAndCanBeRefused(Quirk quirk, String line) {
    ReadResponse lenient = ReadResponse.of(line, ReadResponse.LENIENT);

    assertThat(lenient.isAccepted()).isTrue();
    assertThat(names(lenient.quirks())).isEqualTo(quirk.name());
    assertThat(ReadResponse.of(line, Syntax.STRICT).isAccepted()).isFalse();
  }

  private static String names(int quirks) {
    return Arrays.stream(Quirk.values())
        .filter(quirk -> (quirks & 1 << quirk.ordinal()) != 0)
        .map(Quirk::name)
        .collect(Collectors.joining(" "));
  }

  @Test
  void nilForAStringIsForgivenInEnvelopeAndBodyOnly() {
    String body = "* 1 FETCH (BODY (\"A\" NIL NIL NIL NIL NIL 5))";
    assertThat(names(ReadResponse.of(body, ReadResponse.LENIENT).quirks()))
        .isEqualTo(Quirk.Q5_SPACING_AND_NIL.name());
    assertThat(ReadResponse.of(body, Syntax.STRICT).isAccepted()).isFalse();
    assertThat(ReadResponse.of("* ID (NIL \"x\")", ReadResponse.LENIENT).isAccepted()).isFalse();
  }

  @Test
  void emptyListsAreShownAsNil() {
    String line = "* 1 FETCH (ENVELOPE (NIL NIL ()" + ENVELOPE_TAIL.substring(4) + ")";
    ReadResponse read = ReadResponse.of(line, ReadResponse.LENIENT);

    assertThat(read.isAccepted()).isTrue();
    assertThat(read.tuples()).endsWith("('(', " + "None, ".repeat(9) + "None))");
    assertThat(ReadResponse.of(line, Syntax.STRICT).isAccepted()).isFalse();
  }

  @Test
  void oddValuesAreShownAsTheyCame() {
    assertThat(tuples("* LIST () \"/\" &AGE-")).isEqualTo("('(',), '/', '&AGE-'");
    assertThat(tuples("* LIST () \"/\" \"\u00fc\"")).isEqualTo("('(',), '/', '\u00fc'");
    assertThat(tuples("* FLAGS (\\a]b)")).isEqualTo("('(', '\\A]B')");
    assertThat(tuples("* 1 FETCH (BODY (\"A\" \"B\" NIL NIL NIL \"7BIT\" -1))"))
        .contains("(-1, '-1')");
    assertThat(tuples("* 1 FETCH (BODY (\"A\" \"B\" NIL NIL NIL \"7BIT\" 99999999999999999999))"))
        .contains("(9223372036854775807, '99999999999999999999')");
  }

  private static String tuples(String line) {
    ReadResponse read = ReadResponse.of(line, ReadResponse.LENIENT);
    assertThat(read.isAccepted()).as(line).isTrue();
    return read.tuples();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "*  OK text",
        "` * OK text`",
        "a1  OK text",
        "* 5  EXISTS",
        "* 1 FETCH (UID 5",
        "* 1 FETCH (UID 5))",
        "* 1 FETCH (UID 5X)",
        "* 1 FETCH ()",
        "* 1 FETCH (UID -5)",
        "* SEARCH -5",
        "* CAPABILITY",
        "* OK [ALERT text",
        "* OK [UIDNEXT x] text",
        "* LIST () \"//\" x",
        "* LIST () \"/\" a%b",
        "* ID (\"a\")",
        "* FLAGS (\\)"
      })
  void noMercyTouchesFramingOrMeaning(String line) {
    assertThat(ReadResponse.of(line, ReadResponse.LENIENT).isAccepted()).isFalse();
  }

  @Test
  void utf8IsNoQuirkWhereItIsOn() {
    String[] lines = {
      "* OK Gr\u00c3\u00bcezi",
      "* ID (\"\u00c3\u00bc\" NIL)",
      "* LIST () \"/\" \"\u00c3\u00bc\"",
      "* STATUS {2}\r\n\u00c3\u00bc ()"
    };
    for (String line : lines) {
      ReadResponse read = ReadResponse.of(line, ReadResponse.STRICT_UTF8);
      assertThat(read.isAccepted()).as(line).isTrue();
      assertThat(read.quirks()).isZero();
    }
    assertThat(
            ReadResponse.of("* LIST () NIL \"\u00c3\u00bc&-\"", ReadResponse.STRICT_UTF8).tuples())
        .isEqualTo("('(',), None, '\u00fc&-'");
    String atom = "* LIST () NIL \u00c3\u00bc";
    assertThat(ReadResponse.of(atom, ReadResponse.STRICT_UTF8).isAccepted()).isFalse();
    assertThat(names(ReadResponse.of(atom, ReadResponse.LENIENT_UTF8).quirks()))
        .isEqualTo(Quirk.Q7_MAILBOX_NAME.name());
  }

  @Test
  void invalidUtf8IsNeverForgivenWhereUtf8IsOn() {
    String[] lines = {
      "* OK Gr\u00fcezi",
      "* ID (\"\u00c0\u0080\" NIL)",
      "* LIST () \"/\" \"\u00fc\"",
      "* LIST () \"/\" {1}\r\n\u00fc"
    };
    for (String line : lines) {
      assertThat(ReadResponse.of(line, ReadResponse.LENIENT_UTF8).isAccepted()).as(line).isFalse();
    }
  }
}

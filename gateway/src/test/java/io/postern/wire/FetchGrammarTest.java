package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.FetchKind;
import io.postern.wire.ResponseParser.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchGrammarTest {
  private static final String ENVELOPE =
      "(\"Mon, 7 Feb 2026 21:52:25 -0800\" \"Minutes\" ((\"A B\" NIL \"ab\" \"a.example\")) ((NIL"
          + " NIL \"ab\" \"a.example\")) NIL ((NIL NIL \"l\" NIL)(NIL NIL NIL NIL)) NIL NIL NIL"
          + " \"<1@a.example>\")";
  private static final String TEXT_PART =
      "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)";

  private static ReadResponse fetch(String items) {
    return ReadResponse.of("* 23 FETCH (" + items + ")", Syntax.STRICT);
  }

  private static String tuples(String items) {
    ReadResponse read = fetch(items);
    assertThat(read.isAccepted()).as(items).isTrue();
    assertThat(read.quirks()).isZero();
    return read.tuples();
  }

  private static void refused(String items) {
    assertThat(fetch(items).isAccepted()).as(items).isFalse();
  }

  @Test
  void shortItemsAreShownByTheirGrammar() {
    assertThat(tuples("modseq (620162338) INTERNALDATE \" 7-feb-2026 02:44:25 -0700\" UID 4"))
        .isEqualTo(
            "(23, '23'), ('(', 'MODSEQ', ('(', (620162338, '620162338')), 'INTERNALDATE',"
                + " ' 7-feb-2026 02:44:25 -0700', 'UID', (4, '4'))");
    refused("UID 0");
    refused("UID 4294967296");
    refused("MODSEQ 5");
    refused("MODSEQ (0)");
    refused("MODSEQ (9223372036854775808)");
    refused("INTERNALDATE \"7-Feb-2026 02:44:25 -0700\"");
    refused("INTERNALDATE \"17-Fex-2026 02:44:25 -0700\"");
    refused("INTERNALDATE NIL");
    refused("X-ITEM 5");
    refused("");
    refused("UID 5 ");
    refused("FLAGS (\\Seen");
    refused("FLAGS (\\Seen \\)");
    refused("FLAGS (\\*)");
    refused("FLAGS (\"\\\\Seen\")");
  }

  @Test
  void envelopeHasTenFields() {
    assertThat(tuples("ENVELOPE " + ENVELOPE))
        .isEqualTo(
            "(23, '23'), ('(', 'ENVELOPE', ('(', 'Mon, 7 Feb 2026 21:52:25 -0800', 'Minutes',"
                + " ('(', ('(', 'A B', None, 'ab', 'a.example')),"
                + " ('(', ('(', None, None, 'ab', 'a.example')), None,"
                + " ('(', ('(', None, None, 'l', None), ('(', None, None, None, None)),"
                + " None, None, None, '<1@a.example>'))");
    refused("ENVELOPE NIL");
    refused("ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
    refused("ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
    refused("ENVELOPE (NIL NIL \"a\" NIL NIL NIL NIL NIL NIL NIL)");
    refused("ENVELOPE (atom NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
  }

  @Test
  void stringsAreWhatTheyAreWhateverTheirForm() {
    assertThat(
            tuples(
                "ENVELOPE ({5}\r\na\"b\\c \"q\\\"\\\\\" NIL NIL NIL NIL NIL NIL \"NIL\" {0}\r\n)"))
        .isEqualTo(
            "(23, '23'), ('(', 'ENVELOPE', ('(', 'a\"b\\c', 'q\"\\', None, None, None, None, None,"
                + " None, 'NIL', ''))");
  }

  @Test
  void bodyStructuresNest() {
    assertThat(tuples("BODY " + TEXT_PART))
        .isEqualTo(
            "(23, '23'), ('(', 'BODY', ('(', 'TEXT', 'PLAIN', ('(', 'CHARSET', 'US-ASCII'), None,"
                + " None, '7BIT', (1152, '1152'), (23, '23')))");
    tuples("BODYSTRUCTURE (" + TEXT_PART + TEXT_PART + " \"MIXED\")");
    tuples(
        "BODYSTRUCTURE (("
            + TEXT_PART
            + " \"ALTERNATIVE\" (\"BOUNDARY\" \"b\") NIL (\"en\" \"hu\") NIL)"
            + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 300 "
            + ENVELOPE
            + " "
            + TEXT_PART
            + " 12 NIL (\"ATTACHMENT\" NIL) NIL \"loc\" 5 (\"x\" (7 NIL)))"
            + " \"MIXED\" NIL NIL NIL NIL 18446744073709 (\"future\"))");
    tuples("BODY (\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"8BIT\" 300)");
    tuples("BODY (\"APPLICATION\" \"PDF\" (\"NAME\" \"x\") NIL NIL \"BASE64\" 300 \"md5\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NIL",
        "()",
        "(\"MIXED\")",
        "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5)",
        "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 300)",
        "(\"APPLICATION\" \"PDF\" () NIL NIL \"7BIT\" 300)",
        "(\"APPLICATION\" \"PDF\" (\"NAME\") NIL NIL \"7BIT\" 300)",
        "(\"APPLICATION\" \"PDF\" NIL NIL NIL NIL 300)",
        "(\"APPLICATION\" \"PDF\" NIL NIL NIL \"7BIT\" -1)",
        "(\"APPLICATION\" \"PDF\" NIL NIL NIL \"7BIT\" 4294967296)",
        "(\"APPLICATION\" PDF NIL NIL NIL \"7BIT\" 300)",
        "(\"APPLICATION\" \"PDF\" NIL NIL NIL \"7BIT\" 300 NIL NIL NIL NIL ())"
      })
  void brokenBodiesAreRefused(String body) {
    refused("BODY " + body);
  }

  @Test
  void depthIsCappedAtItsBoundExactly() {
    // The FETCH list itself is the first parenthesis.
    tuples("BODY " + nested(62));
    refused("BODY " + nested(63));
    refused("BODY " + "(".repeat(100_000));
  }

  /** A text part, one parenthesis, in so many multiparts. */
  private static String nested(int multiparts) {
    return "(".repeat(multiparts)
        + "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1)"
        + " \"M\")".repeat(multiparts);
  }

  @Test
  void sectionsAreShownInBrackets() {
    assertThat(tuples("BODY[1.2.header.fields.not (Subject \"X Y\")]<17> NIL BODY[] \"x\""))
        .isEqualTo(
            "(23, '23'), ('(', 'BODY', ('[', '1.2.HEADER.FIELDS.NOT', ('(', 'Subject', 'X Y')),"
                + " '<17>', None, 'BODY', ('[',), <LITERAL>)");
    assertThat(tuples("BINARY.SIZE[1.2] 7 BINARY[3] \"a\" BINARY[] NIL"))
        .isEqualTo(
            "(23, '23'), ('(', 'BINARY.SIZE', ('[', '1.2'), (7, '7'), 'BINARY', ('[', '3'),"
                + " <LITERAL>, 'BINARY', ('[',), None)");
    tuples("BODY[2.MIME] NIL BODY[2.TEXT] NIL BODY[text] NIL RFC822.HEADER \"\" RFC822.TEXT NIL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BODY[0] NIL",
        "BODY[1.] NIL",
        "BODY[.1] NIL",
        "BODY[01] NIL",
        "BODY[1..2] NIL",
        "BODY[MIME] NIL",
        "BODY[1HEADER] NIL",
        "BODY[HEADER.FIELDS] NIL",
        "BODY[HEADER.FIELDS ()] NIL",
        "BODY[TEXT (x)] NIL",
        "BODY[X] NIL",
        "BODY[\"TEXT\"] NIL",
        "BODY[] atom",
        "BODY[]",
        "BODY[ NIL",
        "BODY[]] NIL",
        "BODY[]<> NIL",
        "BODY[]<0.5> NIL",
        "BODY[] <0> NIL",
        "BODY.PEEK[] NIL",
        "BINARY[TEXT] NIL",
        "BINARY.SIZE[1] NIL",
        "BINARY.SIZE[1] 4294967296",
        "BINARY.SIZE[1]<0> 5",
        "RFC822[] NIL",
        "RFC822 (NIL)"
      })
  void brokenSectionsAreRefused(String item) {
    refused(item);
  }

  @Test
  void whatTheItemsAreIsKnownBySegment() {
    ReadResponse read =
        fetch("FLAGS () BINARY[1] ~{2}\r\n\0\1 RFC822.SIZE 5 BODY[] {0}\r\n ENVELOPE " + ENVELOPE);

    assertThat(read.steps.stream().map(ReadResponse.Step::fetchKinds))
        .containsExactly(
            FetchKind.FLAGS.bit() | FetchKind.BINARY_DATA.bit(),
            FetchKind.SIZE.bit() | FetchKind.BODY_DATA.bit(),
            FetchKind.ENVELOPE.bit());
    assertThat(fetch("UID 5 BINARY.SIZE[] 1 BODY[] NIL BODYSTRUCTURE x").last().fetchKinds())
        .isEqualTo(
            FetchKind.UID.bit()
                | FetchKind.BINARY_SIZE.bit()
                | FetchKind.BODY_DATA.bit()
                | FetchKind.BODYSTRUCTURE.bit());
  }

  @Test
  void onlyMessageDataAreStreamed() {
    assertThat(outcomes("* 1 FETCH (BODY[] {1}\r\nx)"))
        .containsExactly(Outcome.HEAD, Outcome.WHOLE);
    assertThat(outcomes("* 1 FETCH (rfc822.text {1}\r\nx)"))
        .containsExactly(Outcome.HEAD, Outcome.WHOLE);
    assertThat(outcomes("* 1 FETCH (BODY[HEADER.FIELDS ({2}\r\nTo)]<5> {1}\r\nx UID 3)"))
        .containsExactly(Outcome.ARGUMENT, Outcome.HEAD, Outcome.WHOLE);
    assertThat(outcomes("* 1 FETCH (ENVELOPE ({1}\r\nx NIL NIL NIL NIL NIL NIL NIL NIL NIL))"))
        .containsExactly(Outcome.ARGUMENT, Outcome.WHOLE);
    assertThat(outcomes("* LIST () NIL {1}\r\nx")).containsExactly(Outcome.ARGUMENT, Outcome.WHOLE);
    // The same words where they are data.
    assertThat(outcomes("* ID (\"RFC822\" {1}\r\nx)"))
        .containsExactly(Outcome.ARGUMENT, Outcome.WHOLE);
    assertThat(outcomes("* LIST () NIL x (RFC822 ({1}\r\nx))"))
        .containsExactly(Outcome.ARGUMENT, Outcome.WHOLE);
  }

  @Test
  void headIsValidatedBeforeItIsStreamed() {
    assertThat(outcomes("* 1 FETCH (UID 0 BODY[] {1}\r\nx)"))
        .containsExactly(Outcome.UNGRAMMATICAL, Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 1 FETCH (BODY[X] {1}\r\nx BODY[] {1}\r\nx)"))
        .containsExactly(Outcome.UNGRAMMATICAL, Outcome.UNGRAMMATICAL, Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 0 FETCH (BODY[] {1}\r\nx)").getFirst()).isEqualTo(Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 1 FETCH (BODY[] {1}\r\nx").getLast()).isEqualTo(Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 1 FETCH (BODY[] {1}\r\nx))").getLast()).isEqualTo(Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 1 FETCH (BODY[] {1}\r\nx UID 0)").getLast())
        .isEqualTo(Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* 1 FETCH (BODY[] {1}\r\nx )").getLast()).isEqualTo(Outcome.UNGRAMMATICAL);
  }

  @Test
  void literal8IsBinaryOnly() {
    assertThat(outcomes("* 1 FETCH (BINARY[1] ~{1}\r\n\0)"))
        .containsExactly(Outcome.HEAD, Outcome.WHOLE);
    assertThat(outcomes("* 1 FETCH (BINARY[1]<5> {1}\r\nx)"))
        .containsExactly(Outcome.HEAD, Outcome.WHOLE);
    assertThat(outcomes("* 1 FETCH (BODY[1] ~{1}\r\n\0)").getFirst())
        .isEqualTo(Outcome.UNGRAMMATICAL);
    assertThat(outcomes("* LIST () NIL ~{1}\r\nx").getLast()).isEqualTo(Outcome.UNGRAMMATICAL);
  }

  @Test
  void aSwallowedLiteralLeavesTheSameGrammarBehindIt() {
    ReadResponse read = new ReadResponse(Syntax.STRICT, ReadResponse.Data.SWALLOW);
    read.feed(
        FramerEvents.octets(
            "* 7 FETCH (UID 4 BODY[1] {3}\r\nabc BODY[2] {3}\r\nabc FLAGS (x))\r\n"));
    read.feed(FramerEvents.octets("* 8 FETCH (UID 5)\r\n"));

    assertThat(read.steps.stream().map(step -> Tuples.show(step.arguments())))
        .containsExactly(
            "(7, '7'), ('(', 'UID', (4, '4'), 'BODY', ('[', '1'), <LITERAL>)",
            "(7, '7'), ('(', 'BODY', ('[', '2'), <LITERAL>)",
            "(7, '7'), ('(', 'FLAGS', ('(', 'x'))",
            "(8, '8'), ('(', 'UID', (5, '5'))");
  }

  @Test
  void aResponseThatIsLeftIsForgotten() {
    ReadResponse read = ReadResponse.of("* 1 FETCH (X {1}\r\nx)", Syntax.STRICT);
    assertThat(read.isAccepted()).isFalse();
    Framer framer = new Framer(Framer.Side.SERVER, io.postern.imap.Limits.DEFAULT);
    byte[] octets = FramerEvents.octets("* 1 FETCH (BODY[X] {9}\r\n");
    framer.read(octets, 0, octets.length);
    assertThat(read.parser.parse(framer.frame(), true, Syntax.STRICT))
        .isEqualTo(Outcome.UNGRAMMATICAL);

    read.parser.reset();

    read.steps.clear();
    read.feed(FramerEvents.octets("* 1 EXISTS\r\n"));
    assertThat(read.isAccepted()).isTrue();
  }

  private static List<Outcome> outcomes(String line) {
    return ReadResponse.of(line, Syntax.STRICT).steps.stream()
        .map(ReadResponse.Step::outcome)
        .toList();
  }

  /** Thousands of literals: each token is looked at a constant number of times. */
  @Test
  void workIsLinearInTheNumberOfLiterals() {
    assertThat(stepsFor(8000, "{1}\r\nx ", "")).isLessThan(9 * stepsFor(1000, "{1}\r\nx ", ""));
    String data = " BODY[] {0}\r\n";
    assertThat(stepsFor(8000, "", data)).isLessThan(9 * stepsFor(1000, "", data));
  }

  private static long stepsFor(int count, String argument, String data) {
    String line =
        argument.isEmpty()
            ? "* 1 FETCH (UID 5" + data.repeat(count) + ")"
            : "* 1 FETCH (BODY[HEADER.FIELDS (" + argument.repeat(count) + "x)] NIL)";
    ReadResponse read = ReadResponse.of(line, Syntax.STRICT);
    assertThat(read.isAccepted()).isTrue();
    return read.parser.steps();
  }
}

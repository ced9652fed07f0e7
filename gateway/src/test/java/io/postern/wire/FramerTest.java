package io.postern.wire;

import static io.postern.wire.Framer.Side.CLIENT;
import static io.postern.wire.Framer.Side.SERVER;
import static io.postern.wire.FramerEvents.Literal.ABANDON;
import static io.postern.wire.FramerEvents.Literal.STREAM;
import static io.postern.wire.FramerEvents.Literal.SWALLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.postern.imap.Ascii;
import io.postern.imap.Limits;
import io.postern.imap.Violation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramerTest {
  @Test
  void commandBecomesTokens() {
    assertThat(FramerEvents.of(CLIENT, "a1 LOGIN joe \"pass word\"\r\n"))
        .containsExactly("LINE ATOM<a1> _ATOM<LOGIN> _ATOM<joe> _QUOTED<pass word>", "MORE");
  }

  @Test
  void bracketsAndParenthesesAreTokensOfTheirOwn() {
    assertThat(FramerEvents.of(CLIENT, "a]1 FETCH 1 (BODY[HEADER.FIELDS (To)]<0.9> UID)\r\n"))
        .containsExactly(
            "LINE ATOM<a> ] ATOM<1> _ATOM<FETCH> _ATOM<1> _( ATOM<BODY> [ ATOM<HEADER.FIELDS>"
                + " _( ATOM<To> ) ] ATOM<<0.9>> _ATOM<UID> )",
            "MORE");
  }

  @Test
  void spacesAreCountedBeforeTokensAndAtTheEnd() {
    assertThat(FramerEvents.of(CLIENT, " a  b   c \r\nd\r\n"))
        .containsExactly("LINE _ATOM<a> __ATOM<b> __ATOM<c> _", "LINE ATOM<d>", "MORE");
  }

  @Test
  void quotedStringKeepsItsEscapes() {
    assertThat(FramerEvents.of(CLIENT, "a \"x\\\"y\\\\ {5} (]\"\"\"\r\n"))
        .containsExactly("LINE ATOM<a> _QUOTED<x\\\"y\\\\ {5} (]> QUOTED<>", "MORE");
  }

  @Test
  void classesAreTheJoinOfTheOctets() {
    Framer framer = FramerEvents.framer(CLIENT);
    byte[] line = FramerEvents.octets("a1 \"x\\\\\u00e9\" %* \"\" \u0001(\r\n");
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.LINE);
    Frame frame = framer.frame();
    assertThat(frame.classes(0)).isEqualTo(Ascii.ATOM | Ascii.DIGIT);
    assertThat(frame.classes(1)).isEqualTo(Ascii.ATOM | Ascii.BACKSLASH | Ascii.EIGHT_BIT);
    assertThat(frame.classes(2)).isEqualTo(Ascii.WILDCARD);
    assertThat(frame.classes(3)).isZero();
    assertThat(frame.classes(4)).isEqualTo(Ascii.CONTROL);
    assertThat(frame.classes(5)).isZero();
  }

  // T01: bare CR and LF.

  @ParameterizedTest
  @ValueSource(strings = {"a NOOP\rb", "a NOOP\r\r\n", "a \"x\" \rb", "a {3}\rx", "\rx"})
  void bareCarriageReturnIsViolation(String text) {
    assertThat(violation(CLIENT, text)).isEqualTo(Violation.Kind.BARE_CR);
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.BARE_CR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a NOOP\nb", "\n", "a \"x\ny\"\r\n", "a NOOP \n", "a (\n", "a]\n", "a b\n\r\n"})
  void bareLineFeedIsViolation(String text) {
    assertThat(violation(CLIENT, text)).isEqualTo(Violation.Kind.BARE_LF);
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.BARE_LF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+ go\n", "* OK x\n", "* OK [X y\n", "a NO [X] y\n", "+\n", "* OK [X]\n"})
  void bareLineFeedInTextIsViolation(String text) {
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.BARE_LF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+ go\rx", "* OK x\r\r", "* OK [X y\r.", "a NO [X] y\rz", "+\rx"})
  void bareCarriageReturnInTextIsViolation(String text) {
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.BARE_CR);
  }

  // T04: parser differentials on the marker.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a X {+5}\r\n",
        "a X {5++}\r\n",
        "a X { 5}\r\n",
        "a X {5}x\r\n",
        "a X {5} \r\n",
        "a X {0x10}\r\n",
        "a X {1_0}\r\n",
        "a X x{5+}\r\n",
        "a X {-1}\r\n",
        "a X {}\r\n",
        "a X {+}\r\n",
        "a X {5\r\n",
        "a X {5+\r\n",
        "a X {\r\n",
        "a X \"y\"{5}\r\n",
        "a X ({5}x)\r\n",
        "a X ){5}\r\n",
        "a X []{5}\r\n",
        "a X [{5}\r\n",
        "{5}\r\n",
        " {5}\r\n",
        "~{5}\r\n",
        "a X x~{5}\r\n",
        "a X ~~{5}\r\n",
        "a X ~ {5}x\r\n",
        "a X \"\"~{5}\r\n",
        "a X {5+}+\r\n",
        "a X {5}}\r\n",
        "a X {{5}\r\n",
        "a X {\u0665}\r\n",
        "a X {\u00b2}\r\n",
        "a X {5}\n",
        "a X )~{5}\r\n",
        "a{5}\r\n"
      })
  void oddLiteralMarkerIsViolation(String text) {
    String latin1 =
        new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(violation(CLIENT, latin1)).isEqualTo(Violation.Kind.LITERAL_MARKER);
    assertThat(violation(SERVER, latin1)).isEqualTo(Violation.Kind.LITERAL_MARKER);
  }

  @Test
  void markerInAnUnterminatedQuoteAnnouncesNothing() {
    assertThat(violation(CLIENT, "a X \"x {5+}\r\n")).isEqualTo(Violation.Kind.UNTERMINATED_QUOTE);
  }

  @Test
  void serverSendsSynchronizingMarkersOnly() {
    assertThat(violation(SERVER, "* X {5+}\r\n")).isEqualTo(Violation.Kind.LITERAL_MARKER);
    assertThat(violation(SERVER, "* X ~{5+}\r\n")).isEqualTo(Violation.Kind.LITERAL_MARKER);
    assertThat(FramerEvents.of(SERVER, "* X ~{1}\r\nx\r\n"))
        .containsExactly(
            "LITERAL 1 eight ATOM<*> _ATOM<X> _MARKER",
            "LINE ATOM<*> _ATOM<X> _LITERAL8<x>",
            "MORE");
  }

  @Test
  void markerMayFollowAnOpeningParenthesis() {
    assertThat(FramerEvents.of(CLIENT, "a X ({1+}\r\n( ~{1+}\r\n\0)\r\n"))
        .containsExactly(
            "LITERAL 1+ ATOM<a> _ATOM<X> _( MARKER",
            "LITERAL 1+ eight ATOM<a> _ATOM<X> _( LITERAL<(> _MARKER",
            "LINE ATOM<a> _ATOM<X> _( LITERAL<(> _LITERAL8<\0> )",
            "MORE");
  }

  // T05: overflow and leading zeros.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "18446744073709551616",
        "18446744073709551621",
        "99999999999999999999999999",
        "09223372036854775808"
      })
  void sizeOverSixtyThreeBitsIsViolation(String size) {
    assertThat(violation(CLIENT, "a X {" + size + "+}\r\n")).isEqualTo(Violation.Kind.LITERAL_SIZE);
    assertThat(violation(SERVER, "* X {" + size + "}\r\n")).isEqualTo(Violation.Kind.LITERAL_SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775807", "4294967296", "2147483648", "0009223372036854775807"})
  void sizeUpToSixtyThreeBitsIsExact(String size) {
    assertThat(FramerEvents.of(CLIENT, "a X {" + size + "}\r\n", ABANDON))
        .containsExactly("LITERAL " + Long.parseLong(size) + " ATOM<a> _ATOM<X> _MARKER", "MORE");
  }

  @Test
  void leadingZerosAreDecimal() {
    assertThat(FramerEvents.of(CLIENT, "a X {010}\r\n0123456789\r\n"))
        .endsWith("LINE ATOM<a> _ATOM<X> _LITERAL<0123456789>", "MORE");
  }

  // T07: NUL.

  @ParameterizedTest
  @ValueSource(
      strings = {"a NO\0OP", "\0", "a \"x\0\"\r\n", "a (\0", "a {3}\r\nu\0s\r\n", "a b \0"})
  void nulIsViolation(String text) {
    assertThat(violation(CLIENT, text)).isEqualTo(Violation.Kind.NUL);
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.NUL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+ g\0o", "* OK x\0", "* OK [X \0", "a NO [X] \0y", "+\0"})
  void nulInTextIsViolation(String text) {
    assertThat(violation(SERVER, text)).isEqualTo(Violation.Kind.NUL);
  }

  @Test
  void nulPassesInStreamedAndSwallowedLiterals() {
    assertThat(FramerEvents.of(CLIENT, "a X {3}\r\nu\0\n\r\n", STREAM))
        .containsExactly("LITERAL 3 ATOM<a> _ATOM<X> _MARKER", "CHUNK u\0\n", "LINE ", "MORE");
    assertThat(FramerEvents.of(CLIENT, "a X {3}\r\nu\0\n\r\n", SWALLOW))
        .containsExactly(
            "LITERAL 3 ATOM<a> _ATOM<X> _MARKER", "LINE ATOM<a> _ATOM<X> _MARKER", "MORE");
  }

  // T10: quotes.

  @ParameterizedTest
  @ValueSource(strings = {"a \"\\n\"\r\n", "a \"x\\ \"\r\n", "a \"\\\r\n", "a \"\\{5}\"\r\n"})
  void badEscapeIsViolation(String text) {
    assertThat(violation(CLIENT, text)).isEqualTo(Violation.Kind.BAD_ESCAPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a \"x\r\n", "a \"x\\\"\r\n", "a \"x\" \"\r\n", "a x\"\r\n"})
  void unterminatedQuoteIsViolation(String text) {
    assertThat(violation(CLIENT, text)).isEqualTo(Violation.Kind.UNTERMINATED_QUOTE);
  }

  @Test
  void gluedStringsShowNoSpaceBetweenThem() {
    assertThat(FramerEvents.of(CLIENT, "a \"x\"\"y\"z\"w\"\r\n"))
        .containsExactly("LINE ATOM<a> _QUOTED<x> QUOTED<y> ATOM<z> QUOTED<w>", "MORE");
  }

  // What is to be done with a literal.

  @Test
  void heldLiteralIsATokenAndTheLineGoesOn() {
    assertThat(FramerEvents.of(CLIENT, "a LOGIN {2}\r\n\r\n {0+}\r\n\r\nb X\r\n"))
        .containsExactly(
            "LITERAL 2 ATOM<a> _ATOM<LOGIN> _MARKER",
            "LITERAL 0+ ATOM<a> _ATOM<LOGIN> _LITERAL<\r\n> _MARKER",
            "LINE ATOM<a> _ATOM<LOGIN> _LITERAL<\r\n> _LITERAL<>",
            "LINE ATOM<b> _ATOM<X>",
            "MORE");
  }

  @Test
  void streamedLiteralsCutTheLineIntoSegments() {
    assertThat(
            FramerEvents.of(CLIENT, "a APPEND x {2}\r\n{3 {0}\r\n (\\Seen) {1+}\r\ny\r\n", STREAM))
        .containsExactly(
            "LITERAL 2 ATOM<a> _ATOM<APPEND> _ATOM<x> _MARKER",
            "CHUNK {3",
            "LITERAL 0 _MARKER",
            "LITERAL 1+ _( ATOM<\\Seen> ) _MARKER",
            "CHUNK y",
            "LINE ",
            "MORE");
  }

  @Test
  void markerGluedBehindAStreamedLiteralIsViolation() {
    assertThat(FramerEvents.of(CLIENT, "a X {1}\r\ny{1}\r\n", STREAM))
        .endsWith("VIOLATION LITERAL_MARKER 9");
  }

  @Test
  void abandonedLiteralEndsTheLine() {
    assertThat(FramerEvents.of(CLIENT, "a APPEND x {5}\r\nb NOOP\r\n", ABANDON))
        .containsExactly(
            "LITERAL 5 ATOM<a> _ATOM<APPEND> _ATOM<x> _MARKER", "LINE ATOM<b> _ATOM<NOOP>", "MORE");
  }

  @Test
  void classesOfAHeldLiteralAreJoined() {
    Framer framer = FramerEvents.framer(CLIENT);
    byte[] line = FramerEvents.octets("a X {3}\r\n1\r\u00e9\r\n");
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.LITERAL);
    framer.hold();
    assertThat(framer.read(line, framer.consumed(), line.length)).isEqualTo(Framer.Event.LINE);
    assertThat(framer.frame().classes(2))
        .isEqualTo(Ascii.ATOM | Ascii.DIGIT | Ascii.CONTROL | Ascii.EIGHT_BIT);
  }

  @Test
  void remainingOctetsOfALiteralCountDown() {
    Framer framer = FramerEvents.framer(SERVER);
    byte[] line = FramerEvents.octets("* 1 FETCH (BODY[] {5}\r\nabcde)\r\n");
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.LITERAL);
    assertThat(framer.literalRemaining()).isEqualTo(5);
    int head = framer.consumed();
    framer.stream();
    assertThat(framer.read(line, head, head + 2)).isEqualTo(Framer.Event.CHUNK);
    assertThat(framer.consumed()).isEqualTo(2);
    assertThat(framer.literalRemaining()).isEqualTo(3);
    assertThat(framer.midLine()).isTrue();
    assertThat(framer.read(line, head + 2, line.length)).isEqualTo(Framer.Event.CHUNK);
    assertThat(framer.literalRemaining()).isZero();
    assertThat(framer.read(line, head + 5, line.length)).isEqualTo(Framer.Event.LINE);
    assertThat(FramerEvents.tokens(framer.frame())).isEqualTo(")");
    assertThat(framer.midLine()).isFalse();
  }

  // The server's side: text announces nothing.

  @Test
  void textBehindAStatusWordAnnouncesNothing() {
    assertThat(
            FramerEvents.of(
                SERVER,
                "a1 NO no such mailbox x{5}\r\n* ok it's \"fine (\r\n* BYE  {5}\r\n"
                    + "* PREAUTH \r\n* BAD\r\na]b OK done {3}\r\n"))
        .containsExactly(
            "LINE ATOM<a1> _ATOM<NO> _TEXT<no such mailbox x{5}>",
            "LINE ATOM<*> _ATOM<ok> _TEXT<it's \"fine (>",
            "LINE ATOM<*> _ATOM<BYE> _TEXT< {5}>",
            "LINE ATOM<*> _ATOM<PREAUTH> _TEXT<>",
            "LINE ATOM<*> _ATOM<BAD>",
            "LINE ATOM<a> ] ATOM<b> _ATOM<OK> _TEXT<done {3}>",
            "MORE");
  }

  @Test
  void codeBehindAStatusWordIsTokensUpToItsBracket() {
    assertThat(
            FramerEvents.of(
                SERVER,
                "* OK [PERMANENTFLAGS (\\* \"]\" {5})] ok {5}\r\n"
                    + "* OK [X ~{5} x{6}] [y]\r\n"
                    + "* NO [A [b] c]d\r\n"
                    + "* OK [X]\r\n"
                    + "* OK [ALERT x\r\n"
                    + "* OK [X]  y\r\n"
                    + "* OK [X] \r\n"))
        .containsExactly(
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<PERMANENTFLAGS> _( ATOM<\\*> _QUOTED<]> _ATOM<{5}> ) ]"
                + " _TEXT<ok {5}>",
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<X> _ATOM<~{5}> _ATOM<x{6}> ] _TEXT<[y]>",
            "LINE ATOM<*> _ATOM<NO> _[ ATOM<A> _[ ATOM<b> ] _TEXT<c]d>",
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<X> ]",
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<ALERT> _ATOM<x>",
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<X> ] _TEXT< y>",
            "LINE ATOM<*> _ATOM<OK> _[ ATOM<X> ] _TEXT<>",
            "MORE");
  }

  @Test
  void continuationIsText() {
    assertThat(FramerEvents.of(SERVER, "+ go {5}\r\n+\r\n+ \r\n+idling\r\n+  x\r\n"))
        .containsExactly(
            "LINE ATOM<+> _TEXT<go {5}>",
            "LINE ATOM<+>",
            "LINE ATOM<+> _TEXT<>",
            "LINE ATOM<+> TEXT<idling>",
            "LINE ATOM<+> _TEXT< x>",
            "MORE");
  }

  @Test
  void statusWordCountsOnlyAsTheWholeSecondWord() {
    assertThat(FramerEvents.of(SERVER, "* LIST OK {1}\r\nx\r\n* (OK {1}\r\nx)\r\n"))
        .containsExactly(
            "LITERAL 1 ATOM<*> _ATOM<LIST> _ATOM<OK> _MARKER",
            "LINE ATOM<*> _ATOM<LIST> _ATOM<OK> _LITERAL<x>",
            "LITERAL 1 ATOM<*> _( ATOM<OK> _MARKER",
            "LINE ATOM<*> _( ATOM<OK> _LITERAL<x> )",
            "MORE");
    assertThat(violation(SERVER, "* OK{5}\r\n")).isEqualTo(Violation.Kind.LITERAL_MARKER);
    assertThat(FramerEvents.of(SERVER, "* OKAY {1}\r\nx\r\n"))
        .first()
        .isEqualTo("LITERAL 1 ATOM<*> _ATOM<OKAY> _MARKER");
  }

  @Test
  void secondWordIsCountedWhereverThePieceEndsWithinIt() {
    for (String line : List.of("* \"x y\"OK {1}\r\nz\r\n", "* ~{1}\r\nzOK {1}\r\nz\r\n")) {
      byte[] octets = FramerEvents.octets(line);
      List<String> whole =
          FramerEvents.of(
              FramerEvents.framer(SERVER),
              octets,
              f -> FramerEvents.Literal.HOLD,
              left -> left.length);
      assertThat(whole).anyMatch(event -> event.startsWith("LITERAL 1 ") && event.contains("<OK>"));
      for (int first = 1; first < octets.length; first++) {
        int cut = octets.length - first;
        assertThat(
                FramerEvents.of(
                    FramerEvents.framer(SERVER),
                    octets,
                    f -> FramerEvents.Literal.HOLD,
                    left -> left.length > cut ? left.length - cut : left.length))
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void clientsHaveNoStatusLines() {
    assertThat(FramerEvents.of(CLIENT, "a OK {1}\r\nx\r\n+ {1}\r\n"))
        .first()
        .isEqualTo("LITERAL 1 ATOM<a> _ATOM<OK> _MARKER");
  }

  // Bounds.

  @Test
  void lineIsBoundedOverAllItsSegments() {
    String line = "a X {3}\r\nabc {2}\r\nab\r\n"; // 22 octets, 5 of them content
    Framer fits = FramerEvents.framer(CLIENT);
    fits.lineMax(17);
    assertThat(run(fits, line)).last().isEqualTo("MORE");
    Framer exceeded = FramerEvents.framer(CLIENT);
    exceeded.lineMax(16);
    assertThat(run(exceeded, line)).last().isEqualTo("VIOLATION LINE_TOO_LONG 16");
  }

  @Test
  void endlessLineIsRefusedAsSoonAsItsBoundIsExceeded() {
    Framer framer = FramerEvents.framer(CLIENT);
    byte[] endless = FramerEvents.octets("x".repeat(Limits.DEFAULT.clientLineBeforeLogin() + 1));
    int max = Limits.DEFAULT.clientLineBeforeLogin();
    assertThat(framer.read(endless, 0, max)).isEqualTo(Framer.Event.MORE);
    assertThat(framer.read(endless, max, max + 1)).isEqualTo(Framer.Event.VIOLATION);
    assertThat(framer.violation()).isEqualTo(new Violation(Violation.Kind.LINE_TOO_LONG, max));
    assertThat(framer.read(endless, 0, 1)).isEqualTo(Framer.Event.VIOLATION);
    assertThat(framer.consumed()).isZero();
  }

  @Test
  void memoryOfALongLineIsGivenBack() {
    Framer framer = FramerEvents.framer(SERVER);
    long idle = framer.frame().memory();
    framer.lineMax(1 << 22);
    byte[] line = FramerEvents.octets("* SEARCH" + " 1".repeat(1 << 20) + "\r\n");
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.LINE);
    assertThat(framer.frame().memory()).isGreaterThan(line.length);
    framer.next();
    assertThat(framer.frame().memory()).isEqualTo(idle);
  }

  @Test
  void memoryOfALineOfSomeKilobytesStaysUntilTheSessionRests() {
    Framer framer = FramerEvents.framer(SERVER);
    long idle = framer.frame().memory();
    framer.lineMax(1 << 16);
    byte[] line = FramerEvents.octets("* SEARCH" + " 1".repeat(1 << 10) + "\r\n");
    framer.read(line, 0, line.length);
    framer.rest();
    assertThat(framer.frame().tokens()).isEqualTo(2 + (1 << 10));
    framer.next();
    assertThat(framer.frame().memory()).isGreaterThan(line.length);
    framer.rest();
    assertThat(framer.frame().memory()).isEqualTo(idle);
  }

  // Plain lines.

  @Test
  void plainLineHasNoTokens() {
    Framer framer = FramerEvents.framer(CLIENT);
    framer.nextPlain();
    byte[] line = FramerEvents.octets("{5+} \"(\r\na NOOP\r\n");
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.LINE);
    assertThat(framer.consumed()).isEqualTo(9);
    assertThat(framer.frame().tokens()).isZero();
    assertThat(framer.frame().length()).isEqualTo(9);
    framer.next();
    assertThat(framer.read(line, 9, line.length)).isEqualTo(Framer.Event.LINE);
    assertThat(FramerEvents.tokens(framer.frame())).isEqualTo("ATOM<a> _ATOM<NOOP>");
  }

  @Test
  void plainLineIsHeldToTheRulesOfLines() {
    assertThat(plainViolation("DONE\n")).isEqualTo(Violation.Kind.BARE_LF);
    assertThat(plainViolation("DO\rNE")).isEqualTo(Violation.Kind.BARE_CR);
    assertThat(plainViolation("D\0NE")).isEqualTo(Violation.Kind.NUL);
    assertThat(plainViolation("x".repeat(70_000))).isEqualTo(Violation.Kind.LINE_TOO_LONG);
  }

  // Misuse is our mistake and shows at once.

  @Test
  void readingOverAnEventThatWaitsIsAMistake() {
    Framer framer = FramerEvents.framer(CLIENT);
    byte[] line = FramerEvents.octets("a X {3}\r\nabc\r\nb\r\n");
    assertThatIllegalStateException().isThrownBy(framer::hold);
    framer.read(line, 0, line.length);
    assertThatIllegalStateException().isThrownBy(() -> framer.read(line, 9, line.length));
    assertThatIllegalStateException().isThrownBy(framer::next);
    framer.hold();
    assertThatIllegalStateException().isThrownBy(framer::nextPlain);
    framer.read(line, 9, line.length);
    assertThatIllegalStateException().isThrownBy(framer::abandon);
    assertThatIllegalStateException().isThrownBy(() -> framer.read(line, 14, line.length));
  }

  @Test
  void poisonedFrameShowsViewsThatOutliveTheirLine() {
    Framer framer = FramerEvents.framer(CLIENT);
    byte[] line = FramerEvents.octets("abc\r\n");
    framer.read(line, 0, line.length);
    byte[] view = framer.frame().array();
    framer.next();
    assertThat(view[0]).isEqualTo((byte) 0xEE);
  }

  private static java.util.List<String> run(Framer framer, String text) {
    return FramerEvents.of(
        framer, FramerEvents.octets(text), f -> FramerEvents.Literal.HOLD, left -> left.length);
  }

  private static Violation.Kind violation(Framer.Side side, String text) {
    Framer framer = FramerEvents.framer(side);
    assertThat(run(framer, text)).last().asString().startsWith("VIOLATION");
    return framer.violation().kind();
  }

  private static Violation.Kind plainViolation(String text) {
    Framer framer = FramerEvents.framer(CLIENT);
    framer.nextPlain();
    byte[] line = FramerEvents.octets(text);
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.VIOLATION);
    return framer.violation().kind();
  }

  @Test
  void aLineOfParenthesesEndsAtItsBoundOfTokens() {
    byte[] line = new byte[Framer.TOKENS_MAX + 1];
    Arrays.fill(line, (byte) '(');
    line[0] = '*';
    line[1] = ' ';
    Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
    framer.lineMax(Limits.DEFAULT.serverLine());
    assertThat(framer.read(line, 0, line.length)).isEqualTo(Framer.Event.MORE);
    assertThat(framer.read(line, 2, 3)).isEqualTo(Framer.Event.VIOLATION);
    assertThat(framer.violation().kind()).isEqualTo(Violation.Kind.LINE_TOO_LONG);
  }
}

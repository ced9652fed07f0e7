package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.FetchItem;
import io.postern.imap.Limits;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.SearchKey;
import io.postern.imap.Secret;
import io.postern.imap.SequenceSet;
import io.postern.imap.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  private static final Syntax UTF8 = new Syntax(true, true, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CAPABILITY",
        "noop",
        "Logout",
        "STARTTLS",
        "NAMESPACE",
        "IDLE",
        "CHECK",
        "CLOSE",
        "UNSELECT",
        "EXPUNGE",
        "UID EXPUNGE 1:2",
        "uid Expunge $",
        "ID NIL",
        "ID nil",
        "ID ()",
        "ID (\"name\" \"x\" \"version\" NIL)",
        "LOGIN joe \"\"",
        "LOGIN {3+}\r\njoe {1}\r\n\u00e9",
        "AUTHENTICATE PLAIN",
        "AUTHENTICATE PLAIN =",
        "AUTHENTICATE PLAIN AGpvZQ==",
        "ENABLE UTF8=ACCEPT X",
        "SELECT inbox",
        "SELECT \"\"",
        "SELECT NIL",
        "EXAMINE a]b[c",
        "CREATE x/",
        "DELETE {4}\r\na\\\"b",
        "RENAME a b",
        "SUBSCRIBE x",
        "UNSUBSCRIBE x",
        "LIST \"\" *",
        "LIST \"\" \"\"",
        "LIST () \"\" %",
        "LIST \"\" (a b%)",
        "LIST x NIL",
        "LIST (SUBSCRIBED RECURSIVEMATCH REMOTE) \"\" *",
        "LIST (SPECIAL-USE) \"\" * RETURN (CHILDREN SPECIAL-USE SUBSCRIBED)",
        "LIST \"\" % RETURN (STATUS (MESSAGES UNSEEN SIZE) CHILDREN)",
        "LIST \"\" % RETURN ()",
        "LSUB \"\" a]%",
        "STATUS inbox (messages RECENT uidnext)",
        "SEARCH ALL",
        "SEARCH CHARSET UTF-8 TEXT {2}\r\n\u00c3\u00a9 1:* $",
        "SEARCH 1,3:*,*:4",
        "SEARCH RETURN () ALL",
        "SEARCH return (MIN max SAVE) charset \"x\" ALL",
        "SEARCH NOT NOT OR SEEN (DRAFT NEW) UID 5",
        "SEARCH BEFORE 1-feb-1994 ON \"31-Dec-2020\"",
        "SEARCH HEADER \"\" x LARGER 0 SMALLER 9223372036854775807 KEYWORD a[b UNKEYWORD $x",
        "SEARCH FROM a]b SUBJECT NIL BODY \"\" TO {0}\r\n",
        "FETCH 1 ALL",
        "FETCH $ full",
        "FETCH 4294967295 FAST",
        "FETCH 1:* (FLAGS UID)",
        "FETCH 1 BODY",
        "FETCH 1 BODY[]",
        "FETCH 1 body.peek[1.2.header.fields.not (To \"x\")]<0.1>",
        "FETCH 1 (BODY[TEXT]<007.9> BODY[1.MIME] BODY[4294967295] RFC822.HEADER)",
        "FETCH 1 (BINARY[]<0.5> BINARY.PEEK[1.2] BINARY.SIZE[1])",
        "FETCH 1 RFC822",
        "FETCH 1 BODY[HEADER.FIELDS (x] {2}\r\n]))]",
        "STORE 1 FLAGS ()",
        "STORE 1 +flags.silent (\\Seen a$)",
        "STORE 1 -FLAGS \\X y z",
        "STORE $ FLAGS.SILENT \\Deleted",
        "COPY 1 x",
        "MOVE 1:2 \"x\"",
        "UID FETCH 1 UID",
        "UID STORE 1 FLAGS x",
        "UID COPY 1 x",
        "uid move 1 x",
        "UID SEARCH 1",
        "APPEND x {0}\r\n",
        "APPEND {1}\r\nx (\\Seen) {5+}\r\n",
        "APPEND x () \" 1-Jan-2020 00:00:60 -2359\" ~{7}\r\n"
      })
  void isAccepted(String line) {
    assertThat(parse(line)).isInstanceOf(CommandParser.Parsed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOOP ",
        "NOOP x",
        "NOOP \"\"",
        "NOOP()",
        "NOOP[]",
        "STARTTLS x",
        "IDLE DONE",
        "CHECK ()",
        "CAPABILITY {1}\r\nx",
        "UID EXPUNGE",
        "UID EXPUNGE 0",
        "EXPUNGE 1",
        "ID",
        "ID x",
        "ID (\"a\")",
        "ID (\"a\" b)",
        "ID (a \"b\")",
        "ID (NIL NIL)",
        "ID \"NIL\"",
        "ID (\"a\"  \"b\")",
        "ID ( \"a\" \"b\")",
        "ID (\"a\" \"b\" )",
        "LOGIN joe",
        "LOGIN joe x y",
        "LOGIN joe  x",
        "LOGIN joe x ",
        "LOGIN (joe) x",
        "LOGIN \"joe\"\"x\"",
        "LOGIN \"joe\"x y",
        "LOGIN joe\"x\" y",
        "LOGIN jo\u00e9 x",
        "LOGIN \"jo\u00e9\" x",
        "LOGIN a*b x",
        "LOGIN a%b x",
        "LOGIN a\\b x",
        "LOGIN a\u0001 x",
        "LOGIN ~{1}\r\nx y",
        "LOGIN {1}\r\nxy z",
        "LOGIN joe {1}\r\nx ",
        "LOGIN joe {1}\r\nx y",
        "AUTHENTICATE",
        "AUTHENTICATE \"PLAIN\"",
        "AUTHENTICATE PLAIN AGpvZQ=",
        "AUTHENTICATE PLAIN AGpvZR==",
        "AUTHENTICATE PLAIN ==",
        "AUTHENTICATE PLAIN \"\"",
        "AUTHENTICATE PLAIN AGpvZQ== x",
        "AUTHENTICATE PLAIN *",
        "AUTHENTICATE PLAIN {0}\r\n",
        "AUTHENTICATE PLAIN A===",
        "AUTHENTICATE PLAIN AB=C",
        "AUTHENTICATE PL]AIN",
        "ENABLE",
        "ENABLE \"X\"",
        "ENABLE X ",
        "ENABLE a]",
        "SELECT",
        "SELECT a b",
        "SELECT (a)",
        "SELECT a%",
        "SELECT \"a\u00e9\"",
        "SELECT &AGE-",
        "SELECT {2}\r\na\u00e9",
        "SELECT {5}\r\n&AGE-",
        "SELECT \"a&b\"",
        "SELECT x (CONDSTORE)",
        "SELECT \"a\u0001\"",
        "CREATE x (USE (\\Sent))",
        "RENAME a",
        "RENAME a b c",
        "LIST",
        "LIST \"\"",
        "LIST \"\" * RETURN",
        "LIST \"\" * RETURN CHILDREN",
        "LIST \"\" ()",
        "LIST (RECURSIVEMATCH) \"\" *",
        "LIST (REMOTE RECURSIVEMATCH) \"\" *",
        "LIST % *",
        "LIST (X) \"\" *",
        "LIST \"\" * RETURN (X)",
        "LIST \"\" * RETURN (STATUS)",
        "LIST (SUBSCRIBED)",
        "LIST \"\" * RETURN (STATUS ())",
        "LIST \"\" * CHILDREN",
        "LIST () () *",
        "LSUB \"\" (a b)",
        "LIST \"\" &AGE-*",
        "LIST \"\" \"*\"\"\"",
        "LIST \"\" *RETURN ()",
        "STATUS x",
        "STATUS x ()",
        "STATUS x MESSAGES",
        "STATUS x (HIGHESTMODSEQ)",
        "STATUS x (\"MESSAGES\")",
        "STATUS x (MESSAGES) y",
        "SEARCH",
        "SEARCH X",
        "SEARCH RETURN ALL",
        "SEARCH RETURN (X) ALL",
        "SEARCH RETURN ()",
        "SEARCH CHARSET UTF-8",
        "SEARCH CHARSET ALL",
        "SEARCH ()",
        "SEARCH NOT",
        "SEARCH OR SEEN",
        "SEARCH MODSEQ 5",
        "SEARCH OLDER 5",
        "SEARCH FUZZY SEEN",
        "SEARCH 0",
        "SEARCH 01",
        "SEARCH 1:",
        "SEARCH :1",
        "SEARCH 1,",
        "SEARCH ,1",
        "SEARCH 4294967296",
        "SEARCH 1:2:3",
        "SEARCH **",
        "SEARCH $,1",
        "SEARCH 1,$",
        "SEARCH UID",
        "SEARCH UID 0",
        "SEARCH \"ALL\"",
        "SEARCH \"1\"",
        "SEARCH LARGER -1",
        "SEARCH LARGER 9223372036854775808",
        "SEARCH LARGER \"1\"",
        "SEARCH KEYWORD \\Seen",
        "SEARCH KEYWORD \"x\"",
        "SEARCH HEADER x",
        "SEARCH (ALL",
        "SEARCH ALL)",
        "SEARCH (ALL)(ALL)",
        "SEARCH (ALL )",
        "SEARCH CHARSET \"\u0001\" ALL",
        "SEARCH BEFORE 32-Jan-2020",
        "SEARCH BEFORE 0-Jan-2020",
        "SEARCH BEFORE 1-Foo-2020",
        "SEARCH BEFORE 1-Jan-20",
        "SEARCH BEFORE 001-Jan-2020",
        "SEARCH BEFORE \" 1-Jan-2020\"",
        "SEARCH BEFORE 1-Jan-20201",
        "SEARCH BEFORE 1-anF-2020",
        "SEARCH BEFORE 00-Jan-2020",
        "SEARCH BEFORE",
        "SEARCH BEFORE {10}\r\n1-Jan-2020",
        "SEARCH TEXT ~{1}\r\nx",
        "FETCH 1",
        "FETCH ALL",
        "FETCH 1 ()",
        "FETCH 1 (ALL)",
        "FETCH 1 (FLAGS ALL)",
        "FETCH 1 X",
        "FETCH 1 FLAGS UID",
        "FETCH 1 (FLAGS  UID)",
        "FETCH 1 (FLAGS UID",
        "FETCH 1 ((FLAGS))",
        "FETCH 1 BODY []",
        "FETCH 1 BODY[",
        "FETCH 1 BODY[]<0>",
        "FETCH 1 BODY[]<0.0>",
        "FETCH 1 BODY[]<.1>",
        "FETCH 1 BODY[]<0.1",
        "FETCH 1 BODY[] <0.1>",
        "FETCH 1 BODY[]<0.1>x",
        "FETCH 1 BODY[]x",
        "FETCH 1 BODY[X]",
        "FETCH 1 BODY[0]",
        "FETCH 1 BODY[1.]",
        "FETCH 1 BODY[.1]",
        "FETCH 1 BODY[MIME]",
        "FETCH 1 BODY[1.01]",
        "FETCH 1 BODY[HEADER.FIELDS]",
        "FETCH 1 BODY[HEADER.FIELDS ()]",
        "FETCH 1 BODY[HEADER.FIELDS To]",
        "FETCH 1 BODY[4294967296]",
        "FETCH 1 BODY[HEADER.FIELDS(To)]",
        "FETCH 1 BODY[HEADER.FIELDS (To) ]",
        "FETCH 1 BODY[ TEXT]",
        "FETCH 1 BODY[TEXT ]",
        "FETCH 1 BODY[TEXT",
        "FETCH 1 BODY[TEXT]]",
        "FETCH 1 BINARY",
        "FETCH 1 BINARY[TEXT]",
        "FETCH 1 BINARY.SIZE[1]<0.1>",
        "FETCH 1 BINARY[1.]",
        "FETCH 1 UID[]",
        "FETCH 1 RFC822.PEEK",
        "FETCH 1 MODSEQ",
        "FETCH 1 (FLAGS) (CHANGEDSINCE 5)",
        "FETCH 1 \"FLAGS\"",
        "FETCH 1 BODY[]<9223372036854775808.1>",
        "FETCH 1 <0.1>",
        "FETCH 1 BODY<0.1>",
        "STORE 1 FLAGS",
        "STORE 1 X x",
        "STORE 1 FLAGS (\\*)",
        "STORE 1 FLAGS \\",
        "STORE 1 FLAGS (a ())",
        "STORE 1 FLAGS \\\\x",
        "STORE 1 FLAGS a\\b",
        "STORE 1 FLAGS a]",
        "STORE 1 FLAGS \"a\"",
        "STORE 1 (UNCHANGEDSINCE 1) FLAGS x",
        "STORE 1 FLAGS (a) b",
        "STORE 1 FLAGS a (b)",
        "STORE 1 FLAGS.LOUD x",
        "STORE FLAGS x",
        "COPY 1",
        "COPY x 1",
        "COPY 1 x y",
        "MOVE 1 x ",
        "APPEND x",
        "APPEND x \"text\"",
        "APPEND {1}\r\nx",
        "APPEND x {1}\r\n y",
        "APPEND x (\\Seen)",
        "APPEND (\\Seen) {1}\r\n",
        "APPEND x (\"a\") {1}\r\n",
        "APPEND x \"01-Jan-2020 00:00:00 +0000\" (\\Seen) {1}\r\n",
        "APPEND x \"x\" {1}\r\n",
        "APPEND x \"1-Jan-2020 00:00:00 +0000\" {1}\r\n",
        "APPEND x 01-Jan-2020 {1}\r\n",
        "APPEND x \"01-Jan-2020 24:00:00 +0000\" {1}\r\n",
        "APPEND x \"00-Jan-2020 00:00:00 +0000\" {1}\r\n",
        "APPEND x \"01-Jan-2020 00:60:00 +0000\" {1}\r\n",
        "APPEND x \"01-Jan-2020 00:00:61 +0000\" {1}\r\n",
        "APPEND x \"01-Jan-2020 00:00:00 +0060\" {1}\r\n",
        "APPEND x \"01-Jan-2020 00:00:00 0000\" {1}\r\n",
        "APPEND x \" 0-Jan-2020 00:00:00 +0000\" {1}\r\n",
        "APPEND x \"01-Jan-2020  00:00:00+0000\" {1}\r\n",
        "APPEND x UTF8 (~{1}\r\n",
        "APPEND x ({1}\r\n",
        "APPEND &AGE- {1}\r\n"
      })
  void isMalformed(String line) {
    CommandParser.Result result = append(line) ? parseHead(line) : parse(line);
    assertThat(result).isInstanceOf(CommandParser.Malformed.class);
    CommandParser.Malformed malformed = (CommandParser.Malformed) result;
    assertThat(malformed.tag()).contains(new Tag("a1"));
    assertThat(malformed.name()).isPresent();
    assertThat(malformed.reason()).matches("[a-zA-Z0-9 -]{5,80}");
  }

  private static boolean append(String line) {
    return line.startsWith("APPEND");
  }

  /** Some of these go on behind the marker; only the head is looked at. */
  private static CommandParser.Result parseHead(String line) {
    byte[] octets = FramerEvents.octets("a1 " + line + "\r\n");
    Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
    CommandParser parser = new CommandParser(Limits.DEFAULT);
    int at = 0;
    while (framer.read(octets, at, octets.length) == Framer.Event.LITERAL) {
      at += framer.consumed();
      if (parser.head(framer.frame()).role() == CommandParser.Role.MESSAGE) {
        CommandParser.Result result = parser.parse(framer.frame(), Syntax.STRICT);
        if (result instanceof CommandParser.Malformed) {
          return result;
        }
        framer.stream();
        while (framer.literalRemaining() > 0) {
          framer.read(octets, at, octets.length);
          at += framer.consumed();
        }
        assertThat(framer.read(octets, at, octets.length)).isEqualTo(Framer.Event.LINE);
        assertThat(parser.tail(framer.frame(), Syntax.STRICT))
            .isInstanceOf(CommandParser.BrokenTail.class);
        return new CommandParser.Malformed(
            Optional.of(new Tag("a1")), Optional.of(CommandName.APPEND), "behind the literal");
      }
      framer.hold();
    }
    return parser.parse(framer.frame(), Syntax.STRICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1 XYZZY\r\n",
        "a1 UID\r\n",
        "a1 UID NOOP\r\n",
        "a1 UID XYZZY 1\r\n",
        "a1\r\n",
        "a1 \r\n",
        "a1  NOOP\r\n",
        "a1 \"NOOP\"\r\n",
        "a1 (NOOP)\r\n",
        "a1 UID  FETCH 1 UID\r\n",
        "a1 SORT 1\r\n",
        "a1 NOOPX\r\n",
        "a1 N\u0131OP\r\n",
        "a1 COMPRESS DEFLATE\r\n",
        "a1 NOO\u212a\r\n"
      })
  void unknownCommandHasATagButNoName(String line) {
    assertThat(CommandReader.read(line, Syntax.STRICT))
        .isEqualTo(
            new CommandParser.Malformed(
                Optional.of(new Tag("a1")), Optional.empty(), "the command is unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        " a1 NOOP\r\n",
        "* NOOP\r\n",
        "+ NOOP\r\n",
        "a+1 NOOP\r\n",
        "a%1 NOOP\r\n",
        "\"a\" NOOP\r\n",
        "(a) NOOP\r\n",
        "a\\1 NOOP\r\n",
        "\u00e9 NOOP\r\n",
        "a\u0001 NOOP\r\n",
        "~+ NOOP\r\n"
      })
  void lineWithoutATagHasNeitherTagNorName(String line) {
    CommandParser.Malformed malformed =
        (CommandParser.Malformed) CommandReader.read(line, Syntax.STRICT);
    assertThat(malformed.tag()).isEmpty();
    assertThat(malformed.name()).isEmpty();
  }

  @Test
  void tagIsBounded() {
    String longest = "x".repeat(Tag.OCTETS_MAX);
    assertThat(CommandReader.read(longest + " NOOP\r\n", Syntax.STRICT))
        .isEqualTo(new CommandParser.Parsed(new Tag(longest), Command.Plain.NOOP));
    assertThat(CommandReader.read(longest + "x NOOP\r\n", Syntax.STRICT))
        .isInstanceOf(CommandParser.Malformed.class);
  }

  @Test
  void tagMayHoldBrackets() {
    assertThat(CommandReader.read("]a[b] NOOP\r\n", Syntax.STRICT))
        .isEqualTo(new CommandParser.Parsed(new Tag("]a[b]"), Command.Plain.NOOP));
  }

  @Test
  void loginTakesAnyForm() {
    Command expected = new Command.Login(Octets.ascii("joe"), new Secret(Octets.ascii("a\"b")));
    assertThat(command("LOGIN joe \"a\\\"b\"")).isEqualTo(expected);
    assertThat(command("login {3}\r\njoe {3+}\r\na\"b")).isEqualTo(expected);
  }

  @Test
  void mailboxIsDecodedAndInboxHasOneSpelling() {
    assertThat(command("SELECT \"Entw&APw-rfe\""))
        .isEqualTo(new Command.Select(false, new Mailbox("Entw\u00fcrfe")));
    assertThat(command("EXAMINE {5}\r\niNbOx"))
        .isEqualTo(new Command.Select(true, new Mailbox("INBOX")));
  }

  @Test
  void mailboxIsUtf8WhereThatIsOn() {
    String name = latin1("Entw\u00fcrfe&AGE-");
    assertThat(CommandReader.read("a1 SELECT \"" + name + "\"\r\n", UTF8))
        .isEqualTo(
            new CommandParser.Parsed(
                new Tag("a1"), new Command.Select(false, new Mailbox("Entw\u00fcrfe&AGE-"))));
    for (String bad :
        List.of(
            "\"\u00e9\"",
            "{1}\r\n\u00e9",
            "\"\u0001\"",
            "{2}\r\n\r\n",
            latin1("\"\u2028\""),
            latin1("\u00fc"),
            latin1("\"\u0085\""))) {
      assertThat(CommandReader.read("a1 SELECT " + bad + "\r\n", UTF8))
          .isInstanceOf(CommandParser.Malformed.class);
    }
  }

  @Test
  void fetchItemsAreRead() {
    assertThat(
            command(
                "UID FETCH 1,3:* (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (To \"x y\")]<5.10> RFC822)"))
        .isEqualTo(
            new Command.Fetch(
                true,
                new SequenceSet(
                    List.of(new SequenceSet.Single(1), new SequenceSet.Range(3, SequenceSet.STAR))),
                List.of(
                    FetchItem.Attribute.FLAGS,
                    new FetchItem.Body(
                        true,
                        new FetchItem.Section(
                            List.of(1L, 2L),
                            Optional.of(
                                new FetchItem.HeaderFields(
                                    false, List.of(Octets.ascii("To"), Octets.ascii("x y"))))),
                        Optional.of(new FetchItem.Partial(5, 10))),
                    FetchItem.Attribute.RFC822),
                true));
  }

  @Test
  void searchKeysAreRead() {
    assertThat(
            command(
                "SEARCH RETURN (COUNT) CHARSET utf-8 OR NOT SEEN (UID 1 LARGER 5) ON 1-Feb-1994"))
        .isEqualTo(
            new Command.Search(
                false,
                Optional.of(List.of(Command.Search.SearchReturn.COUNT)),
                Optional.of("UTF-8"),
                List.of(
                    new SearchKey.Or(
                        new SearchKey.Not(SearchKey.Word.SEEN),
                        new SearchKey.Group(
                            List.of(
                                new SearchKey.InUids(
                                    new SequenceSet(List.of(new SequenceSet.Single(1)))),
                                new SearchKey.OfSize(true, 5)))),
                    new SearchKey.OnDate("ON", "1-Feb-1994"))));
  }

  @Test
  void nestingIsBounded() {
    int max = Limits.DEFAULT.nesting();
    assertThat(parse("SEARCH " + "(".repeat(max) + "ALL" + ")".repeat(max)))
        .isInstanceOf(CommandParser.Parsed.class);
    assertThat(parse("SEARCH " + "(".repeat(max + 1) + "ALL" + ")".repeat(max + 1)))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(parse("SEARCH " + "NOT ".repeat(SearchCommandGrammar.OPERATORS_MAX) + "ALL"))
        .isInstanceOf(CommandParser.Parsed.class);
    assertThat(parse("SEARCH " + "NOT ".repeat(SearchCommandGrammar.OPERATORS_MAX + 1) + "ALL"))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(parse("SEARCH " + "(NOT ".repeat(12_000) + "ALL"))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(parse("SEARCH " + "OR ALL ".repeat(9_000) + "ALL"))
        .isInstanceOf(CommandParser.Malformed.class);
  }

  @Test
  void idIsBounded() {
    String pair = " \"a\" \"b\"";
    assertThat(parse("ID (" + pair.repeat(30).trim() + ")"))
        .isInstanceOf(CommandParser.Parsed.class);
    assertThat(parse("ID (" + pair.repeat(31).trim() + ")"))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(idPair(30, 1024)).isInstanceOf(CommandParser.Parsed.class);
    assertThat(idPair(31, 1024)).isInstanceOf(CommandParser.Malformed.class);
    assertThat(idPair(30, 1025)).isInstanceOf(CommandParser.Malformed.class);
  }

  private static CommandParser.Result idPair(int name, int value) {
    return parse("ID (\"" + "n".repeat(name) + "\" \"" + "v".repeat(value) + "\")");
  }

  @Test
  void appendIsReadUpToItsLiteral() {
    assertThat(command("APPEND Sent (\\Seen $x) \"01-Feb-2020 10:00:00 +0000\" {310+}\r\n"))
        .isEqualTo(
            new Command.Append(
                new Mailbox("Sent"),
                new Command.AppendMessage(
                    Optional.of(List.of("\\Seen", "$x")),
                    Optional.of("01-Feb-2020 10:00:00 +0000"),
                    new MessageLiteral(310, false, false))));
  }

  @Test
  void literalEightNeedsTheServersWord() {
    assertThat(CommandReader.read("a1 APPEND x ~{1}\r\n", new Syntax(true, false, true)))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(CommandReader.read("a1 APPEND x ~{1}\r\n", new Syntax(false, true, false)))
        .isInstanceOf(CommandParser.Parsed.class);
  }

  @Test
  void headTellsArgumentsFromMessages() {
    assertThat(head("a1 LOGIN {3}\r\n"))
        .isEqualTo(known(CommandName.LOGIN, CommandParser.Role.ARGUMENT));
    assertThat(head("a1 append {3}\r\n"))
        .isEqualTo(known(CommandName.APPEND, CommandParser.Role.ARGUMENT));
    assertThat(head("a1 APPEND \"x\" {3}\r\n"))
        .isEqualTo(known(CommandName.APPEND, CommandParser.Role.MESSAGE));
    assertThat(head("a1 APPEND x () ~{3+}\r\n"))
        .isEqualTo(known(CommandName.APPEND, CommandParser.Role.MESSAGE));
    assertThat(head("a1 UID FETCH {3}\r\n"))
        .isEqualTo(known(CommandName.UID_FETCH, CommandParser.Role.ARGUMENT));
    assertThat(head("a1 XYZZY {3}\r\n"))
        .isEqualTo(
            new CommandParser.Head(
                Optional.of(new Tag("a1")), Optional.empty(), CommandParser.Role.ARGUMENT));
    assertThat(head("a1 {3}\r\n").name()).isEmpty();
    assertThat(head("+ {3}\r\n"))
        .isEqualTo(
            new CommandParser.Head(
                Optional.empty(), Optional.empty(), CommandParser.Role.ARGUMENT));
  }

  private static CommandParser.Head known(CommandName name, CommandParser.Role role) {
    return new CommandParser.Head(Optional.of(new Tag("a1")), Optional.of(name), role);
  }

  private static CommandParser.Head head(String text) {
    Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
    byte[] octets = FramerEvents.octets(text);
    assertThat(framer.read(octets, 0, octets.length)).isEqualTo(Framer.Event.LITERAL);
    return new CommandParser(Limits.DEFAULT).head(framer.frame());
  }

  @Test
  void tailIsAnEndOrAnotherMessage() {
    assertThat(tail("\r\n")).isEqualTo(new CommandParser.End());
    assertThat(tail(" (\\Seen) {7}\r\n"))
        .isEqualTo(
            new CommandParser.Next(
                new Command.AppendMessage(
                    Optional.of(List.of("\\Seen")),
                    Optional.empty(),
                    new MessageLiteral(7, true, false))));
    for (String broken :
        List.of(
            " \r\n",
            "x\r\n",
            " x\r\n",
            " x {1}\r\n",
            "  {1}\r\n",
            " ()\r\n",
            " () {1+}\r\n".replace("()", "() ()"),
            " ~{1}\r\n")) {
      assertThat(tail(broken)).isInstanceOf(CommandParser.BrokenTail.class);
    }
  }

  private static CommandParser.Tail tail(String text) {
    Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
    byte[] octets = FramerEvents.octets("a1 APPEND x {0}\r\n" + text);
    assertThat(framer.read(octets, 0, octets.length)).isEqualTo(Framer.Event.LITERAL);
    framer.stream();
    framer.read(octets, framer.consumed(), octets.length);
    return new CommandParser(Limits.DEFAULT).tail(framer.frame(), Syntax.STRICT);
  }

  @Test
  void policysLineHasNeitherTagNorLiteral() {
    CommandParser parser = new CommandParser(Limits.DEFAULT);
    assertThat(parser.parseUntagged("EXAMINE \"INBOX\"", Syntax.STRICT))
        .isInstanceOfSatisfying(
            CommandParser.Parsed.class,
            parsed ->
                assertThat(parsed.command())
                    .isEqualTo(new Command.Select(true, new Mailbox("INBOX"))));
    for (String bad :
        List.of(
            "",
            " NOOP",
            "NOOP\r\n",
            "NOOP\r\na2 NOOP",
            "NOOP\n",
            "SELECT {1}",
            "SELECT {1}\r\nx",
            "SELECT {1+}\r\nx",
            "SELECT \"x",
            "SELECT x\0",
            "a1 NOOP",
            "SELECT \"\u00fc\"",
            "APPEND x {0}\r\n")) {
      assertThat(parser.parseUntagged(bad, Syntax.STRICT))
          .as(bad)
          .isInstanceOf(CommandParser.Malformed.class);
    }
  }

  @Test
  void swallowedLiteralIsNoArgument() {
    Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
    byte[] octets = FramerEvents.octets("a1 APPEND x {3+}\r\nabc\r\n");
    framer.read(octets, 0, octets.length);
    framer.swallow();
    assertThat(framer.read(octets, framer.consumed(), octets.length)).isEqualTo(Framer.Event.LINE);
    assertThat(new CommandParser(Limits.DEFAULT).parse(framer.frame(), Syntax.STRICT))
        .isInstanceOf(CommandParser.Malformed.class);
  }

  private static CommandParser.Result parse(String line) {
    String end = line.startsWith("APPEND") && line.endsWith("}\r\n") ? "" : "\r\n";
    return CommandReader.read("a1 " + line + end, new Syntax(false, true, false));
  }

  private static Command command(String line) {
    return ((CommandParser.Parsed) parse(line)).command();
  }

  /** UTF-8 octets, each as a character of its own. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}

package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Argument;
import io.postern.imap.Command;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandArgumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "FETCH 1,2 RFC822 | (',', (1, '1'), (2, '2')), 'RFC822'",
        "FETCH 1:2 RFC822 | (1, 2), 'RFC822'",
        "FETCH *:3,* (flags) | (',', (-1, 3), (-1, '*')), ('(', 'FLAGS')",
        "FETCH $ all | '$', 'ALL'",
        "FETCH 1 body.peek[header.fields (To)]<0.9>"
            + " | (1, '1'), 'BODY.PEEK', ('[', 'HEADER.FIELDS', ('(', 'To')), '<0.9>'",
        "FETCH 1 (BODY[] UID) | (1, '1'), ('(', 'BODY', ('[',), 'UID')",
        "FETCH 1 BODY[1.2.mime] | (1, '1'), 'BODY', ('[', '1.2.MIME')",
        "FETCH 1 BODY[1] | (1, '1'), 'BODY', ('[', '1')",
        "FETCH 1 BINARY.SIZE[1.2] | (1, '1'), 'BINARY.SIZE', ('[', '1.2')",
        "FETCH 1 (BINARY.PEEK[]<1.2>) | (1, '1'), ('(', 'BINARY.PEEK', ('[',), '<1.2>')",
        "SELECT 2024 | '2024'",
        "SELECT inBox | 'INBOX'",
        "SELECT NIL | 'NIL'",
        "SELECT \"Entw&APw-rfe\" | 'Entw\u00fcrfe'",
        "RENAME a \"b c\" | 'a', 'b c'",
        "LOGIN joe \"a\\\"b\" | 'joe', 'a\"b'",
        "AUTHENTICATE plain AGpvZQ== | 'PLAIN', 'AGpvZQ=='",
        "ENABLE utf8=accept x | 'UTF8=ACCEPT', 'X'",
        "ID NIL | None",
        "ID (\"name\" NIL \"os\" \"NIL\") | ('(', 'name', None, 'os', 'NIL')",
        "LIST \"\" * | '', '*'",
        "LIST (subscribed) x (a %) return (status (unseen) special-use)"
            + " | ('(', 'SUBSCRIBED'), 'x', ('(', 'a', '%'), 'RETURN', ('(', 'STATUS',"
            + " ('(', 'UNSEEN'), 'SPECIAL-USE')",
        "LSUB \"\" INBOX | '', 'INBOX'",
        "STATUS x (messages) | 'x', ('(', 'MESSAGES')",
        "STORE 1 +flags.silent (\\seen $Junk) | (1, '1'), '+FLAGS.SILENT', ('(', '\\SEEN',"
            + " '$Junk')",
        "STORE 1 FLAGS \\Deleted x | (1, '1'), 'FLAGS', '\\DELETED', 'x'",
        "COPY 1 x | (1, '1'), 'x'",
        "UID EXPUNGE 1:* | (1, -1)",
        "SEARCH return (min) charset utf-8 or not seen (larger 5 1) subject \"x y\""
            + " | 'RETURN', ('(', 'MIN'), 'CHARSET', 'UTF-8', 'OR', 'NOT', 'SEEN',"
            + " ('(', 'LARGER', (5, '5'), (1, '1')), 'SUBJECT', 'x y'",
        "SEARCH header To joe uid 5 keyword Seen since 1-Feb-1994"
            + " | 'HEADER', 'To', 'joe', 'UID', (5, '5'), 'KEYWORD', 'Seen', 'SINCE', '1-Feb-1994'",
        "SEARCH subject 5 | 'SUBJECT', '5'",
        "NOOP | ~~"
      })
  void haveTheDocumentedForm(String line, String tuples) {
    assertThat(Tuples.show(CommandArguments.of(command(line)))).isEqualTo(tuples);
  }

  @Test
  void messageDataAreNeverShown() {
    Command append =
        ((CommandParser.Parsed)
                CommandReader.read(
                    "a1 APPEND x (\\Seen) \"01-Feb-2020 10:00:00 +0000\" {3}\r\n", Syntax.STRICT))
            .command();
    assertThat(Tuples.show(CommandArguments.of(append)))
        .isEqualTo("'x', ('(', '\\SEEN'), '01-Feb-2020 10:00:00 +0000', <LITERAL>");
  }

  @Test
  void literalInThePlaceOfANameIsAnOrdinaryString() {
    assertThat(Tuples.show(CommandArguments.of(command("SELECT {6}\r\nSecret"))))
        .isEqualTo("'Secret'");
  }

  @Test
  void otherOctetsAreUtf8IfValidElseLatin1() {
    assertThat(Tuples.show(CommandArguments.of(command("SEARCH TEXT {2}\r\n\u00c3\u00a9"))))
        .isEqualTo("'TEXT', '\u00e9'");
    assertThat(Tuples.show(CommandArguments.of(command("SEARCH TEXT {1}\r\n\u00e9"))))
        .isEqualTo("'TEXT', '\u00e9'");
  }

  @Test
  void textIsWhatTheGrammarWantsItToBe() {
    assertThat(made("SELECT", text("a b\"\\%\u00fc&AGE- {5+}")))
        .isEqualTo(new Command.Select(false, new Mailbox("a b\"\\%\u00fc&AGE- {5+}")));
    assertThat(made("login", text("NIL"), text("(x)\r\n")))
        .isEqualTo(new Command.Login(Octets.ascii("NIL"), new Secret(Octets.ascii("(x)\r\n"))));
    assertThat(made("LIST", text(""), text("a%")))
        .isEqualTo(
            new Command.ListMailboxes(
                Optional.empty(), "", List.of("a%"), false, Optional.empty()));
    assertThat(made("UID FETCH", text("1:*"), text("UID"))).isEqualTo(command("UID FETCH 1:* UID"));
    assertThat(made("ID", new Argument.Parens(List.of(text("a"), text("NIL")))))
        .isEqualTo(command("ID (\"a\" \"NIL\")"));
  }

  @Test
  void textCannotBecomeMoreThanOneArgument() {
    for (String bad : List.of("1 (FLAGS)", "FLAGS BODY[]", "FLAGS)", "(FLAGS)", "", "FLAGS\r\n")) {
      assertMalformed("FETCH", number(1), text(bad));
    }
    assertMalformed("STORE", number(1), text("FLAGS"), text("\\Seen \\Deleted"));
    assertMalformed("SEARCH", text("SEEN ALL"));
    assertMalformed("NOOP", text(""));
    assertMalformed("SELECT x", text("y"));
    assertMalformed("SELECT\r\na NOOP", text("y"));
  }

  @Test
  void whatCannotBeSentIsMalformed() {
    assertMalformed("SELECT", text("a\0b"));
    assertMalformed("SELECT", text("a\ud800"));
    assertMalformed("SELECT", Argument.Mark.NIL);
    assertMalformed("LOGIN", text("joe"), Argument.Mark.NIL);
    assertMalformed("FETCH", number(0), text("FLAGS"));
    assertMalformed("FETCH", number(-2), text("FLAGS"));
    assertMalformed("FETCH", new Argument.Range(1, 1L << 32), text("FLAGS"));
    assertMalformed("FETCH", new Argument.Commas(List.of(text("1"))), text("FLAGS"));
    assertMalformed("FETCH", new Argument.Commas(List.of()), text("FLAGS"));
    assertMalformed("XYZZY");
    assertMalformed("");
    assertMalformed("SEARCH", nested(100_000));
  }

  private static Argument nested(int depth) {
    Argument made = text("ALL");
    for (int i = 0; i < depth; i++) {
      made = new Argument.Parens(List.of(made));
    }
    return made;
  }

  @Test
  void messageLiteralOccursAsOftenAsBefore() {
    Command append =
        new Command.Append(
            new Mailbox("x"),
            new Command.AppendMessage(
                Optional.empty(), Optional.empty(), new MessageLiteral(7, false, true)));
    List<Argument> elsewhere = List.of(text("y"), Argument.Mark.LITERAL);
    assertThat(CommandArguments.command("APPEND", elsewhere, Optional.of(append)))
        .isInstanceOfSatisfying(
            CommandParser.Parsed.class,
            parsed -> assertThat(parsed.command()).isEqualTo(withMailbox(append, "y")));
    for (List<Argument> bad :
        List.of(
            List.<Argument>of(text("y")),
            List.<Argument>of(text("y"), Argument.Mark.LITERAL, Argument.Mark.LITERAL),
            List.<Argument>of(Argument.Mark.LITERAL))) {
      assertThat(CommandArguments.command("APPEND", bad, Optional.of(append)))
          .isInstanceOf(CommandParser.Malformed.class);
    }
    assertThat(CommandArguments.command("APPEND", elsewhere, Optional.empty()))
        .isInstanceOf(CommandParser.Malformed.class);
    assertThat(CommandArguments.command("SELECT", List.of(text("y")), Optional.of(append)))
        .isInstanceOf(CommandParser.Malformed.class);
  }

  private static Command withMailbox(Command command, String name) {
    return new Command.Append(new Mailbox(name), ((Command.Append) command).first());
  }

  @Test
  void octetsThatAreNotUtf8ComeBackAsTheyWere() {
    Command login = command("LOGIN joe {3}\r\n\u00e9\u00ff\u0001");
    assertThat(CommandArguments.command("LOGIN", CommandArguments.of(login), Optional.of(login)))
        .isInstanceOfSatisfying(
            CommandParser.Parsed.class, parsed -> assertThat(parsed.command()).isEqualTo(login));
  }

  private static Argument text(String text) {
    return new Argument.Text(text);
  }

  private static Argument number(long value) {
    return new Argument.Number(value, "not looked at");
  }

  private static Command made(String name, Argument... arguments) {
    return ((CommandParser.Parsed)
            CommandArguments.command(name, List.of(arguments), Optional.empty()))
        .command();
  }

  private static void assertMalformed(String name, Argument... arguments) {
    assertThat(CommandArguments.command(name, List.of(arguments), Optional.empty()))
        .isInstanceOf(CommandParser.Malformed.class);
  }

  private static Command command(String line) {
    return ((CommandParser.Parsed) CommandReader.read("a1 " + line + "\r\n", Syntax.STRICT))
        .command();
  }
}

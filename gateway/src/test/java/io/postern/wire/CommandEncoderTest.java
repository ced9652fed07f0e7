package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.postern.imap.Command;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.SearchKey;
import io.postern.imap.Secret;
import io.postern.wire.CommandEncoder.Literals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandEncoderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "noop | T1 NOOP",
        "uid  fetch | ~~",
        "login {3}\u00b6joe \"x\" | T1 LOGIN joe x",
        "login \"\" \"a b\" | T1 LOGIN \"\" \"a b\"",
        "login \"a\\\"b\" {1+}\u00b6\\ | T1 LOGIN \"a\\\"b\" \"\\\\\"",
        "select inbox | T1 SELECT INBOX",
        "select nil | T1 SELECT \"nil\"",
        "select \"a%\" | T1 SELECT \"a%\"",
        "select \"a]b[\" | T1 SELECT a]b[",
        "select Entw&APw-rfe | T1 SELECT Entw&APw-rfe",
        "list \"\" \"a%*\" | T1 LIST \"\" a%*",
        "list (remote) \"\" (NIL \"x y\") return (status (size) children)"
            + " | T1 LIST (REMOTE) \"\" (\"NIL\" \"x y\") RETURN (STATUS (SIZE) CHILDREN)",
        "id () | T1 ID NIL",
        "id (\"a\" nil \"b\" \"c\") | T1 ID (\"a\" NIL \"b\" \"c\")",
        "uid fetch 1,3:*,$ (x) | ~~",
        "uid fetch 1,3:* (flags body.peek[1.header.fields (\"To\")]<00.10>)"
            + " | T1 UID FETCH 1,3:* (FLAGS BODY.PEEK[1.HEADER.FIELDS (To)]<0.10>)",
        "fetch $ fast | T1 FETCH $ FAST",
        "store 1 +flags \\seen X | T1 STORE 1 +FLAGS \\seen X",
        "search charset utf-8 or not seen (smaller 5) on \"1-Feb-1994\" from \"x\""
            + " | T1 SEARCH CHARSET UTF-8 OR NOT SEEN (SMALLER 5) ON 1-Feb-1994 FROM x",
        "authenticate plain = | T1 AUTHENTICATE PLAIN =",
        "enable x utf8=accept | T1 ENABLE X UTF8=ACCEPT"
      })
  void writesTheParsedValueAnew(String line, String written) {
    CommandParser.Result result =
        CommandReader.read("a1 " + line.replace("\u00b6", "\r\n") + "\r\n", Syntax.STRICT);
    String found =
        result instanceof CommandParser.Parsed parsed
            ? text(encode(parsed.command(), Literals.PLUS)).strip()
            : "";
    assertThat(found).isEqualTo(written);
  }

  @Test
  void stringsAreQuotedUpToAKibibyte() {
    assertThat(encode(login("x y".repeat(341) + "z"), Literals.PLUS)).hasSize(1);
    assertThat(text(encode(login(" ".repeat(1024)), Literals.PLUS)))
        .isEqualTo("T1 LOGIN \"" + " ".repeat(1024) + "\" p\r\n");
    assertThat(text(encode(login(" ".repeat(1025)), Literals.PLUS)))
        .isEqualTo("T1 LOGIN {1025+}\r\n" + " ".repeat(1025) + " p\r\n");
    assertThat(text(encode(login("x".repeat(1025)), Literals.PLUS)))
        .isEqualTo("T1 LOGIN {1025+}\r\n" + "x".repeat(1025) + " p\r\n");
  }

  @Test
  void whatCannotBeQuotedIsALiteral() {
    for (String value : List.of("a\rb", "a\nb", "caf\u00e9", "\r\nT2 NOOP\r\n")) {
      assertThat(text(encode(login(value), Literals.PLUS)))
          .isEqualTo("T1 LOGIN {" + value.length() + "+}\r\n" + value + " p\r\n");
    }
  }

  @Test
  void consentIsAwaitedWhereTheServerWantsIt() {
    Command command =
        new Command.Login(latin1("\u00e9"), new Secret(latin1("\u00e9".repeat(4097))));
    assertThat(encode(command, Literals.PLUS)).hasSize(1);
    assertThat(encode(command, Literals.MINUS)).hasSize(2);
    assertThat(encode(command, Literals.SYNCHRONIZING).stream().map(this::text))
        .containsExactly("T1 LOGIN {1}\r\n", "\u00e9 {4097}\r\n", "\u00e9".repeat(4097) + "\r\n");
    assertThat(Literals.MINUS.nonSynchronizing(4096)).isTrue();
    assertThat(Literals.MINUS.nonSynchronizing(4097)).isFalse();
  }

  @Test
  void searchKeepsItsCharset() {
    Command search =
        new Command.Search(
            true,
            Optional.empty(),
            Optional.of("ISO-8859-1"),
            List.of(new SearchKey.WithText("SUBJECT", latin1("\u00e9"))));
    assertThat(text(encode(search, Literals.PLUS)))
        .isEqualTo("T1 UID SEARCH CHARSET ISO-8859-1 SUBJECT {1+}\r\n\u00e9\r\n");
  }

  @Test
  void namesAreUtf8WhereThatIsOn() {
    Command select = new Command.Select(false, new Mailbox("\u00fc&"));
    assertThat(CommandEncoder.encode("T1", select, Literals.SYNCHRONIZING, true, false))
        .containsExactly(Octets.utf8("T1 SELECT \"\u00fc&\"\r\n"));
    assertThat(CommandEncoder.encode("T1", select, Literals.SYNCHRONIZING, false, false))
        .containsExactly(Octets.ascii("T1 SELECT &APw-&-\r\n"));
  }

  @Test
  void appendEndsWithItsMarker() {
    Command.AppendMessage message =
        new Command.AppendMessage(
            Optional.of(List.of("\\Seen")),
            Optional.of(" 1-Feb-2020 10:00:00 +0000"),
            new MessageLiteral(310, true, false));
    Command append = new Command.Append(new Mailbox("a b"), message);
    assertThat(CommandEncoder.encode("T1", append, Literals.SYNCHRONIZING, false, true))
        .containsExactly(
            Octets.ascii("T1 APPEND \"a b\" (\\Seen) \" 1-Feb-2020 10:00:00 +0000\" {310+}\r\n"));
    assertThat(CommandEncoder.encodeNext(message, false))
        .isEqualTo(Octets.ascii(" (\\Seen) \" 1-Feb-2020 10:00:00 +0000\" {310}\r\n"));
    Command.AppendMessage eight =
        new Command.AppendMessage(
            Optional.empty(), Optional.empty(), new MessageLiteral(0, false, true));
    assertThat(CommandEncoder.encodeNext(eight, true)).isEqualTo(Octets.ascii(" ~{0+}\r\n"));
  }

  @Test
  void whatNoWireCanCarryIsAMistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> encode(login("a\0b"), Literals.PLUS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(new Command.Select(false, new Mailbox("\ud800")), Literals.PLUS));
  }

  private static Command login(String user) {
    return new Command.Login(latin1(user), new Secret(Octets.ascii("p")));
  }

  private static Octets latin1(String text) {
    return Octets.copyOf(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<Octets> encode(Command command, Literals literals) {
    return CommandEncoder.encode("T1", command, literals, false, false);
  }

  private String text(List<Octets> segments) {
    assertThat(segments).hasSize(1);
    return text(segments.getFirst());
  }

  private String text(Octets octets) {
    return new String(octets.toByteArray(), StandardCharsets.ISO_8859_1);
  }
}

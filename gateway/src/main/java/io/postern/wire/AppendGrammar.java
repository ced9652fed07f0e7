package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import java.util.List;
import java.util.Optional;

/**
 * <pre>
 * append         = "APPEND" SP mailbox 1*append-message
 * append-message = [SP flag-list] [SP date-time] SP (literal / literal8)
 * </pre>
 *
 * RFC 3502 section 6.3.11, RFC 9051 section 9: each up to its literal, which streams past.
 */
final class AppendGrammar {
  private AppendGrammar() {}

  static Command parse(Cursor cursor) {
    cursor.sp();
    Mailbox mailbox = cursor.mailbox();
    return new Command.Append(mailbox, message(cursor));
  }

  static Command.AppendMessage message(Cursor cursor) {
    cursor.sp();
    Optional<List<String>> flags = Optional.empty();
    if (cursor.kind() == Frame.OPEN) {
      flags = Optional.of(FlagGrammar.list(cursor));
      cursor.sp();
    }
    Optional<String> date = Optional.empty();
    if (cursor.kind() != Frame.MARKER) {
      date = Optional.of(Dates.dateTime(cursor));
      cursor.sp();
    }
    cursor.expect(Frame.MARKER, "a message literal is missing");
    MessageLiteral literal =
        cursor.frame().announced().orElseThrow(() -> new Refusal("a message literal is missing"));
    if (literal.literal8() && !cursor.syntax().literal8()) {
      throw new Refusal("a literal8 is not allowed here");
    }
    return new Command.AppendMessage(flags, date, literal);
  }

  static void write(CommandWriter out, Command.AppendMessage message, boolean nonSynchronizing) {
    message
        .flags()
        .ifPresent(
            flags -> {
              out.raw(' ');
              out.list(flags, out::raw);
            });
    message.date().ifPresent(date -> out.raw(" \"" + date + '"'));
    out.raw(message.literal().literal8() ? " ~{" : " {");
    out.number(message.literal().octets());
    out.raw(nonSynchronizing ? "+}\r\n" : "}\r\n");
  }
}

package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.FetchItem;
import io.postern.imap.Limits;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.SearchKey;
import io.postern.imap.SequenceSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Between a command and the form in which policy functions see it (spec/policy-semantics.md,
 * section 6).
 */
public final class CommandArguments {
  private static final Argument.Text STATUS = new Argument.Text("STATUS");

  private final List<Argument> made = new ArrayList<>();
  private final Consumer<Octets> strings;

  private CommandArguments(Consumer<Octets> strings) {
    this.strings = strings;
  }

  /** The arguments of a command; message data are {@link Argument.Mark#LITERAL}. */
  public static List<Argument> of(Command command) {
    return of(command, string -> {});
  }

  private static List<Argument> of(Command command, Consumer<Octets> strings) {
    CommandArguments arguments = new CommandArguments(strings);
    arguments.add(command);
    return List.copyOf(arguments.made);
  }

  /**
   * A command from a name and arguments in that form: read by the parser's own grammar, so that no
   * string is ever pasted into a line.
   *
   * @param original whose message literal {@link Argument.Mark#LITERAL} stands for, and whose
   *     octets a text that came from it keeps where they aren't UTF-8
   * @return its tag means nothing
   */
  public static CommandParser.Result command(
      String name, List<Argument> arguments, Optional<Command> original) {
    ArgumentFrame frame = new ArgumentFrame(Limits.DEFAULT.nesting(), literal(original));
    original.ifPresent(command -> of(command, frame::remember));
    try {
      frame.write(name, arguments);
    } catch (Refusal refusal) {
      return new CommandParser.Malformed(Optional.empty(), Optional.empty(), refusal.reason());
    }
    return new CommandParser(Limits.DEFAULT).parse(frame.frame(), new Syntax(true, true, false));
  }

  private static Optional<MessageLiteral> literal(Optional<Command> command) {
    return command.flatMap(
        c ->
            c instanceof Command.Append append
                ? Optional.of(append.first().literal())
                : Optional.empty());
  }

  private void add(Command command) {
    switch (command) {
      case Command.Plain plain -> {}
      case Command.PlainSelected plain -> {}
      case Command.StartTls startTls -> {}
      case Command.Namespace namespace -> {}
      case Command.Idle idle -> {}
      case Command.Id id -> add(id);
      case Command.Authenticate authenticate -> {
        text(authenticate.mechanism());
        authenticate.initialResponse().ifPresent(response -> string(response.reveal()));
      }
      case Command.Login login -> {
        string(login.user());
        string(login.password().reveal());
      }
      case Command.Enable enable -> enable.capabilities().forEach(this::text);
      case Command.Select select -> mailbox(select.mailbox());
      case Command.OnMailbox on -> mailbox(on.mailbox());
      case Command.Rename rename -> {
        mailbox(rename.from());
        mailbox(rename.to());
      }
      case Command.ListMailboxes list -> add(list);
      case Command.Lsub lsub -> {
        text(lsub.reference());
        text(lsub.pattern());
      }
      case Command.Status status -> {
        mailbox(status.mailbox());
        parens(status.items(), (in, item) -> in.text(item.name()));
      }
      case Command.Append append -> {
        mailbox(append.mailbox());
        append.first().flags().ifPresent(flags -> parens(flags, CommandArguments::flag));
        append.first().date().ifPresent(this::text);
        made.add(Argument.Mark.LITERAL);
      }
      case Command.UidExpunge expunge -> set(expunge.set());
      case Command.Search search -> add(search);
      case Command.Fetch fetch -> {
        set(fetch.set());
        if (fetch.list()) {
          parens(fetch.items(), CommandArguments::item);
        } else {
          item(this, fetch.items().getFirst());
        }
      }
      case Command.Store store -> {
        set(store.set());
        text(FlagGrammar.word(store.mode(), store.silent()));
        if (store.list()) {
          parens(store.flags(), CommandArguments::flag);
        } else {
          store.flags().forEach(flag -> flag(this, flag));
        }
      }
      case Command.CopyOrMove copy -> {
        set(copy.set());
        mailbox(copy.mailbox());
      }
    }
  }

  private void add(Command.Id id) {
    if (id.fields().isEmpty()) {
      made.add(Argument.Mark.NIL);
      return;
    }
    parens(
        id.fields(),
        (in, field) -> {
          in.string(field.name());
          field.value().ifPresentOrElse(in::string, () -> in.made.add(Argument.Mark.NIL));
        });
  }

  private void add(Command.ListMailboxes list) {
    list.selection()
        .ifPresent(
            options -> parens(options, (in, option) -> in.text(MailboxGrammar.word(option))));
    text(list.reference());
    if (list.patternList()) {
      parens(list.patterns(), CommandArguments::text);
    } else {
      text(list.patterns().getFirst());
    }
    list.returns()
        .ifPresent(
            options -> {
              text("RETURN");
              parens(options, CommandArguments::returnOption);
            });
  }

  private static void returnOption(CommandArguments in, Command.ListMailboxes.ReturnOption option) {
    switch (option) {
      case Command.ListMailboxes.ReturnWord word -> in.text(MailboxGrammar.word(word));
      case Command.ListMailboxes.ReturnStatus status -> {
        in.made.add(STATUS);
        in.parens(status.items(), (inner, item) -> inner.text(item.name()));
      }
    }
  }

  private void add(Command.Search search) {
    search
        .returns()
        .ifPresent(
            options -> {
              text("RETURN");
              parens(options, (in, option) -> in.text(option.name()));
            });
    search
        .charset()
        .ifPresent(
            charset -> {
              text("CHARSET");
              text(charset);
            });
    search.keys().forEach(key -> key(this, key));
  }

  /** Keys are flat, groups are parenthesized lists. */
  private static void key(CommandArguments in, SearchKey key) {
    switch (key) {
      case SearchKey.Word word -> in.text(word.name());
      case SearchKey.OnDate date -> {
        in.text(date.word());
        in.text(date.date());
      }
      case SearchKey.WithText text -> {
        in.text(text.word());
        in.string(text.text());
      }
      case SearchKey.Header header -> {
        in.text("HEADER");
        in.string(header.field());
        in.string(header.text());
      }
      case SearchKey.OfSize size -> {
        in.text(size.larger() ? "LARGER" : "SMALLER");
        in.made.add(number(size.octets()));
      }
      case SearchKey.WithKeyword keyword -> {
        in.text(keyword.present() ? "KEYWORD" : "UNKEYWORD");
        in.text(keyword.keyword());
      }
      case SearchKey.InSet set -> in.set(set.set());
      case SearchKey.InUids uids -> {
        in.text("UID");
        in.set(uids.set());
      }
      case SearchKey.Not not -> {
        in.text("NOT");
        key(in, not.key());
      }
      case SearchKey.Or or -> {
        in.text("OR");
        key(in, or.first());
        key(in, or.second());
      }
      case SearchKey.Group group -> in.parens(group.keys(), CommandArguments::key);
    }
  }

  private static void item(CommandArguments in, FetchItem item) {
    switch (item) {
      case FetchItem.Attribute attribute -> in.text(attribute.text());
      case FetchItem.Macro macro -> in.text(macro.name());
      case FetchItem.Body body -> {
        in.text(body.peek() ? "BODY.PEEK" : "BODY");
        in.brackets(section -> section.section(body.section()));
        in.partial(body.partial());
      }
      case FetchItem.Binary binary -> {
        in.text(binary.peek() ? "BINARY.PEEK" : "BINARY");
        in.brackets(section -> section.part(binary.part()));
        in.partial(binary.partial());
      }
      case FetchItem.BinarySize size -> {
        in.text("BINARY.SIZE");
        in.brackets(section -> section.part(size.part()));
      }
    }
  }

  private void section(FetchItem.Section section) {
    if (section.text().isEmpty()) {
      part(section.part());
      return;
    }
    String part = section.part().isEmpty() ? "" : FetchCommandGrammar.dotted(section.part()) + ".";
    switch (section.text().get()) {
      case FetchItem.SectionWord word -> text(part + word.name());
      case FetchItem.HeaderFields header -> {
        text(part + FetchCommandGrammar.word(header));
        parens(header.fields(), CommandArguments::string);
      }
    }
  }

  private void part(List<Long> part) {
    if (!part.isEmpty()) {
      text(FetchCommandGrammar.dotted(part));
    }
  }

  private void partial(Optional<FetchItem.Partial> partial) {
    partial.ifPresent(p -> text(FetchCommandGrammar.text(p)));
  }

  private void set(SequenceSet set) {
    if (set.isSaved()) {
      text("$");
      return;
    }
    List<Argument> elements = new ArrayList<>(set.elements().size());
    for (SequenceSet.Element element : set.elements()) {
      elements.add(
          switch (element) {
            case SequenceSet.Single single -> number(single.number());
            case SequenceSet.Range range -> new Argument.Range(range.first(), range.last());
          });
    }
    made.add(elements.size() == 1 ? elements.getFirst() : new Argument.Commas(elements));
  }

  private static Argument number(long value) {
    return new Argument.Number(value, value == SequenceSet.STAR ? "*" : Long.toString(value));
  }

  private static void flag(CommandArguments in, String flag) {
    in.text(flag.startsWith("\\") ? Ascii.upper(flag) : flag);
  }

  private void mailbox(Mailbox mailbox) {
    text(mailbox.name());
  }

  private void text(String text) {
    made.add(new Argument.Text(text));
  }

  private void string(Octets octets) {
    strings.accept(octets);
    text(octets.text());
  }

  private <T> void parens(List<T> items, Each<? super T> each) {
    CommandArguments inner = new CommandArguments(strings);
    items.forEach(item -> each.add(inner, item));
    made.add(new Argument.Parens(inner.made));
  }

  private void brackets(Consumer<CommandArguments> content) {
    CommandArguments inner = new CommandArguments(strings);
    content.accept(inner);
    made.add(new Argument.Brackets(inner.made));
  }

  /** Adds one item to a list of arguments. */
  private interface Each<T> {
    void add(CommandArguments in, T item);
  }
}

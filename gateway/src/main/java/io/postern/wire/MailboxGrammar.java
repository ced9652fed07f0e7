package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.Command.ListMailboxes.ReturnOption;
import io.postern.imap.Command.ListMailboxes.ReturnStatus;
import io.postern.imap.Command.ListMailboxes.ReturnWord;
import io.postern.imap.Command.ListMailboxes.SelectionOption;
import io.postern.imap.Command.StatusItem;
import io.postern.imap.Mailbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LIST, LSUB and STATUS: RFC 9051 section 9, RFC 3501, and the options of RFC 5258, RFC 5819 and
 * RFC 6154.
 */
final class MailboxGrammar {
  private static final Words<SelectionOption> SELECTION = options(SelectionOption.values());
  private static final Words<ReturnWord> RETURN = options(ReturnWord.values());
  private static final Words<StatusItem> STATUS = options(StatusItem.values());

  private MailboxGrammar() {}

  private static <E extends Enum<E>> Words<E> options(E[] values) {
    Map<String, E> words = new HashMap<>();
    for (E value : values) {
      words.put(word(value), value);
    }
    return new Words<>(words);
  }

  /** {@code SPECIAL-USE} for the constant of nearly that name. */
  static String word(Enum<?> option) {
    return option.name().replace('_', '-');
  }

  /**
   * {@code list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]}.
   */
  static Command list(Cursor cursor) {
    cursor.sp();
    Optional<List<SelectionOption>> selection = Optional.empty();
    if (cursor.kind() == Frame.OPEN) {
      selection = Optional.of(selection(cursor));
      cursor.sp();
    }
    String reference = cursor.reference();
    cursor.sp();
    boolean patternList = cursor.kind() == Frame.OPEN;
    List<String> patterns = patternList ? patterns(cursor) : List.of(cursor.listMailbox());
    Optional<List<ReturnOption>> returns = Optional.empty();
    if (cursor.spaceFollows()) {
      cursor.sp();
      returns = Optional.of(returns(cursor));
    }
    return new Command.ListMailboxes(selection, reference, patterns, patternList, returns);
  }

  /** RECURSIVEMATCH needs another option to match by: RFC 9051, section 6.3.9.1. */
  private static List<SelectionOption> selection(Cursor cursor) {
    cursor.open();
    List<SelectionOption> options = new ArrayList<>();
    while (!cursor.closes()) {
      if (!options.isEmpty()) {
        cursor.sp();
      }
      options.add(cursor.one(SELECTION, "a LIST selection option is unknown"));
    }
    if (options.contains(SelectionOption.RECURSIVEMATCH)
        && !options.contains(SelectionOption.SUBSCRIBED)
        && !options.contains(SelectionOption.SPECIAL_USE)) {
      throw new Refusal("RECURSIVEMATCH needs an option to match by");
    }
    return options;
  }

  /** {@code patterns = "(" list-mailbox *(SP list-mailbox) ")"}. */
  private static List<String> patterns(Cursor cursor) {
    cursor.open();
    List<String> patterns = new ArrayList<>();
    patterns.add(cursor.listMailbox());
    while (!cursor.closes()) {
      cursor.sp();
      patterns.add(cursor.listMailbox());
    }
    return patterns;
  }

  /** {@code list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"}. */
  private static List<ReturnOption> returns(Cursor cursor) {
    if (!cursor.isWord("RETURN")) {
      throw new Refusal("RETURN is missing");
    }
    cursor.part("");
    cursor.sp();
    cursor.open();
    List<ReturnOption> options = new ArrayList<>();
    while (!cursor.closes()) {
      if (!options.isEmpty()) {
        cursor.sp();
      }
      if (cursor.isWord("STATUS")) {
        cursor.part("");
        cursor.sp();
        options.add(new ReturnStatus(statusItems(cursor)));
      } else {
        options.add(cursor.one(RETURN, "a LIST return option is unknown"));
      }
    }
    return options;
  }

  /** {@code lsub = "LSUB" SP mailbox SP list-mailbox}. */
  static Command lsub(Cursor cursor) {
    cursor.sp();
    String reference = cursor.reference();
    cursor.sp();
    return new Command.Lsub(reference, cursor.listMailbox());
  }

  /** {@code status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"}. */
  static Command status(Cursor cursor) {
    cursor.sp();
    Mailbox mailbox = cursor.mailbox();
    cursor.sp();
    return new Command.Status(mailbox, statusItems(cursor));
  }

  private static List<StatusItem> statusItems(Cursor cursor) {
    cursor.open();
    List<StatusItem> items = new ArrayList<>();
    items.add(cursor.one(STATUS, "a STATUS item is unknown"));
    while (!cursor.closes()) {
      cursor.sp();
      items.add(cursor.one(STATUS, "a STATUS item is unknown"));
    }
    return items;
  }

  static void write(CommandWriter out, Command.ListMailboxes list) {
    list.selection()
        .ifPresent(
            options -> {
              out.raw(' ');
              out.list(options, option -> out.raw(word(option)));
            });
    out.raw(' ');
    out.mailbox(list.reference());
    out.raw(' ');
    if (list.patternList()) {
      out.list(list.patterns(), out::pattern);
    } else {
      out.pattern(list.patterns().getFirst());
    }
    list.returns()
        .ifPresent(
            options -> {
              out.raw(" RETURN ");
              out.list(options, option -> write(out, option));
            });
  }

  private static void write(CommandWriter out, ReturnOption option) {
    switch (option) {
      case ReturnWord word -> out.raw(word(word));
      case ReturnStatus status -> {
        out.raw("STATUS ");
        writeItems(out, status.items());
      }
    }
  }

  static void writeItems(CommandWriter out, List<StatusItem> items) {
    out.list(items, item -> out.raw(item.name()));
  }
}

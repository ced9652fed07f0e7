package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.FetchKind;
import io.postern.imap.ResponseName;
import io.postern.wire.Response;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which pending command an untagged response belongs to, and what must not pass without one (spec
 * section 3).
 */
final class Attribution {
  private Attribution() {}

  /** The oldest pending command that fits; empty is UNSOLICITED. */
  static Optional<Pending> ownerOf(Response response, PendingCommands pending) {
    if (response.name() == ResponseName.FETCH) {
      int data = response.fetchKinds() & ~FetchKind.UNASKED;
      return data == 0 ? pending.oldestOfFlags() : pending.oldestFetch(data);
    }
    return pending.oldest(fitting(response, pending));
  }

  private static Predicate<Pending> fitting(Response response, PendingCommands all) {
    return switch (response.name()) {
      case SEARCH -> named(CommandName.SEARCH);
      case ESEARCH ->
          response.tagReferences() == 0
              ? named(CommandName.SEARCH)
              : referred(all.byOwnTag(response.tagReference(0)));
      // VANISHED (EARLIER) answers extensions that aren't followed, so nothing asked for it.
      case EXPUNGE, VANISHED ->
          pending ->
              !response.earlier()
                  && (pending.name().base() == CommandName.EXPUNGE
                      || pending.name().base() == CommandName.MOVE);
      case EXISTS, RECENT, FLAGS -> pending -> isSelect(pending) && !pending.awaitsClosed;
      case LIST ->
          pending ->
              switch (pending.name()) {
                case LIST, SELECT, EXAMINE, CREATE, DELETE, RENAME -> true;
                default -> false;
              };
      case LSUB -> named(CommandName.LSUB);
      case STATUS ->
          pending ->
              pending.name() == CommandName.STATUS
                  || (pending.command instanceof Command.ListMailboxes list && list.asksStatus());
      case CAPABILITY ->
          pending ->
              switch (pending.name()) {
                case CAPABILITY, LOGIN, AUTHENTICATE -> true;
                default -> false;
              };
      case ENABLED -> named(CommandName.ENABLE);
      case ID -> named(CommandName.ID);
      case NAMESPACE -> named(CommandName.NAMESPACE);
      case BYE -> named(CommandName.LOGOUT);
      case OK, NO, BAD -> pending -> true;
      case PREAUTH, FETCH -> pending -> false;
    };
  }

  /** An ESEARCH answer that names its command. */
  private static Predicate<Pending> referred(Optional<Pending> command) {
    return pending ->
        pending.name().base() == CommandName.SEARCH
            && command.isPresent()
            && pending == command.get();
  }

  private static Predicate<Pending> named(CommandName base) {
    return pending -> pending.name().base() == base;
  }

  static boolean isSelect(Pending pending) {
    return pending.name() == CommandName.SELECT || pending.name() == CommandName.EXAMINE;
  }

  /**
   * Whether the response is withheld for want of an owner, whatever the table says: no data without
   * a request.
   */
  static boolean needsOwner(Response response) {
    return switch (response.name()) {
      case SEARCH, ESEARCH, LSUB, ENABLED, ID, NAMESPACE -> true;
      case FETCH -> (response.fetchKinds() & ~FetchKind.UNASKED) != 0;
      case OK,
          NO,
          BAD,
          BYE,
          PREAUTH,
          CAPABILITY,
          LIST,
          STATUS,
          FLAGS,
          EXISTS,
          RECENT,
          EXPUNGE,
          VANISHED ->
          false;
    };
  }

  /** Data of the selected mailbox: only while one is selected, or SELECT or EXAMINE is pending. */
  static boolean isMailboxData(ResponseName name) {
    return switch (name) {
      case EXISTS, RECENT, FLAGS, EXPUNGE, VANISHED, FETCH, SEARCH, ESEARCH -> true;
      case OK, NO, BAD, BYE, PREAUTH, CAPABILITY, ENABLED, ID, NAMESPACE, LIST, LSUB, STATUS ->
          false;
    };
  }

  /** What may come before authentication (threats T17). */
  static boolean beforeAuthentication(ResponseName name) {
    return switch (name) {
      case OK, NO, BAD, BYE, CAPABILITY, ID -> true;
      case PREAUTH,
          ENABLED,
          NAMESPACE,
          LIST,
          LSUB,
          STATUS,
          SEARCH,
          ESEARCH,
          FLAGS,
          EXISTS,
          RECENT,
          EXPUNGE,
          VANISHED,
          FETCH ->
          false;
    };
  }
}

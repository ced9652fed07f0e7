package io.postern.notation;

import static io.postern.imap.CommandName.APPEND;
import static io.postern.imap.CommandName.AUTHENTICATE;
import static io.postern.imap.CommandName.CAPABILITY;
import static io.postern.imap.CommandName.CLOSE;
import static io.postern.imap.CommandName.COPY;
import static io.postern.imap.CommandName.CREATE;
import static io.postern.imap.CommandName.DELETE;
import static io.postern.imap.CommandName.ENABLE;
import static io.postern.imap.CommandName.EXAMINE;
import static io.postern.imap.CommandName.EXPUNGE;
import static io.postern.imap.CommandName.FETCH;
import static io.postern.imap.CommandName.ID;
import static io.postern.imap.CommandName.LIST;
import static io.postern.imap.CommandName.LOGIN;
import static io.postern.imap.CommandName.LOGOUT;
import static io.postern.imap.CommandName.LSUB;
import static io.postern.imap.CommandName.MOVE;
import static io.postern.imap.CommandName.NAMESPACE;
import static io.postern.imap.CommandName.RENAME;
import static io.postern.imap.CommandName.SEARCH;
import static io.postern.imap.CommandName.SELECT;
import static io.postern.imap.CommandName.STARTTLS;
import static io.postern.imap.CommandName.STATUS;
import static io.postern.imap.CommandName.STORE;
import static io.postern.imap.CommandName.SUBSCRIBE;
import static io.postern.imap.CommandName.UNSELECT;
import static io.postern.imap.CommandName.UNSUBSCRIBE;

import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import io.postern.imap.ResponseName;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Entry;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.ResponseAction;
import io.postern.policy.ResponseKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code postern check} tells about a policy's response table. */
final class ResponseWarnings {
  /** What stays done though its answer is refused. */
  private static final Set<CommandName> ACTING =
      EnumSet.of(
          STORE, COPY, MOVE, APPEND, EXPUNGE, CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE);

  /** Their OK can't become a NO (spec/policy-semantics.md, section 5). */
  private static final Set<CommandName> BINDING =
      EnumSet.of(LOGIN, AUTHENTICATE, STARTTLS, ENABLE, CLOSE, UNSELECT, LOGOUT);

  private final Policy policy;
  private final List<ConfigWarning> warnings = new ArrayList<>();

  ResponseWarnings(Policy policy) {
    this.policy = policy;
  }

  List<ConfigWarning> all() {
    policy.responses().forEach(this::response);
    return warnings;
  }

  private void warn(Place place, String message) {
    warnings.add(new ConfigWarning(place, message));
  }

  private void response(ResponseKey key, Entry<ResponseAction> entry) {
    Place place = entry.place();
    if (PolicyWarnings.isBuiltIn(place)) {
      return;
    }
    neverMatches(key)
        .ifPresent(why -> warn(place, "the rule \"" + key + "\" never matches: " + why));
    if (entry.value() instanceof ResponseAction.Call
        && key.command().equals("*")
        && key.name().equals("*")) {
      warn(place, "a function is asked about every response: each waits for its answer");
    }
    boolean rejects = entry.value() instanceof ResponseAction.Reject;
    if (!key.isCode() && (rejects || entry.value() instanceof ResponseAction.Drop)) {
      withheld(key, rejects, place);
    }
  }

  private void withheld(ResponseKey key, boolean rejects, Place place) {
    if (ResponseName.of(key.name()).map(ResponseWarnings::counts).orElse(false)) {
      warn(
          place,
          key.name()
              + " of the selected mailbox can't be withheld, the client's message numbers would"
              + " shift: this acts as abort");
    }
    if (key.name().equals("BYE")) {
      warn(place, "BYE can't be withheld: the gateway's own takes its place");
    }
    if (!rejects) {
      return;
    }
    Optional<CommandName> command = CommandName.of(key.command()).map(CommandName::base);
    boolean tagged = key.kind() != ResponseKey.Kind.UNTAGGED && endsCommand(key.name());
    if (command.filter(BINDING::contains).isPresent() && tagged) {
      warn(place, "the OK of " + key.command() + " can't become a NO: this acts as abort");
    } else if (command.filter(ACTING::contains).isPresent()
        || (key.command().equals("*") && tagged)) {
      warn(
          place,
          "the answer is refused, but the server has already acted; to prevent it refuse the"
              + " request");
    }
  }

  private static boolean counts(ResponseName name) {
    return name == ResponseName.EXISTS
        || name == ResponseName.EXPUNGE
        || name == ResponseName.VANISHED;
  }

  private static boolean endsCommand(String name) {
    return name.equals("OK") || name.equals("*");
  }

  /** Why no response can ever meet the key; nothing if one can. */
  private static Optional<String> neverMatches(ResponseKey key) {
    boolean pseudo = key.command().equals("GREETING") || key.command().equals("UNSOLICITED");
    boolean star = key.command().equals("*");
    Optional<CommandName> command = CommandName.of(key.command());
    if (!pseudo && !star && command.isEmpty()) {
      Set<String> known = CapabilityTable.knownCommands();
      return Optional.of(
          known.contains(key.command())
              ? "the engine doesn't follow " + key.command() + " yet"
              : "unknown command " + key.command() + hint(Nearest.to(key.command(), known)));
    }
    if (pseudo && key.kind() == ResponseKey.Kind.TAGGED) {
      return Optional.of("nothing of " + key.command() + " is tagged");
    }
    if (key.isCode() || key.name().equals("*")) {
      return Optional.empty();
    }
    Optional<ResponseName> name = ResponseName.of(key.name());
    if (name.isEmpty()) {
      return Optional.of(
          "unknown response "
              + key.name()
              + hint(
                  Nearest.to(
                      key.name(), Arrays.stream(ResponseName.values()).map(Enum::name).toList())));
    }
    if (key.kind() == ResponseKey.Kind.TAGGED && !name.get().isTaggable()) {
      return Optional.of("only OK, NO and BAD are tagged");
    }
    return star || owns(key.command(), command.map(CommandName::base), name.get())
        ? Optional.empty()
        : Optional.of(
            key.name()
                + " doesn't belong to "
                + key.command()
                + (pseudo ? "" : "; what comes without its command is UNSOLICITED"));
  }

  private static String hint(Optional<String> nearest) {
    return nearest.map(found -> "; did you mean " + found + "?").orElse("");
  }

  /** The table of spec/policy-semantics.md, section 3. */
  private static boolean owns(String key, Optional<CommandName> command, ResponseName name) {
    if (key.equals("GREETING")) {
      return name == ResponseName.OK || name == ResponseName.PREAUTH || name == ResponseName.BYE;
    }
    if (key.equals("UNSOLICITED")) {
      return switch (name) {
        case OK,
            NO,
            BAD,
            BYE,
            CAPABILITY,
            LIST,
            STATUS,
            FLAGS,
            EXISTS,
            RECENT,
            EXPUNGE,
            VANISHED,
            FETCH ->
            true;
        case PREAUTH, ENABLED, ID, NAMESPACE, LSUB, SEARCH, ESEARCH -> false;
      };
    }
    Set<CommandName> owners =
        switch (name) {
          case OK, NO, BAD -> EnumSet.allOf(CommandName.class);
          case BYE -> EnumSet.of(LOGOUT);
          case PREAUTH -> EnumSet.noneOf(CommandName.class);
          case CAPABILITY -> EnumSet.of(CAPABILITY, LOGIN, AUTHENTICATE);
          case ENABLED -> EnumSet.of(ENABLE);
          case ID -> EnumSet.of(ID);
          case NAMESPACE -> EnumSet.of(NAMESPACE);
          case LIST -> EnumSet.of(LIST, SELECT, EXAMINE, CREATE, DELETE, RENAME);
          case LSUB -> EnumSet.of(LSUB);
          case STATUS -> EnumSet.of(STATUS, LIST);
          case SEARCH, ESEARCH -> EnumSet.of(SEARCH);
          case FLAGS, EXISTS, RECENT -> EnumSet.of(SELECT, EXAMINE);
          case EXPUNGE -> EnumSet.of(EXPUNGE, MOVE);
          case VANISHED -> EnumSet.of(EXPUNGE, MOVE, FETCH, SELECT, EXAMINE);
          case FETCH -> EnumSet.of(FETCH, STORE, SELECT, EXAMINE);
        };
    return command.filter(owners::contains).isPresent();
  }
}

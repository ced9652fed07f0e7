package io.postern.notation;

import io.postern.imap.CodeName;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.ResponseName;
import io.postern.policy.ConfigError;
import io.postern.policy.Entry;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.ResponseKey;
import io.postern.wire.CommandParser;
import io.postern.wire.Reply;
import io.postern.wire.Syntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a policy may not say: the load errors of spec/policy-semantics.md, sections 2, 4 and 5. */
final class PolicyChecks {
  /** Longest text of an administrator, in octets (section 4). */
  private static final int TEXT_MAX = 500;

  /**
   * A dialogue of their own hangs on them: they are not dropped, and not rewritten from or to
   * (section 4).
   */
  private static final Set<CommandName> DIALOGUES =
      EnumSet.of(CommandName.STARTTLS, CommandName.AUTHENTICATE, CommandName.IDLE);

  private final PolicyTables tables;
  private final List<ConfigError> errors = new ArrayList<>();

  private PolicyChecks(PolicyTables tables) {
    this.tables = tables;
  }

  /** All mistakes of the tables. */
  static List<ConfigError> of(PolicyTables tables) {
    PolicyChecks checks = new PolicyChecks(tables);
    tables.requests().forEach(checks::request);
    tables.responses().forEach(checks::response);
    return checks.errors;
  }

  private void request(String key, Entry<RequestAction> entry) {
    Place place = entry.place();
    switch (entry.value()) {
      case RequestAction.Accept accept -> {}
      case RequestAction.Call call -> {}
      case RequestAction.Reject(Optional<String> text) -> text(place, text);
      case RequestAction.Abort(Optional<String> text) -> text(place, text);
      case RequestAction.Drop drop -> drop(key, place);
      case RequestAction.Rewrite(String request) -> rewrite(key, request, place);
      case RequestAction.RewriteForm form ->
          errors.add(place.error("a rewrite by arguments is for functions only"));
      case RequestAction.Respond respond -> respond(key, respond, place);
    }
  }

  private void drop(String key, Place place) {
    if (key.equals("COMPRESS")) {
      errors.add(
          place.error("COMPRESS can't be dropped: its answer changes the connection; reject it"));
    }
    for (CommandName name : governed(key)) {
      if (DIALOGUES.contains(name)) {
        errors.add(
            place.error(
                name.text()
                    + " can't be dropped: the client would wait in a dialogue; "
                    + (key.equals("*") ? "give it an entry of its own" : "reject it")));
      }
    }
  }

  private void rewrite(String key, String request, Place place) {
    Optional<CommandName> target = target(request, place);
    if (key.equals("COMPRESS")) {
      errors.add(place.error("COMPRESS can't be rewritten"));
    }
    for (CommandName name : governed(key)) {
      if (DIALOGUES.contains(name)) {
        errors.add(place.error(name.text() + " can't be rewritten" + ownEntry(key)));
      }
      // A message literal that was announced would have no place in another command.
      if (name == CommandName.APPEND && target.isPresent() && target.get() != name) {
        errors.add(
            place.error(
                name.text()
                    + " brings a message and can't be rewritten to "
                    + target.get().text()
                    + ownEntry(key)));
      }
    }
  }

  private static String ownEntry(String key) {
    return key.equals("*") ? "; give it an entry of its own" : "";
  }

  private Optional<CommandName> target(String request, Place place) {
    if (!isPrintable(request)) {
      errors.add(place.error("the request to send has octets outside 0x20-0x7E"));
      return Optional.empty();
    }
    return switch (new CommandParser(Limits.DEFAULT).parseUntagged(request, Syntax.STRICT)) {
      case CommandParser.Malformed(var tag, var name, String reason) -> {
        errors.add(
            place.error(
                "found the request \""
                    + request
                    + "\", expected a command without a tag: "
                    + reason,
                name.isPresent() ? Optional.empty() : nearestCommand(request)));
        yield Optional.empty();
      }
      case CommandParser.Parsed(var tag, var command) -> {
        CommandName name = command.commandName();
        if (DIALOGUES.contains(name) || name == CommandName.APPEND) {
          errors.add(place.error("nothing can be rewritten to " + name.text()));
        }
        yield Optional.of(name);
      }
    };
  }

  private static Optional<String> nearestCommand(String request) {
    int space = request.indexOf(' ');
    return Nearest.to(
        space < 0 ? request : request.substring(0, space),
        Arrays.stream(CommandName.values()).map(CommandName::text).toList());
  }

  private void respond(String key, RequestAction.Respond respond, Place place) {
    String lastWord = key.substring(key.lastIndexOf(' ') + 1);
    for (String line : respond.untagged()) {
      boolean shorthand = line.startsWith("[") && line.endsWith("]");
      if (shorthand && key.equals("*")) {
        errors.add(
            place.error(
                "the shorthand \"" + line + "\" takes its name from the command, and * has none"));
      } else if (Reply.lines("a", lastWord, "OK done", List.of(line)).isEmpty()) {
        errors.add(
            place.error(
                "found the untagged line \""
                    + shown(line)
                    + "\", expected a response without \"* \""
                    + (shorthand ? " (in brackets: the data of " + lastWord + ")" : "")));
      }
    }
    if (Reply.lines("a", lastWord, respond.status(), List.of()).isEmpty()) {
      errors.add(
          place.error(
              "found the answer \""
                  + shown(respond.status())
                  + "\", expected OK, NO or BAD, a code or none, and a text"));
    }
  }

  private void response(ResponseKey key, Entry<ResponseAction> entry) {
    Place place = entry.place();
    if (key.isCode() && !isCodeKey(key)) {
      errors.add(place.error("found \"" + key.name() + "\", expected [CODE] or [*]"));
      return;
    }
    switch (entry.value()) {
      case ResponseAction.Accept accept -> {}
      case ResponseAction.Abort(Optional<String> text) -> text(place, text);
      case ResponseAction.Call call -> kept(key, "let a function decide about", place);
      case ResponseAction.Reject(Optional<String> text) -> {
        text(place, text);
        kept(key, "remove", place);
      }
      case ResponseAction.Drop drop -> {
        kept(key, "remove", place);
        if (!key.isCode()) {
          dropResponse(key, place);
        }
      }
      case ResponseAction.Rewrite(String text) -> {
        text(place, Optional.of(text));
        if (key.isCode() || !isStatus(key.name())) {
          errors.add(
              place.error(
                  "rewrite is for the text of OK, NO, BAD, BYE and PREAUTH, not for "
                      + key.name()));
        }
      }
    }
  }

  private static boolean isCodeKey(ResponseKey key) {
    return key.name().endsWith("]") && key.name().length() > 2;
  }

  private static boolean isStatus(String name) {
    return ResponseName.of(name).map(ResponseName::isStatus).orElse(false);
  }

  /**
   * DROP would leave a command without its answer, or a client without its greeting (section 5).
   */
  private void dropResponse(ResponseKey key, Place place) {
    if (key.command().equals("GREETING")) {
      errors.add(place.error("a greeting can't be dropped; reject it, or rewrite its text"));
    } else if (key.kind() != ResponseKey.Kind.UNTAGGED) {
      errors.add(
          place.error(
              "drop is for UNTAGGED responses, not for "
                  + key.kind()
                  + ": a tagged one ends its command"));
    }
  }

  private void kept(ResponseKey key, String what, Place place) {
    if (key.isCode() && CodeName.of(key.code()).map(CodeName::neverRemovable).orElse(false)) {
      errors.add(
          place.error(
              "can't "
                  + what
                  + " "
                  + key.name()
                  + ": the client's picture of the mailbox depends on it"));
    }
  }

  /**
   * Section 4: ASCII 0x20-0x7E, at most 500 octets, no leading {@code [} unless it parses as a
   * code.
   */
  private void text(Place place, Optional<String> text) {
    if (text.isEmpty()) {
      return;
    }
    String found = text.get();
    if (found.isEmpty() || found.length() > TEXT_MAX) {
      errors.add(
          place.error("found a text of " + found.length() + " octets, expected 1 to " + TEXT_MAX));
    } else if (!isPrintable(found)) {
      errors.add(place.error("the text \"" + shown(found) + "\" has octets outside 0x20-0x7E"));
    } else if (found.startsWith("[") && Reply.lines("a", "X", "NO " + found, List.of()).isEmpty()) {
      errors.add(
          place.error(
              "found the text \""
                  + found
                  + "\", expected one that begins with no bracket, or with a response code"));
    }
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
  }

  /** What an operator wrote, fit for a terminal. */
  private static String shown(String text) {
    StringBuilder made = new StringBuilder();
    text.chars().limit(TEXT_MAX).forEach(c -> made.append(c >= 0x20 && c <= 0x7E ? (char) c : '?'));
    return made.toString();
  }

  /** The commands that the key's entry decides about. */
  private List<CommandName> governed(String key) {
    Map<String, Entry<RequestAction>> requests = tables.requests();
    List<CommandName> governed = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      for (String each : List.of(name.text(), name.base().text(), "*")) {
        if (requests.containsKey(each)) {
          if (each.equals(key)) {
            governed.add(name);
          }
          break;
        }
      }
    }
    return governed;
  }
}

package io.postern.cli;

import io.postern.audit.Event;
import io.postern.imap.Ascii;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.policy.ActionWords;
import io.postern.policy.Lookup;
import io.postern.policy.Policy;
import io.postern.policy.ResponseAction;
import io.postern.policy.ResponseKey;
import io.postern.policy.Rule;
import java.util.List;
import java.util.Optional;

/**
 * The look-up of a response, which needs no traffic: {@code UID FETCH UNTAGGED FETCH}, {@code LOGIN
 * TAGGED [REFERRAL]}.
 */
final class PlayedResponse {
  static final String EXPECTED =
      "COMMAND TYPE NAME, such as 'UID FETCH UNTAGGED FETCH', 'LOGIN TAGGED OK', 'GREETING UNTAGGED"
          + " OK' or 'NOOP TAGGED [ALERT]'";

  private PlayedResponse() {}

  /** Throws {@link IllegalArgumentException} if the key isn't one of a response. */
  static Event of(Policy policy, String key, ConnectionState state) {
    String[] words = Ascii.upper(key.strip()).split("\\s+", -1);
    if (words.length < 3) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String name = words[words.length - 1];
    String type = words[words.length - 2];
    String command = String.join(" ", List.of(words).subList(0, words.length - 2));
    Owner owner = owner(command);
    ResponseType kind =
        switch (type) {
          case "TAGGED" -> ResponseType.TAGGED;
          case "UNTAGGED" -> ResponseType.UNTAGGED;
          default -> throw new IllegalArgumentException(EXPECTED);
        };
    boolean code = new ResponseKey(command, ResponseKey.Kind.ALL, name).isCode();
    Rule<ResponseAction> rule;
    List<Lookup> tried;
    if (code && name.endsWith("]") && name.length() > 2) {
      String inner = name.substring(1, name.length() - 1);
      rule = policy.code(owner, kind, inner);
      tried = policy.codeTrail(owner, kind, inner);
    } else {
      ResponseName known =
          ResponseName.of(name).orElseThrow(() -> new IllegalArgumentException(EXPECTED));
      rule = policy.response(owner, kind, known);
      tried = policy.responseTrail(owner, kind, known);
    }
    return new Event.Decided(
        true,
        "",
        state,
        "*",
        owner + " " + kind + " " + name,
        "",
        ActionWords.of(rule.action()),
        rule.where().place(),
        "enforce",
        "",
        "",
        tried.stream()
            .map(one -> new Event.Tried(one.table(), one.key(), one.action(), one.place()))
            .toList());
  }

  private static Owner owner(String command) {
    return switch (command) {
      case "GREETING" -> Owner.GREETING;
      case "UNSOLICITED" -> Owner.UNSOLICITED;
      default -> {
        Optional<CommandName> name = CommandName.of(command);
        yield Owner.of(name.orElseThrow(() -> new IllegalArgumentException(EXPECTED)));
      }
    };
  }
}

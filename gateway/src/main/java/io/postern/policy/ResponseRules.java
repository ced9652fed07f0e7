package io.postern.policy;

import io.postern.imap.CodeName;
import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The response table by the numbers of owner, type and name (spec/policy-semantics.md, section 2).
 */
final class ResponseRules {
  private static final int TYPES = ResponseType.values().length;
  private static final int NAMES = ResponseName.values().length;
  private static final int CODES = CodeName.values().length;

  private static final Rule<ResponseAction> DENIED =
      new Rule<>(ResponseAction.REJECT, RuleRef.DEFAULT);
  private static final Rule<ResponseAction> KEPT =
      new Rule<>(ResponseAction.ACCEPT, RuleRef.DEFAULT);
  private static final Rule<ResponseAction> REMOVED =
      new Rule<>(ResponseAction.DROP, RuleRef.DEFAULT);

  private final Map<ResponseKey, Entry<ResponseAction>> table;
  private final List<Rule<ResponseAction>> responses = new ArrayList<>();
  private final List<Rule<ResponseAction>> codes = new ArrayList<>();

  ResponseRules(Map<ResponseKey, Entry<ResponseAction>> table) {
    this.table = table;
    for (Owner owner : owners()) {
      for (ResponseType type : ResponseType.values()) {
        for (ResponseName name : ResponseName.values()) {
          responses.add(
              find(owner, type, name.name(), "*").map(ResponseRules::rule).orElse(DENIED));
        }
        for (CodeName code : CodeName.values()) {
          codes.add(known(owner, type, code));
        }
      }
    }
  }

  /** In the order of their numbers. */
  private static List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      owners.add(Owner.of(name));
    }
    owners.add(Owner.GREETING);
    owners.add(Owner.UNSOLICITED);
    return owners;
  }

  Rule<ResponseAction> response(Owner owner, ResponseType type, ResponseName name) {
    return responses.get((owner.index() * TYPES + type.ordinal()) * NAMES + name.ordinal());
  }

  Rule<ResponseAction> code(Owner owner, ResponseType type, String code) {
    Optional<CodeName> known = CodeName.of(code);
    return known.isPresent()
        ? codes.get((owner.index() * TYPES + type.ordinal()) * CODES + known.get().ordinal())
        : unknown(owner, type, code);
  }

  boolean namesCode(Owner owner, ResponseType type, String code) {
    return findCode(owner, type, code)
        .map(found -> !found.getKey().code().equals("*"))
        .orElse(false);
  }

  private Rule<ResponseAction> known(Owner owner, ResponseType type, CodeName code) {
    return findCode(owner, type, code.text())
        .map(ResponseRules::rule)
        .orElse(Policy.isAround(code) ? REMOVED : KEPT);
  }

  /**
   * A star ranges over what the engine knows: it never keeps an unknown code, nor asks about it.
   */
  private Rule<ResponseAction> unknown(Owner owner, ResponseType type, String code) {
    Optional<Map.Entry<ResponseKey, Entry<ResponseAction>>> found = findCode(owner, type, code);
    if (found.isEmpty()) {
      return REMOVED;
    }
    Rule<ResponseAction> rule = rule(found.get());
    boolean star = found.get().getKey().code().equals("*");
    boolean keeps =
        rule.action() instanceof ResponseAction.Accept
            || rule.action() instanceof ResponseAction.Call;
    return star && keeps ? new Rule<>(ResponseAction.DROP, rule.where()) : rule;
  }

  /** Stars leave alone what is never removable, and don't open what leads around the gateway. */
  private Optional<Map.Entry<ResponseKey, Entry<ResponseAction>>> findCode(
      Owner owner, ResponseType type, String code) {
    return find(owner, type, "[" + code + "]", star(code));
  }

  /** What stands for a code's name where it isn't tried itself. */
  static String star(String code) {
    boolean byNameOnly =
        CodeName.of(code)
            .map(known -> known.neverRemovable() || Policy.isAround(known))
            .orElse(false);
    return byNameOnly ? "[" + code + "]" : "[*]";
  }

  private Optional<Map.Entry<ResponseKey, Entry<ResponseAction>>> find(
      Owner owner, ResponseType type, String name, String star) {
    for (ResponseKey key : keys(owner, type, name, star)) {
      Entry<ResponseAction> entry = table.get(key);
      if (entry != null) {
        return Optional.of(Map.entry(key, entry));
      }
    }
    return Optional.empty();
  }

  /** What is tried, the most specific first: twelve keys for a UID command, else eight. */
  static List<ResponseKey> keys(Owner owner, ResponseType type, String name, String star) {
    String whole = owner.text();
    String plain = whole.startsWith("UID ") ? whole.substring("UID ".length()) : whole;
    ResponseKey.Kind kind =
        switch (type) {
          case TAGGED -> ResponseKey.Kind.TAGGED;
          case UNTAGGED -> ResponseKey.Kind.UNTAGGED;
        };
    Set<ResponseKey> keys = new LinkedHashSet<>();
    for (String command : List.of(whole, plain, "*")) {
      for (ResponseKey.Kind each : List.of(kind, ResponseKey.Kind.ALL)) {
        for (String last : List.of(name, star)) {
          keys.add(new ResponseKey(command, each, last));
        }
      }
    }
    return List.copyOf(keys);
  }

  private static Rule<ResponseAction> rule(Map.Entry<ResponseKey, Entry<ResponseAction>> found) {
    return found.getValue().rule();
  }
}

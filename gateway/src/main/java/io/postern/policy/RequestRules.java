package io.postern.policy;

import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The request table by command number (spec/policy-semantics.md, section 2). */
final class RequestRules {
  private static final Rule<RequestAction> DENIED =
      new Rule<>(RequestAction.REJECT, RuleRef.DEFAULT);

  /**
   * The key UID is a function: when it accepts, what stands behind the prefix decides.
   *
   * @param uid the function under UID
   * @param behind the rule of the command without regard to UID
   */
  record Chain(FunctionRef uid, RequestAction behind) {}

  private final List<Rule<RequestAction>> rules = new ArrayList<>();
  private final boolean[] named = new boolean[CommandName.values().length];
  private final List<Chain> chains = new ArrayList<>();
  private final int firstChain;

  /** {@code functions}: how many functions the tables name; chains get the numbers behind. */
  RequestRules(Map<String, Entry<RequestAction>> table, int functions) {
    this.firstChain = functions;
    for (CommandName name : CommandName.values()) {
      rules.add(rule(table, name));
      named[name.ordinal()] =
          table.containsKey(name.text())
              || name.plain()
                  .filter(plain -> !CapabilityTable.bringing(plain).isEmpty())
                  .map(plain -> table.containsKey(plain.text()))
                  .orElse(false);
    }
  }

  Rule<RequestAction> rule(CommandName name) {
    return rules.get(name.ordinal());
  }

  boolean names(CommandName name) {
    return named[name.ordinal()];
  }

  /** The chain of that number, if it is one's. */
  Optional<Chain> chain(FunctionRef function) {
    return function.index() < firstChain
        ? Optional.empty()
        : Optional.of(chains.get(function.index() - firstChain));
  }

  private Rule<RequestAction> rule(Map<String, Entry<RequestAction>> table, CommandName name) {
    Rule<RequestAction> behind = behindUid(table, name);
    Entry<RequestAction> uid = table.get("UID");
    if (name.plain().isEmpty() || uid == null) {
      return behind;
    }
    return switch (uid.value()) {
      case RequestAction.Accept() -> behind;
      case RequestAction.Call(FunctionRef function) -> {
        FunctionRef chain = new FunctionRef(function.name(), firstChain + chains.size());
        chains.add(new Chain(function, behind.action()));
        yield new Rule<>(new RequestAction.Call(chain), uid.place().rule());
      }
      case RequestAction.Reject reject -> uid.rule();
      case RequestAction.Drop drop -> uid.rule();
      case RequestAction.Abort abort -> uid.rule();
      case RequestAction.Rewrite rewrite -> uid.rule();
      case RequestAction.RewriteForm form -> uid.rule();
      case RequestAction.Respond respond -> uid.rule();
    };
  }

  /** The keys that are tried, the key UID aside. */
  static List<String> keys(CommandName name) {
    return name.plain().isEmpty()
        ? List.of(name.text(), "*")
        : List.of(name.text(), name.base().text(), "*");
  }

  private static Rule<RequestAction> behindUid(
      Map<String, Entry<RequestAction>> table, CommandName name) {
    for (String key : keys(name)) {
      Entry<RequestAction> entry = table.get(key);
      if (entry != null) {
        return entry.rule();
      }
    }
    return DENIED;
  }
}

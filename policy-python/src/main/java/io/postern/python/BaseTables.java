package io.postern.python;

import io.postern.policy.ImapProxy;
import io.postern.policy.ImapProxyStrict;
import io.postern.policy.JavaPolicy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.Map;
import org.graalvm.polyglot.Value;

/** The tables of the base classes, as Python's take them: there is one list of them, in Java. */
final class BaseTables {
  private BaseTables() {}

  static void define(Value addBase) {
    define(addBase, "ImapProxy", ImapProxy::new);
    define(addBase, "ImapProxyStrict", ImapProxyStrict::new);
  }

  private static void define(Value addBase, String base, JavaPolicy policy) {
    PolicyTables tables = tables(policy);
    tables
        .requests()
        .forEach(
            (key, entry) -> addBase.execute(base, "request", constant(entry.value()).name(), key));
    tables
        .responses()
        .forEach(
            (key, entry) ->
                addBase.execute(
                    base,
                    "response",
                    constant(entry.value()).name(),
                    key.command(),
                    key.kind().name(),
                    key.name()));
    tables
        .capabilities()
        .forEach(
            (key, entry) ->
                addBase.execute(
                    base, "capability", entry.value() ? "IMAP_CAP_ACCEPT" : "IMAP_CAP_DROP", key));
  }

  private static PolicyTables tables(JavaPolicy policy) {
    try {
      return PolicyTables.of(policy, Map.of());
    } catch (Exception e) {
      throw new AssertionError("a base class fills its tables", e);
    }
  }

  private static PythonConstant constant(RequestAction action) {
    return switch (action) {
      case RequestAction.Accept accept -> PythonConstant.IMAP_REQ_ACCEPT;
      case RequestAction.Reject reject -> PythonConstant.IMAP_REQ_REJECT;
      case RequestAction.Drop drop -> PythonConstant.IMAP_REQ_DROP;
      case RequestAction.Abort abort -> PythonConstant.IMAP_REQ_ABORT;
      case RequestAction.Call call -> throw plain();
      case RequestAction.Rewrite rewrite -> throw plain();
      case RequestAction.RewriteForm form -> throw plain();
      case RequestAction.Respond respond -> throw plain();
    };
  }

  private static PythonConstant constant(ResponseAction action) {
    return switch (action) {
      case ResponseAction.Accept accept -> PythonConstant.IMAP_RSP_ACCEPT;
      case ResponseAction.Reject reject -> PythonConstant.IMAP_RSP_REJECT;
      case ResponseAction.Drop drop -> PythonConstant.IMAP_RSP_DROP;
      case ResponseAction.Abort abort -> PythonConstant.IMAP_RSP_ABORT;
      case ResponseAction.Call call -> throw plain();
      case ResponseAction.Rewrite rewrite -> throw plain();
    };
  }

  private static AssertionError plain() {
    return new AssertionError("the base classes have plain actions only");
  }
}

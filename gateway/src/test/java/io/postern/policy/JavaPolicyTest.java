package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JavaPolicyTest {
  /** The policy of the guide's examples, with functions. */
  static class Guide extends ImapProxy {
    private int calls;

    @Override
    protected void config(PolicyTables t) {
      super.config(t);
      t.request("CAPABILITY").respond("OK CAPABILITY completed", "[IMAP4rev1]");
      t.response("GREETING", "UNTAGGED", "OK").rewrite("Welcome to IMAP proxy");
      t.request("SELECT").call(this::select);
      t.response("SELECT", "TAGGED", "OK").call(this::selected);
      t.request("EXAMINE").call("counted", call -> select(call));
      t.capability("IDLE").drop();
      t.stack("FETCH", "text");
    }

    private RequestAction select(Call call) {
      calls++;
      return new RequestAction.Reject(java.util.Optional.of("call " + calls));
    }

    private ResponseAction selected(Call call) {
      return ResponseAction.DROP;
    }
  }

  private static Policy policy(JavaPolicy made) throws Exception {
    return Policy.compile(PolicyTables.of(made, Map.of()));
  }

  @Test
  void assignmentsOverwriteTheBase() throws Exception {
    Policy policy = policy(Guide::new);
    assertThat(policy.request(CommandName.CAPABILITY).action())
        .isEqualTo(new RequestAction.Respond("OK CAPABILITY completed", List.of("[IMAP4rev1]")));
    assertThat(policy.response(Owner.GREETING, ResponseType.UNTAGGED, ResponseName.OK).action())
        .isEqualTo(new ResponseAction.Rewrite("Welcome to IMAP proxy"));
    assertThat(policy.accepts("IDLE")).isFalse();
    assertThat(policy.request(CommandName.NOOP).action()).isEqualTo(RequestAction.ACCEPT);
    assertThat(policy.stack(CommandName.UID_FETCH)).contains("text");
    assertThat(policy.quirks()).isTrue();
    assertThat(policy.asks()).isTrue();
  }

  @Test
  void eachRuleKnowsItsLine() throws Exception {
    Policy policy = policy(Guide::new);
    int line = lineOf(policy.request(CommandName.CAPABILITY).where());
    assertThat(policy.request(CommandName.SELECT).where().place())
        .isEqualTo("JavaPolicyTest.java:" + (line + 2));
    assertThat(policy.request(CommandName.NOOP).where().place()).isEqualTo("ImapProxy");
    assertThat(
            PolicyTables.of(Guide::new, Map.of("JavaPolicyTest.java", "policies/P.java"))
                .requests()
                .get("SELECT")
                .place())
        .isEqualTo(new Place("policies/P.java", line + 2, 0));
  }

  private static int lineOf(RuleRef where) {
    assertThat(where.place()).startsWith("JavaPolicyTest.java:");
    return Integer.parseInt(where.place().substring("JavaPolicyTest.java:".length()));
  }

  @Test
  void functionHasTheNameOfItsMethod() throws Exception {
    Policy policy = policy(Guide::new);
    assertThat(function(policy, CommandName.SELECT).name()).isEqualTo("select");
    assertThat(function(policy, CommandName.EXAMINE).name()).isEqualTo("counted");
    assertThat(policy).isEqualTo(policy(Guide::new));
  }

  @Test
  void eachSessionHasItsOwnInstance() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Policy policy =
        policy(
            () -> {
              made.incrementAndGet();
              return new Guide();
            });
    PolicyFunctions one = policy.open(Calls.FACTS);
    PolicyFunctions two = policy.open(Calls.FACTS);
    assertThat(made).hasValue(1);
    FunctionRef select = function(policy, CommandName.SELECT);
    assertThat(one.request(select, Calls.of("a1"))).hasToString("Reject[text=Optional[call 1]]");
    assertThat(one.request(function(policy, CommandName.EXAMINE), Calls.of("a2")))
        .hasToString("Reject[text=Optional[call 2]]");
    assertThat(two.request(select, Calls.of("a1"))).hasToString("Reject[text=Optional[call 1]]");
    assertThat(made).hasValue(3);
    ResponseAction.Call selected =
        (ResponseAction.Call)
            policy
                .response(Owner.of(CommandName.SELECT), ResponseType.TAGGED, ResponseName.OK)
                .action();
    assertThat(one.response(selected.function(), Calls.of("a1"))).isEqualTo(ResponseAction.DROP);
  }

  private static FunctionRef function(Policy policy, CommandName name) {
    return ((RequestAction.Call) policy.request(name).action()).function();
  }

  @Test
  void lambdaWithoutANameIsAnErrorWithItsLine() throws Exception {
    PolicyTables tables = PolicyTables.of(Nameless::new, Map.of());
    assertThat(tables.errors())
        .singleElement()
        .asString()
        .matches("JavaPolicyTest\\.java:\\d+: found a function without a name, expected .*");
    assertThatThrownBy(() -> Policy.compile(tables)).isInstanceOf(IllegalArgumentException.class);
  }

  static class Nameless extends ImapProxy {
    @Override
    protected void config(PolicyTables t) {
      t.request("NOOP").call(call -> RequestAction.ACCEPT);
    }
  }

  @Test
  void twoFunctionsOfOneNameAreAnError() throws Exception {
    PolicyTables tables = PolicyTables.of(Twins::new, Map.of());
    assertThat(tables.errors())
        .singleElement()
        .asString()
        .endsWith("two functions are named select");
  }

  static class Twins extends ImapProxy {
    @Override
    protected void config(PolicyTables t) {
      t.request("SELECT").call(this::select);
      t.request("UID SEARCH").call(this::select);
      t.request("EXAMINE").call("select", call -> RequestAction.ACCEPT);
    }

    RequestAction select(Call call) {
      return RequestAction.REJECT;
    }
  }

  @Test
  void wrongTypeOfAResponseIsAnErrorWithTheNearestName() throws Exception {
    PolicyTables tables = PolicyTables.of(Mistyped::new, Map.of());
    assertThat(tables.errors())
        .singleElement()
        .asString()
        .endsWith("found \"UNTAGED\", expected TAGGED, UNTAGGED, ALL or *; did you mean UNTAGGED?");
  }

  static class Mistyped extends ImapProxy {
    @Override
    protected void config(PolicyTables t) {
      t.response("GREETING", "UNTAGED", "OK").abort();
    }
  }

  @Test
  void heirThatDoesNotCallItsBaseStartsFromEmptyTables() throws Exception {
    assertThat(PolicyTables.of(Twins::new, Map.of()).requests())
        .containsOnlyKeys("SELECT", "UID SEARCH", "EXAMINE");
  }

  @Test
  void functionThatConfigDoesNotAssignAgainFails() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Policy policy = policy(() -> made.getAndIncrement() == 0 ? new Guide() : new ImapProxy());
    PolicyFunctions open = policy.open(Calls.FACTS);
    assertThatThrownBy(() -> open.request(function(policy, CommandName.SELECT), Calls.of("a1")))
        .isInstanceOf(IllegalStateException.class);
  }
}

package io.postern.policy;

import static io.postern.imap.ResponseType.TAGGED;
import static io.postern.imap.ResponseType.UNTAGGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of spec/policy-semantics.md, section 2. */
class PolicyLookupTest {
  private static final Owner UID_FETCH = Owner.of(CommandName.UID_FETCH);
  private static final Owner LOGIN = Owner.of(CommandName.LOGIN);
  private static final Owner SELECT = Owner.of(CommandName.SELECT);

  private final PolicyTables tables = PolicyTables.empty();
  private int line;

  private Place next() {
    return new Place("p.yaml", ++line, 1);
  }

  private void request(String key, RequestAction action) {
    tables.putRequest(key, action, next());
  }

  private void response(String command, String type, String name, ResponseAction action) {
    tables.putResponse(
        new ResponseKey(command, ResponseKey.Kind.of(type).orElseThrow(), name), action, next());
  }

  private static RequestAction refusal(String text) {
    return new RequestAction.Reject(Optional.of(text));
  }

  private static ResponseAction withheld(String text) {
    return new ResponseAction.Reject(Optional.of(text));
  }

  private RequestAction judged(CommandName name) {
    return Policy.compile(tables).request(name).action();
  }

  private ResponseAction judged(Owner owner, ResponseType type, String code) {
    return Policy.compile(tables).code(owner, type, code).action();
  }

  @Test
  void whatNoEntryMatchesIsRejected() {
    Policy empty = Policy.compile(tables);
    for (CommandName name : CommandName.values()) {
      assertThat(empty.request(name)).isEqualTo(new Rule<>(RequestAction.REJECT, RuleRef.DEFAULT));
    }
    assertThat(empty.response(SELECT, TAGGED, ResponseName.OK))
        .isEqualTo(new Rule<>(ResponseAction.REJECT, RuleRef.DEFAULT));
    assertThat(empty.accepts("IMAP4rev1")).isFalse();
  }

  @Test
  void exactNameBeatsTheStarWhateverTheOrder() {
    request("delete", refusal("kept"));
    request("*", RequestAction.ACCEPT);
    assertThat(judged(CommandName.DELETE)).isEqualTo(refusal("kept"));
    assertThat(judged(CommandName.NOOP)).isEqualTo(RequestAction.ACCEPT);
    assertThat(Policy.compile(tables).request(CommandName.DELETE).where().place())
        .isEqualTo("p.yaml:1");
  }

  @Test
  void lastAssignmentOfAKeyWins() {
    request("NOOP", RequestAction.ACCEPT);
    request("noop", RequestAction.ABORT);
    assertThat(judged(CommandName.NOOP)).isEqualTo(RequestAction.ABORT);
  }

  @Test
  void uidCommandIsLookedUpByTwoWordsThenThePlainOneThenTheStar() {
    request("*", RequestAction.ACCEPT);
    assertThat(judged(CommandName.UID_FETCH)).isEqualTo(RequestAction.ACCEPT);
    request("FETCH", refusal("plain"));
    assertThat(judged(CommandName.UID_FETCH)).isEqualTo(refusal("plain"));
    request("UID FETCH", refusal("two"));
    assertThat(judged(CommandName.UID_FETCH)).isEqualTo(refusal("two"));
    assertThat(judged(CommandName.FETCH)).isEqualTo(refusal("plain"));
  }

  @Test
  void keyUidIsAskedFirstAndAnythingButAcceptIsFinal() {
    request("UID", refusal("no uid"));
    request("UID FETCH", RequestAction.ACCEPT);
    request("FETCH", RequestAction.ACCEPT);
    assertThat(judged(CommandName.UID_FETCH)).isEqualTo(refusal("no uid"));
    assertThat(judged(CommandName.FETCH)).isEqualTo(RequestAction.ACCEPT);
    request("UID", RequestAction.ACCEPT);
    request("UID FETCH", refusal("two"));
    assertThat(judged(CommandName.UID_FETCH)).isEqualTo(refusal("two"));
    assertThat(judged(CommandName.UID_STORE)).isEqualTo(RequestAction.REJECT);
  }

  @Test
  void functionUnderUidIsAskedFirstAndWhatStandsBehindDecidesWhenItAccepts() throws Exception {
    List<String> asked = new ArrayList<>();
    FunctionSource source =
        session ->
            new PolicyFunctions() {
              @Override
              public RequestAction request(FunctionRef function, Call call) {
                asked.add(function.name());
                return call.tag().equals("a1")
                    ? refusal("by " + function.name())
                    : RequestAction.ACCEPT;
              }

              @Override
              public ResponseAction response(FunctionRef function, Call call) {
                return ResponseAction.ABORT;
              }
            };
    request("UID", new RequestAction.Call(tables.function(source, "first")));
    request("FETCH", new RequestAction.Call(tables.function(source, "second")));
    request("STORE", refusal("static"));
    Policy policy = Policy.compile(tables);
    PolicyFunctions open = policy.open(Calls.FACTS);

    FunctionRef fetch =
        ((RequestAction.Call) policy.request(CommandName.UID_FETCH).action()).function();
    FunctionRef store =
        ((RequestAction.Call) policy.request(CommandName.UID_STORE).action()).function();
    assertThat(fetch.name()).isEqualTo("first");
    assertThat(open.request(fetch, Calls.of("a1"))).isEqualTo(refusal("by first"));
    assertThat(asked).containsExactly("first");
    assertThat(open.request(fetch, Calls.of("a2"))).isEqualTo(RequestAction.ACCEPT);
    assertThat(asked).containsExactly("first", "first", "second");
    assertThat(open.request(store, Calls.of("a2"))).isEqualTo(refusal("static"));
  }

  @Test
  void requestIsNamedByItsOwnKeyOnly() {
    request("*", RequestAction.ACCEPT);
    request("IDLE", RequestAction.ACCEPT);
    request("MOVE", RequestAction.ACCEPT);
    request("EXPUNGE", RequestAction.ACCEPT);
    Policy policy = Policy.compile(tables);
    assertThat(policy.namesRequest(CommandName.IDLE)).isTrue();
    assertThat(policy.namesRequest(CommandName.UID_MOVE)).isTrue();
    assertThat(policy.namesRequest(CommandName.NOOP)).isFalse();
    // EXPUNGE is of RFC 3501; to name it says nothing about the UID EXPUNGE of UIDPLUS.
    assertThat(policy.namesRequest(CommandName.UID_EXPUNGE)).isFalse();
  }

  /** The twelve keys for UID FETCH UNTAGGED OK, the most specific first. */
  private static final List<List<String>> TWELVE =
      List.of(
          List.of("UID FETCH", "UNTAGGED", "OK"),
          List.of("UID FETCH", "UNTAGGED", "*"),
          List.of("UID FETCH", "ALL", "OK"),
          List.of("UID FETCH", "ALL", "*"),
          List.of("FETCH", "UNTAGGED", "OK"),
          List.of("FETCH", "UNTAGGED", "*"),
          List.of("FETCH", "ALL", "OK"),
          List.of("FETCH", "ALL", "*"),
          List.of("*", "UNTAGGED", "OK"),
          List.of("*", "UNTAGGED", "*"),
          List.of("*", "*", "OK"),
          List.of("*", "*", "*"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void responseIsLookedUpInTwelveSteps(int best) {
    for (int i = TWELVE.size() - 1; i >= best; i--) {
      List<String> key = TWELVE.get(i);
      response(key.get(0), key.get(1), key.get(2), withheld("step " + i));
    }
    Policy policy = Policy.compile(tables);
    assertThat(policy.response(UID_FETCH, UNTAGGED, ResponseName.OK).action())
        .isEqualTo(withheld("step " + best));
    // The other type never comes by a key of UNTAGGED.
    int forTagged = List.of(2, 2, 2, 3, 6, 6, 6, 7, 10, 10, 10, 11).get(best);
    assertThat(policy.response(UID_FETCH, TAGGED, ResponseName.OK).action())
        .isEqualTo(withheld("step " + forTagged));
  }

  @Test
  void starsApplyToGreetingAndUnsolicitedToo() {
    response("*", "ALL", "*", ResponseAction.ACCEPT);
    response("UNSOLICITED", "UNTAGGED", "*", ResponseAction.REJECT);
    Policy policy = Policy.compile(tables);
    assertThat(policy.response(Owner.GREETING, UNTAGGED, ResponseName.OK).action())
        .isEqualTo(ResponseAction.ACCEPT);
    assertThat(policy.response(Owner.UNSOLICITED, UNTAGGED, ResponseName.EXISTS).action())
        .isEqualTo(ResponseAction.REJECT);
  }

  @Test
  void codeWithoutAnEntryIsKeptIfTheEngineKnowsIt() {
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, "XYZZY")).isEqualTo(ResponseAction.DROP);
    assertThat(Policy.compile(tables).namesCode(LOGIN, TAGGED, "ALERT")).isFalse();
  }

  @Test
  void codeIsNotJudgedByTheStarOfResponses() {
    response("*", "ALL", "*", ResponseAction.REJECT);
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.ACCEPT);
  }

  @Test
  void codeIsLookedUpLikeAResponseWithItsOwnStar() {
    response("*", "ALL", "[*]", ResponseAction.DROP);
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.DROP);
    response("*", "ALL", "[ALERT]", ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.ACCEPT);
    response("LOGIN", "TAGGED", "[*]", ResponseAction.ABORT);
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.ABORT);
    assertThat(judged(LOGIN, UNTAGGED, "ALERT")).isEqualTo(ResponseAction.ACCEPT);
    response("LOGIN", "TAGGED", "[alert]", ResponseAction.DROP);
    assertThat(judged(LOGIN, TAGGED, "ALERT")).isEqualTo(ResponseAction.DROP);
    assertThat(Policy.compile(tables).namesCode(LOGIN, TAGGED, "ALERT")).isTrue();
  }

  @Test
  void starNeverKeepsAnUnknownCodeButItsOwnNameDoes() {
    response("*", "ALL", "[*]", ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, "XYZZY")).isEqualTo(ResponseAction.DROP);
    response("*", "ALL", "[*]", ResponseAction.ABORT);
    assertThat(judged(LOGIN, TAGGED, "XYZZY")).isEqualTo(ResponseAction.ABORT);
    response("*", "ALL", "[XYZZY]", ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, "XYZZY")).isEqualTo(ResponseAction.ACCEPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLOSED",
        "UIDVALIDITY",
        "UIDNEXT",
        "UIDNOTSTICKY",
        "HIGHESTMODSEQ",
        "NOMODSEQ",
        "PERMANENTFLAGS",
        "READ-ONLY",
        "READ-WRITE",
        "MODIFIED",
        "COPYUID",
        "APPENDUID",
        "NOTSAVED",
        "NOTIFICATIONOVERFLOW",
        "TRYCREATE"
      })
  void starLeavesAloneWhatIsNeverRemovable(String code) {
    response("SELECT", "TAGGED", "[*]", ResponseAction.DROP);
    response("*", "ALL", "[*]", ResponseAction.ABORT);
    assertThat(judged(SELECT, TAGGED, code)).isEqualTo(ResponseAction.ACCEPT);
    response("*", "ALL", "[" + code + "]", ResponseAction.ABORT);
    assertThat(judged(SELECT, TAGGED, code)).isEqualTo(ResponseAction.ABORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFERRAL", "BADURL"})
  void codeThatLeadsAroundTheGatewayOpensByItsOwnNameOnly(String code) {
    assertThat(judged(LOGIN, TAGGED, code)).isEqualTo(ResponseAction.DROP);
    response("*", "ALL", "[" + code + "]", ResponseAction.DROP);
    response("LOGIN", "TAGGED", "[*]", ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, code)).isEqualTo(ResponseAction.DROP);
    response("LOGIN", "TAGGED", "[" + code + "]", ResponseAction.ACCEPT);
    assertThat(judged(LOGIN, TAGGED, code)).isEqualTo(ResponseAction.ACCEPT);
    assertThat(Policy.compile(tables).namesCode(LOGIN, TAGGED, code)).isTrue();
  }

  @Test
  void capabilityIsLookedUpByItsNameThenTheStarElseDropped() {
    tables.putCapability("imap4rev1", true, next());
    assertThat(Policy.compile(tables).accepts("IMAP4REV1")).isTrue();
    assertThat(Policy.compile(tables).accepts("IDLE")).isFalse();
    tables.putCapability("*", true, next());
    tables.putCapability("AUTH=LOGIN", false, next());
    Policy policy = Policy.compile(tables);
    assertThat(policy.accepts("idle")).isTrue();
    assertThat(policy.accepts("AUTH=PLAIN")).isTrue();
    assertThat(policy.accepts("AUTH=LOGIN")).isFalse();
  }

  @Test
  void starRangesOverWhatTheCapabilityTableKnows() {
    tables.putCapability("*", true, next());
    assertThat(Policy.compile(tables).accepts("XYZZY")).isFalse();
    tables.putCapability("XYZZY", true, next());
    assertThat(Policy.compile(tables).accepts("XYZZY")).isTrue();
  }

  @Test
  void droppingRevisionOneAlsoDropsRevisionTwo() {
    tables.putCapability("*", true, next());
    assertThat(Policy.compile(tables).accepts("IMAP4rev2")).isTrue();
    tables.putCapability("IMAP4rev1", false, next());
    tables.putCapability("IMAP4rev2", true, next());
    assertThat(Policy.compile(tables).accepts("IMAP4rev2")).isFalse();
    assertThat(Policy.compile(tables).accepts("IDLE")).isTrue();
  }

  @Test
  void equalKeysActionsAndTextsAreEqualPoliciesWhereverTheyStand() {
    request("DELETE", refusal("kept"));
    response("*", "*", "*", ResponseAction.ACCEPT);
    tables.putStack("FETCH", "text", next());
    Policy one = Policy.compile(tables);
    PolicyTables other = PolicyTables.empty();
    Place elsewhere = Place.of("Q");
    other.putStack("fetch", "text", elsewhere);
    other.putResponse(
        new ResponseKey("*", ResponseKey.Kind.ALL, "*"), ResponseAction.ACCEPT, elsewhere);
    other.putRequest("Delete", refusal("kept"), elsewhere);
    assertThat(Policy.compile(other)).isEqualTo(one).hasSameHashCodeAs(one);
    other.putRequest("DELETE", refusal("Kept"), elsewhere);
    assertThat(Policy.compile(other)).isNotEqualTo(one);
  }
}

package io.postern.notation;

import static io.postern.imap.ResponseType.TAGGED;
import static io.postern.imap.ResponseType.UNTAGGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlPolicyTest {
  @Test
  void everyFormOfAnActionIsRead() {
    Policy policy =
        Loads.policy(
            Loads.yaml(
                """
                extends: ImapProxy
                request:
                  NOOP: accept
                  CHECK: reject
                  STORE: drop
                  COPY: abort
                  CREATE: { reject: "no" }
                  DELETE: { abort: "enough" }
                  LSUB: { respond: "OK done" }
                  STATUS: { respond: "NO [LIMIT] later", untagged: ["OK wait", "[\\"x\\" (MESSAGES 1)]"] }
                response:
                  "FETCH UNTAGGED FETCH": { reject: "no" }
                  "select tagged no": { rewrite: "It can't be opened" }
                  "UID STORE * *": { abort: "bad server" }
                  "* ALL [ALERT]": drop
                """));
    assertThat(policy.request(CommandName.NOOP).action()).isEqualTo(RequestAction.ACCEPT);
    assertThat(policy.request(CommandName.CHECK).action()).isEqualTo(RequestAction.REJECT);
    assertThat(policy.request(CommandName.STORE).action()).isEqualTo(RequestAction.DROP);
    assertThat(policy.request(CommandName.COPY).action()).isEqualTo(RequestAction.ABORT);
    assertThat(policy.request(CommandName.CREATE).action())
        .isEqualTo(new RequestAction.Reject(Optional.of("no")));
    assertThat(policy.request(CommandName.DELETE).action())
        .isEqualTo(new RequestAction.Abort(Optional.of("enough")));
    assertThat(policy.request(CommandName.LSUB).action())
        .isEqualTo(new RequestAction.Respond("OK done", List.of()));
    assertThat(policy.request(CommandName.STATUS).action())
        .isEqualTo(
            new RequestAction.Respond(
                "NO [LIMIT] later", List.of("OK wait", "[\"x\" (MESSAGES 1)]")));
    assertThat(judged(policy, CommandName.UID_FETCH, true, ResponseName.FETCH))
        .isEqualTo(new ResponseAction.Reject(Optional.of("no")));
    assertThat(judged(policy, CommandName.SELECT, false, ResponseName.NO))
        .isEqualTo(new ResponseAction.Rewrite("It can't be opened"));
    assertThat(judged(policy, CommandName.UID_STORE, false, ResponseName.OK))
        .isEqualTo(new ResponseAction.Abort(Optional.of("bad server")));
    assertThat(policy.code(Owner.of(CommandName.NOOP), TAGGED, "ALERT").action())
        .isEqualTo(ResponseAction.DROP);
  }

  private static ResponseAction judged(
      Policy policy, CommandName command, boolean untagged, ResponseName name) {
    return policy.response(Owner.of(command), untagged ? UNTAGGED : TAGGED, name).action();
  }

  @Test
  void policyWithoutABaseStartsFromEmptyTables() {
    Policy policy = Loads.policy(Loads.yaml("request: { NOOP: accept }"));
    assertThat(policy.requests()).containsOnlyKeys("NOOP");
    assertThat(policy.quirks()).isFalse();
  }

  @Test
  void emptyFileDeniesEverything() {
    assertThat(Loads.policy(Loads.yaml("")).requests()).isEmpty();
  }

  @Test
  void allMistakesAreToldAtOnceWithTheirPlaces() {
    assertThat(
            Loads.errors(
                Loads.yaml(
                    """
                    extends: ImapProxi
                    requests: {}
                    request:
                      DELETE: rejct
                      RENAME: { reject: no, abort: no }
                      CREATE: {}
                      LIST: { rejcet: "x" }
                      LSUB: [reject]
                      CHECK: respond
                      delete: accept
                      STATUS: { reject: "x", untagged: [] }
                      COPY: { reject: }
                    response:
                      "FETCH": accept
                      "FETCH UNTAGED FETCH": accept
                      "NOOP TAGGED OK": { respond: "OK" }
                    capability:
                      IDLE: reject
                      ID: acept
                    stack: text
                    """)))
        .containsExactly(
            "p.yaml:1:10: found \"ImapProxi\", expected ImapProxy, ImapProxyStrict,"
                + " AbstractImapProxy, a .yaml or .java file, or class:a.b.C; did you mean"
                + " ImapProxy?",
            "p.yaml:2:1: found requests, expected extends, functions, request, response,"
                + " capability, stack; did you mean request?",
            "p.yaml:4:11: found the text \"rejct\", expected accept, reject, drop, abort or a map"
                + " with one of reject, abort, rewrite, respond, call; did you mean reject?",
            "p.yaml:5:11: found 2 actions, expected exactly one of reject, abort, rewrite, respond,"
                + " call",
            "p.yaml:6:11: found no action, expected exactly one of reject, abort, rewrite, respond,"
                + " call",
            "p.yaml:7:11: found rejcet, expected one of reject, abort, rewrite, respond, call; did"
                + " you mean reject?",
            "p.yaml:8:9: found a list, expected an action",
            "p.yaml:9:10: found the text \"respond\", expected a map, { respond: ... }",
            "p.yaml:10:3: the key delete stands twice, first in line 4",
            "p.yaml:11:26: found untagged, expected one of reject, abort, rewrite, respond, call",
            "p.yaml:12:18: found nothing, expected a text",
            "p.yaml:14:3: found \"FETCH\", expected COMMAND TYPE RESPONSE, as in \"FETCH UNTAGGED"
                + " FETCH\"",
            "p.yaml:15:3: found the type \"UNTAGED\", expected TAGGED, UNTAGGED, ALL or *; did you"
                + " mean UNTAGGED?",
            "p.yaml:16:23: found respond, expected one of reject, abort, rewrite, call",
            "p.yaml:18:9: found the text \"reject\", expected accept or drop",
            "p.yaml:19:7: found the text \"acept\", expected accept or drop; did you mean accept?",
            "p.yaml:20:8: found the text \"text\", expected a map, the table stack");
  }

  @Test
  void keysThatMeanTheSameStandOnce() {
    assertThat(
            Loads.errors(Loads.yaml("response:\n  \"A * OK\": accept\n  \"a  ALL ok\": accept\n")))
        .containsExactly("p.yaml:3:3: the key a  ALL ok stands twice, first in line 2");
  }

  @Test
  void thenIsAcceptOrNothing() {
    String yaml =
        "extends: ImapProxy\nresponse:\n  \"GREETING UNTAGGED OK\": { rewrite: x, then: %s }";
    assertThat(Loads.policy(Loads.yaml(yaml.formatted("accept"))).quirks()).isTrue();
    assertThat(Loads.errors(Loads.yaml(yaml.formatted("reject"))))
        .containsExactly("p.yaml:3:47: found the text \"reject\", expected accept");
  }

  @Test
  void functionIsAMethodOfTheClassUnderFunctions() {
    assertThat(Loads.errors(Loads.yaml("request: { SELECT: { call: select } }")))
        .containsExactly(
            "p.yaml:1:28: found the function select, expected functions: FILE.java#CLASS in this"
                + " policy, to find it in");
    assertThat(
            Loads.errors(
                Loads.yaml("functions: ExamineOnly.java\nrequest: { SELECT: { call: selct } }")))
        .containsExactly(
            "p.yaml:2:28: found the function selct, expected a method RequestAction selct(Call) in"
                + " ExamineOnly; did you mean select?");
    assertThat(Loads.errors(Loads.yaml("functions: x.py")))
        .containsExactly(
            "p.yaml:1:12: found \"x.py\", expected FILE.java, FILE.java#CLASS or class:a.b.C");
  }

  @Test
  void tableOverABaseThatIsNamedElsewhere() {
    YamlResult.Read table =
        (YamlResult.Read) YamlReader.parse("t.txt", "    request: { NOOP: reject }", 4);
    Policies policies = new Policies(List.of());
    Policy policy =
        Loads.policy(
            policies.inline("hide-server.yaml", table.root(), Loads.EXAMPLES, Loads.NAMED));
    assertThat(policy.request(CommandName.NOOP).where().place()).isEqualTo("t.txt:4");
    assertThat(policy.request(CommandName.RENAME).action()).isEqualTo(RequestAction.REJECT);
    YamlResult.Read twice = (YamlResult.Read) YamlReader.parse("t.txt", "extends: ImapProxy", 4);
    assertThat(Loads.errors(policies.inline("ImapProxy", twice.root(), Path.of(""), Loads.NAMED)))
        .containsExactly("t.txt:4:10: found extends, but the base is named above the table");
  }
}

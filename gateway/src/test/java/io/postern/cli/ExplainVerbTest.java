package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explanations without traffic. */
class ExplainVerbTest {
  @TempDir private Path folder;
  private Path policy;
  private Path config;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        folder.resolve("Own.java"),
        """
        import io.postern.policy.Call;
        import io.postern.policy.RequestAction;
        import java.util.Optional;

        public class Own {
          RequestAction mine(Call call) {
            call.log("imap.policy", 1, "asked for " + call.session().user().orElse("nobody"));
            return new RequestAction.Reject(Optional.of("Not for " + call.arguments().size()));
          }

          RequestAction broken(Call call) {
            throw new IllegalStateException("oops");
          }

          RequestAction spins(Call call) {
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
            return RequestAction.ACCEPT;
          }
        }
        """);
    policy =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            extends: ImapProxy
            functions: Own.java
            request:
              DELETE: { reject: "Folders are kept here" }
              "UID FETCH": { rewrite: "NOOP" }
              CREATE: { call: mine }
              RENAME: { call: broken }
              COPY: { call: spins }
            capability:
              IDLE: drop
            response:
              "UID FETCH UNTAGGED *": drop
            """);
    config =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            version: 1
            services:
              - { name: one, listen: "127.0.0.1:1", server: "127.0.0.1:2", policy: mine.yaml,
                  limits: { policy-call: 100ms } }
              - { name: two, listen: "127.0.0.1:3", server: "127.0.0.1:2", policy: mine.yaml,
                  mode: observe, observe: ImapProxyStrict }
            """);
  }

  private String explained(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "explain";
    all[1] = "--policy";
    all[2] = policy;
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    Ran ran = Ran.postern(all);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    return ran.out();
  }

  @Test
  void aRefusalIsExplainedWithItsLine() {
    assertThat(explained("--command", "DELETE Trash"))
        .isEqualTo(
            """
              command   a1 DELETE Trash
              state     selected
              look-ups  request DELETE                         reject  (mine.yaml:4)
              rule      %s:4
                          DELETE: { reject: "Folders are kept here" }
              action    reject
              so        the command is refused: the client hears NO [NOPERM], the server nothing
              client    hears  a1 NO [NOPERM] Folders are kept here (S-1)
            """
                .formatted(policy));
  }

  @Test
  void lookUpsThatFoundNothingAreShown() {
    assertThat(explained("--command", "UID STORE 1 +FLAGS (\\Seen)"))
        .contains(
            """
            look-ups  request UID STORE                      -
                        request STORE                          -
                        request *                              accept  (ImapProxy)
            """)
        .contains("server    hears  T1 UID STORE 1 +FLAGS (\\Seen)");
  }

  @Test
  void aFunctionIsReallyCalled() {
    assertThat(explained("--command", "CREATE a", "--user", "alice"))
        .contains("log       imap.policy: asked for alice")
        .contains("policy mine  (mine.yaml:6)")
        .contains("action    reject")
        .contains("client    hears  a1 NO [NOPERM] Not for 1 (S-1)");
  }

  @Test
  void aFunctionThatFailsIsExplained() {
    assertThat(explained("--command", "RENAME a b"))
        .contains("function  broken")
        .contains("BYE [SERVERBUG]")
        .contains("client    hears  (the connection is closed)");
  }

  @Test
  void aFunctionThatSpinsMeetsItsLimit() {
    Ran ran =
        Ran.postern("explain", "-c", config, "--service", "one", "--command", "COPY 1 elsewhere");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("took longer than 100 ms");
  }

  @Test
  void whatADroppedCapabilityBringsIsExplained() {
    assertThat(explained("--command", "IDLE"))
        .contains("capability IDLE                        drop  (mine.yaml:10)")
        .contains("only a dropped capability brings it")
        .contains("IDLE: drop");
    assertThat(explained("--command", "IDLE", "--server-has", "imap4rev1 imap4rev2 idle"))
        .contains("server    hears  T1 IDLE");
  }

  @Test
  void grammarAndStateAreExplained() {
    assertThat(explained("--command", "FETCH 1 ("))
        .contains("rule      engine: no table was asked")
        .contains("action    bad")
        .contains("client    hears  a1 BAD ");
    assertThat(explained("--command", "FETCH 1 FLAGS", "--state", "auth"))
        .contains("FETCH is not allowed in this state");
  }

  @Test
  void credentialsAreNotShown() {
    for (String command :
        new String[] {"LOGIN alice secret", "AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA=="}) {
      assertThat(explained("--command", command, "--state", "nonauth"))
          .doesNotContain("secret")
          .doesNotContain("AGFs")
          .contains("***");
    }
  }

  @Test
  void aResponseIsExplainedByItsKey() {
    assertThat(explained("--response", "uid fetch untagged fetch"))
        .contains("response  UID FETCH UNTAGGED FETCH")
        .contains("response UID FETCH UNTAGGED FETCH      -")
        .contains("response UID FETCH UNTAGGED *          drop  (mine.yaml:12)");
    assertThat(explained("--response", "LOGIN TAGGED [REFERRAL]")).contains("ImapProxy");
  }

  @Test
  void anObservedPolicySaysWhatItWouldHaveDone() {
    Ran ran = Ran.postern("explain", "-c", config, "--service", "two", "--command", "DELETE Trash");
    assertThat(ran.out())
        .contains("reject  (observed only)")
        .contains("would have been: the command is refused")
        .contains("server    hears  T1 DELETE Trash");
  }

  @Test
  void itIsToldAsJsonToo() {
    JsonNode told =
        JsonMapper.builder()
            .build()
            .readTree(explained("--command", "DELETE Trash", "--output", "json"));
    JsonNode verdict = told.get("verdicts").get(0);
    assertThat(verdict.get("command").asString()).isEqualTo("DELETE");
    assertThat(verdict.get("rule").asString()).isEqualTo("mine.yaml:4");
    assertThat(verdict.get("rule_text").asString()).startsWith("DELETE: ");
    assertThat(verdict.get("code").asString()).isEqualTo("NOPERM");
    assertThat(verdict.get("lookups").get(0).get("found").asBoolean()).isTrue();
    assertThat(told.get("client_hears").get(0).asString()).startsWith("a1 NO ");
  }

  @Test
  void exitCodesAreThoseOfTheConventions() throws Exception {
    assertThat(Ran.postern("explain").exit()).isEqualTo(64);
    assertThat(Ran.postern("explain", "a-1", "--summary").exit()).isEqualTo(64);
    assertThat(Ran.postern("explain", "--command", "NOOP").exit()).isEqualTo(64);
    assertThat(Ran.postern("explain", "-c", config, "--command", "NOOP").err())
        .contains("which service? --service one or two");
    assertThat(Ran.postern("explain", "-c", config, "--service", "x", "--command", "N").exit())
        .isEqualTo(64);
    assertThat(Ran.postern("explain", "--policy", policy, "--response", "nonsense").exit())
        .isEqualTo(64);
    assertThat(Ran.postern("explain", "--policy", policy, "--command", "a\r\nb").exit())
        .isEqualTo(64);
    assertThat(
            Ran.postern("explain", "--policy", policy, "--command", "NOOP", "--state", "quit")
                .exit())
        .isEqualTo(64);
    assertThat(Ran.postern("explain", "-c", folder.resolve("no"), "--command", "NOOP").exit())
        .isEqualTo(66);
    assertThat(Ran.postern("explain", "a-1", "--control", folder.resolve("no.sock")).exit())
        .isEqualTo(69);
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "request: { NOOP: maybe }");
    assertThat(Ran.postern("explain", "--policy", broken, "--command", "NOOP").exit())
        .isEqualTo(78);
    Ran half = Ran.postern("explain", "--policy", policy, "--command", "DELETE {5}");
    assertThat(half.exit()).isZero();
    assertThat(Ran.postern("explain", "--policy", policy, "--command", "STATUS {5}").exit())
        .isEqualTo(1);
  }
}

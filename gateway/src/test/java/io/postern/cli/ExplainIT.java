package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a new administrator would try it: a gateway that runs, and questions about its decisions. */
class ExplainIT {
  @TempDir private Path folder;

  @Test
  void aRefusalIsExplainedByItsId() throws Exception {
    Files.writeString(
        folder.resolve("mine.yaml"), "extends: ImapProxy\nrequest:\n  DELETE: reject\n");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server, "policy: mine.yaml");
        Child.Talk talk = child.talk()) {
      talk.hear();
      talk.ask("a1 LOGIN alice secret");
      String refusal = talk.ask("a2 DELETE Trash");
      String id = refusal.substring(refusal.indexOf('(') + 1, refusal.indexOf(')'));
      Ran ran = Ran.postern("explain", id, "-c", folder.resolve("p.yaml"));
      assertThat(ran.exit()).isZero();
      assertThat(ran.out())
          .startsWith("decision " + id + " at ")
          .contains("of service a, client 127.0.0.1, user alice, server " + server.address())
          .contains("command   a2 DELETE Trash")
          .contains("request DELETE                         reject  (mine.yaml:3)")
          .contains("mine.yaml:3\n              DELETE: reject\n");
      assertThat(
              Ran.postern("explain", id, "-c", folder.resolve("p.yaml"), "--output", "json").out())
          .startsWith("{\"decision_id\":\"" + id + "\",");
      Ran unknown = Ran.postern("explain", "zzzzzz-1", "-c", folder.resolve("p.yaml"));
      assertThat(unknown.exit()).isEqualTo(1);
      assertThat(unknown.err()).contains("knows no decision zzzzzz-1");
    }
  }

  @Test
  void aTrialIsSummedUp() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child =
            child(
                server,
                "policy: ImapProxy, mode: enforce,"
                    + " observe: { extends: ImapProxy, request: { DELETE: reject } }")) {
      Path config = folder.resolve("p.yaml");
      assertThat(Ran.postern("explain", "--summary", "-c", config).exit()).isEqualTo(1);
      for (String user : new String[] {"alice", "bob"}) {
        try (Child.Talk talk = child.talk()) {
          talk.hear();
          talk.ask("a1 LOGIN " + user + " secret");
          assertThat(talk.ask("a2 DELETE Trash")).isEqualTo("a2 OK done");
          assertThat(talk.ask("a3 DELETE Old")).isEqualTo("a3 OK done");
        }
      }
      Ran ran = Ran.postern("explain", "--summary", "-c", config);
      assertThat(ran.exit()).isZero();
      assertThat(ran.out()).contains("       4        2  reject        p.yaml:4 ");
      String sample = ran.out().replaceAll("(?s).*postern explain ([a-z0-9]+-[0-9]+).*", "$1");
      Ran one = Ran.postern("explain", sample, "-c", config);
      assertThat(one.out()).contains("reject  (observed only)").contains("would have been");
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      assertThat(child.log())
          .anyMatch(line -> line.contains("mode=observe") && line.contains("rule=p.yaml:4"));
    }
  }

  @Test
  void theStartSaysThatNothingIsEnforced() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server, "policy: AbstractImapProxy, mode: observe");
        Child.Talk talk = child.talk()) {
      assertThat(talk.hear()).startsWith("* OK");
      assertThat(talk.ask("a1 LOGIN alice secret")).isEqualTo("a1 OK in");
      assertThat(talk.ask("a2 DELETE Trash")).isEqualTo("a2 OK done");
      assertThat(Ran.postern("status", "-c", folder.resolve("p.yaml")).out()).contains("observe");
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
    assertThat(Ran.postern("check", folder.resolve("p.yaml")).out())
        .contains("warning: mode: observe: nothing of the policy of service a is enforced");
  }

  private Child child(ScriptedServer server, String policy) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            control: c.sock
            services:
              - { name: a, listen: "127.0.0.1:0", server: "%s", %s }
            """
                .formatted(server.address(), policy));
    return new Child(Optional.empty(), "-c", config.toString());
  }
}

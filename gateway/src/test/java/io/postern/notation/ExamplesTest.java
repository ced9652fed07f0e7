package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Argument;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.policy.Call;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.SessionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policies that are shipped as examples. */
class ExamplesTest {
  @Test
  void everyExampleLoadsWithoutAWarningThatItDoesNotMean() throws IOException {
    try (Stream<Path> files = Files.list(Loads.EXAMPLES)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") || name.endsWith(".java"))
              .toList();
      assertThat(names).hasSizeGreaterThan(5);
      for (String name : names) {
        PolicyLoad load = new Policies(List.of()).load(name, Loads.EXAMPLES, Loads.NAMED);
        assertThat(Loads.warnings(load)).as(name).isEmpty();
      }
    }
  }

  @Test
  void samePolicyInYamlAndJavaGivesEqualTables() {
    assertThat(Loads.example("hide-server.yaml")).isEqualTo(Loads.example("HideServer.java"));
    assertThat(Loads.example("examine-only.yaml")).isEqualTo(Loads.example("ExamineOnly.java"));
    assertThat(Loads.example("hide-server.yaml")).isNotEqualTo(Loads.example("read-only.yaml"));
  }

  /** Examples 4.22 and 4.23 of the guide. */
  @Test
  void guidesExamplesDoWhatTheGuideSays() {
    Policy policy = Loads.example("hide-server.yaml");
    assertThat(policy.request(CommandName.CAPABILITY).action())
        .isEqualTo(new RequestAction.Respond("OK CAPABILITY completed", List.of("[IMAP4rev1]")));
    assertThat(policy.request(CommandName.CAPABILITY).where().place())
        .isEqualTo("hide-server.yaml:7");
    assertThat(policy.response(Owner.GREETING, ResponseType.UNTAGGED, ResponseName.OK).action())
        .isEqualTo(new ResponseAction.Rewrite("Welcome to IMAP proxy"));
    assertThat(policy.accepts("IDLE")).isFalse();
    assertThat(policy.accepts("AUTH=PLAIN")).isTrue();
  }

  @Test
  void javaRulesKnowTheirFileAndLine() {
    assertThat(Loads.example("HideServer.java").request(CommandName.DELETE).where().place())
        .isEqualTo("HideServer.java:10");
  }

  @Test
  void functionsOfJavaAndYamlDecideAlike() throws Exception {
    for (String name : List.of("ExamineOnly.java", "examine-only.yaml")) {
      Policy policy = Loads.example(name);
      PolicyFunctions open = policy.open(facts());
      assertThat(ask(policy, open, CommandName.SELECT, "Drafts")).isEqualTo(RequestAction.ACCEPT);
      assertThat(ask(policy, open, CommandName.SELECT, "INBOX"))
          .isEqualTo(new RequestAction.RewriteForm("EXAMINE", List.of(new Argument.Text("INBOX"))));
      for (int i = 0; i < 3; i++) {
        assertThat(ask(policy, open, CommandName.DELETE, "x"))
            .isInstanceOf(RequestAction.Reject.class);
      }
      assertThat(ask(policy, open, CommandName.DELETE, "x"))
          .isInstanceOf(RequestAction.Abort.class);
      assertThat(ask(policy, policy.open(facts()), CommandName.DELETE, "x"))
          .isInstanceOf(RequestAction.Reject.class);
    }
  }

  private static RequestAction ask(
      Policy policy, PolicyFunctions open, CommandName name, String argument) throws Exception {
    RequestAction.Call rule = (RequestAction.Call) policy.request(name).action();
    return open.request(
        rule.function(),
        new Call(
            "a1",
            name.text(),
            List.of(new Argument.Text(argument)),
            ConnectionState.AUTH,
            ConnectionState.AUTH,
            facts()));
  }

  private static SessionFacts facts() {
    return new SessionFacts(
        "aaaaaa", "test", "192.0.2.1:1", "192.0.2.2:143", Optional.empty(), new HashMap<>());
  }

  @Test
  void heirOfAFileOverwritesItsEntries() {
    Policy policy = Loads.example("hide-server-read-only.yaml");
    assertThat(policy.request(CommandName.STORE).action()).isEqualTo(RequestAction.REJECT);
    assertThat(policy.request(CommandName.UID_STORE).where().place())
        .isEqualTo("hide-server-read-only.yaml:5");
    assertThat(policy.request(CommandName.DELETE).where().place()).isEqualTo("hide-server.yaml:6");
  }

  @Test
  void compilingLeavesNoClassFileBehind() throws IOException {
    Loads.example("ExamineOnly.java");
    try (Stream<Path> files = Files.walk(Loads.EXAMPLES)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".class"));
    }
  }
}

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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policies that are shipped as examples. */
class ExamplesTest {
  private static final List<Path> FOLDERS = List.of(Loads.EXAMPLES, Loads.PROFILES);

  @Test
  void thereAreTenPoliciesAndThreeProfiles() throws IOException {
    assertThat(names(Loads.EXAMPLES)).hasSize(10);
    assertThat(names(Loads.PROFILES))
        .containsExactly("hide-server", "no-permanent-delete", "read-only");
  }

  /** {@code read-only.yaml}, {@code ReadOnly.java} and {@code read-only.py}; nothing else. */
  @Test
  void everyExampleIsThereInThreeNotations() throws IOException {
    for (Path folder : FOLDERS) {
      Set<String> expected = new TreeSet<>();
      for (String name : names(folder)) {
        expected.addAll(List.of(name + ".yaml", javaName(name), name + ".py"));
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> !name.endsWith(".transcript"))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void everyExampleLoadsWithoutAWarning() throws IOException {
    for (Path folder : FOLDERS) {
      for (String name : names(folder)) {
        for (String file : List.of(name + ".yaml", javaForm(name))) {
          PolicyLoad load = new Policies(List.of()).load(file, folder, Loads.NAMED);
          assertThat(Loads.warnings(load)).as(file).isEmpty();
        }
      }
    }
  }

  @Test
  void yamlAndJavaGiveEqualTables() throws IOException {
    for (Path folder : FOLDERS) {
      for (String name : names(folder)) {
        assertThat(Loads.policy(new Policies(List.of()).load(name + ".yaml", folder, Loads.NAMED)))
            .as(name)
            .isEqualTo(
                Loads.policy(new Policies(List.of()).load(javaForm(name), folder, Loads.NAMED)));
      }
    }
    assertThat(Loads.example("hide-server.yaml")).isNotEqualTo(Loads.example("webmail.yaml"));
  }

  @Test
  void readmeTellsOfEachExample() throws IOException {
    String readme = Files.readString(Path.of("..", "examples", "README.md"));
    for (Path folder : FOLDERS) {
      for (String name : names(folder)) {
        assertThat(readme).contains("| `" + folder.getFileName() + "/" + name + "` |");
      }
    }
  }

  /** Together they show all that a table can say. */
  @Test
  void examplesShowEveryAction() throws IOException {
    Set<Class<?>> requests = new HashSet<>();
    Set<Class<?>> responses = new HashSet<>();
    Set<Class<?>> codes = new HashSet<>();
    for (String name : names(Loads.EXAMPLES)) {
      Policy policy = Loads.example(name + ".yaml");
      policy.requests().values().forEach(entry -> requests.add(entry.value().getClass()));
      policy
          .responses()
          .forEach(
              (key, entry) -> (key.isCode() ? codes : responses).add(entry.value().getClass()));
    }
    Set<Class<?>> table = new HashSet<>(Set.of(RequestAction.class.getPermittedSubclasses()));
    // A function's answer, never in a table.
    table.remove(RequestAction.RewriteForm.class);
    assertThat(requests).isEqualTo(table);
    assertThat(responses)
        .contains(
            ResponseAction.Accept.class,
            ResponseAction.Reject.class,
            ResponseAction.Drop.class,
            ResponseAction.Rewrite.class,
            ResponseAction.Call.class);
    assertThat(codes).contains(ResponseAction.Abort.class, ResponseAction.Drop.class);
    assertThat(Loads.example("no-bulk-download.yaml").stack(CommandName.UID_FETCH))
        .contains("text");
  }

  /** By the YAML form. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  static String javaName(String name) {
    return className(name) + ".java";
  }

  /** A file may hold the base, too. */
  private static String javaForm(String name) {
    return javaName(name) + "#" + className(name);
  }

  private static String className(String name) {
    return Stream.of(name.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
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

package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CommandName;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyEngine;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {
  @TempDir private Path folder;

  private PolicyLoad load(String name) {
    return new Policies(List.of()).load(name, folder, Loads.NAMED);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void bareWordIsABaseClass() {
    for (String base : List.of("ImapProxy", "ImapProxyStrict", "AbstractImapProxy")) {
      assertThat(load(base)).isInstanceOf(PolicyLoad.Loaded.class);
    }
    assertThat(Loads.errors(load("Imapproxy")))
        .singleElement()
        .asString()
        .startsWith("postern.yaml:7:13: found \"Imapproxy\", expected ImapProxy")
        .endsWith("did you mean ImapProxy?");
  }

  @Test
  void namesAreRelativeToTheFileThatNamesThem() throws IOException {
    write("a/top.yaml", "extends: ../b/base.yaml\n");
    write("b/base.yaml", "extends: deeper/Base.java\nrequest: { NOOP: reject }\n");
    write(
        "b/deeper/Base.java",
        """
        import io.postern.policy.*;
        class Base extends ImapProxy {
          protected void config(PolicyTables t) {
            super.config(t);
            t.request("CHECK").reject();
          }
        }
        """);
    Policy policy = Loads.policy(load("a/top.yaml"));
    assertThat(policy.request(CommandName.CHECK).where().place()).isEqualTo("Base.java:5");
    assertThat(policy.request(CommandName.NOOP).where().place()).isEqualTo("base.yaml:2");
    assertThat(policy.quirks()).isTrue();
  }

  @Test
  void policyThatExtendsItselfIsAnError() throws IOException {
    write("a.yaml", "extends: b.yaml\n");
    write("b.yaml", "extends: ./a.yaml\n");
    assertThat(Loads.errors(load("a.yaml")))
        .containsExactly(
            folder + "/b.yaml:1:10: found " + folder + "/a.yaml, which extends itself");
  }

  @Test
  void missingFileIsAnErrorWhereItIsNamed() throws IOException {
    assertThat(Loads.errors(load("gone.yaml")))
        .containsExactly("postern.yaml:7:13: found \"" + folder + "/gone.yaml\", which is no file");
    write("a.yaml", "extends: gone.java\nfunctions: away.java\n");
    assertThat(Loads.errors(load("a.yaml")))
        .containsExactly(
            folder + "/a.yaml:1:10: found \"" + folder + "/gone.java\", which is no file",
            folder + "/a.yaml:2:12: found \"" + folder + "/away.java\", which is no file");
  }

  @Test
  void errorsOfTheCompilerHaveLineAndColumn() throws IOException {
    write(
        "P.java",
        """
        public class P extends io.postern.policy.ImapProxy {
          protected void config(io.postern.policy.PolicyTables t) {
        \tt.request(1);
            t.respond();
          }
        }
        """);
    assertThat(Loads.errors(load("P.java")))
        .hasSize(2)
        .anyMatch(error -> error.startsWith(folder + "/P.java:3:12: incompatible types"))
        .anyMatch(error -> error.startsWith(folder + "/P.java:4:6: cannot find symbol"));
  }

  @Test
  void classIsChosenByItsName() throws IOException {
    write(
        "two.java",
        """
        import io.postern.policy.*;
        class One extends ImapProxy {}
        class Two extends ImapProxyStrict {}
        class Three {}
        """);
    assertThat(Loads.policy(load("two.java#Two")).quirks()).isFalse();
    assertThat(Loads.errors(load("two.java")))
        .containsExactly(
            "postern.yaml:7:13: found several classes in "
                + folder
                + "/two.java, expected one, or #CLASS behind the name");
    assertThat(Loads.errors(load("two.java#Tow")))
        .containsExactly(
            "postern.yaml:7:13: found no class Tow in " + folder + "/two.java; did you mean Two?");
    assertThat(Loads.errors(load("two.java#Three")))
        .singleElement()
        .asString()
        .startsWith("postern.yaml:7:13: found the class Three, which extends no policy");
  }

  @Test
  void configThatThrowsIsAnErrorAtItsLine() throws IOException {
    write(
        "P.java",
        """
        import io.postern.policy.*;
        class P extends ImapProxy {
          protected void config(PolicyTables t) {
            throw new IllegalArgumentException("no");
          }
        }
        """);
    assertThat(Loads.errors(load("P.java")))
        .containsExactly(
            folder + "/P.java:4: config() failed: java.lang.IllegalArgumentException: no");
  }

  @Test
  void classWithoutAPlainConstructorIsAnError() throws IOException {
    write("P.java", "class P extends io.postern.policy.ImapProxy { P(int x) {} }");
    assertThat(Loads.errors(load("P.java")))
        .containsExactly(
            "postern.yaml:7:13: found the class P, expected a constructor without parameters");
  }

  @Test
  void classFromThePolicyPath() throws IOException {
    write(
        "src/Here.java",
        "package a.b; public class Here extends io.postern.policy.ImapProxyStrict {}");
    JavaSource.Compiled compiled =
        (JavaSource.Compiled) JavaSource.compile(folder.resolve("src/Here.java"), List.of());
    Path classes = Files.createDirectories(folder.resolve("classes/a/b"));
    Files.write(classes.resolve("Here.class"), compiled.classes().get("a.b.Here"));
    Policies policies = new Policies(List.of(folder.resolve("classes")));
    assertThat(Loads.policy(policies.load("class:a.b.Here", folder, Loads.NAMED)).quirks())
        .isFalse();
    assertThat(Loads.errors(policies.load("class:a.b.Gone", folder, Loads.NAMED)))
        .singleElement()
        .asString()
        .startsWith("postern.yaml:7:13: found class:a.b.Gone, which is not on the policy path");
    assertThat(Loads.errors(policies.load("class:java.lang.String", folder, Loads.NAMED)))
        .singleElement()
        .asString()
        .contains("which extends no policy");
  }

  @Test
  void otherLanguagesComeByTheirEngine() throws IOException {
    write("p.py", "");
    assertThat(Loads.errors(load("p.py")))
        .containsExactly(
            "postern.yaml:7:13: found \"p.py\", but Python policies are not installed here");
    PolicyEngine engine =
        new PolicyEngine() {
          @Override
          public Set<String> endings() {
            return Set.of(".py");
          }

          @Override
          public Result load(Path file, Optional<String> type, Place named) {
            if (type.isEmpty()) {
              return new Failed(List.of(named.error("no class")));
            }
            PolicyTables tables = PolicyTables.empty();
            tables.putRequest("NOOP", RequestAction.ACCEPT, new Place(file.toString(), 3, 0));
            return new Filled(tables);
          }
        };
    Policies policies = new Policies(List.of(), List.of(engine));
    assertThat(
            Loads.policy(policies.load("p.py#P", folder, Loads.NAMED))
                .request(CommandName.NOOP)
                .where()
                .place())
        .isEqualTo("p.py:3");
    assertThat(Loads.errors(policies.load("p.py", folder, Loads.NAMED)))
        .containsExactly("postern.yaml:7:13: no class");
  }
}

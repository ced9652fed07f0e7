package io.postern;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The shape of the gateway: who imports whom, which calls are banned, and that each package says
 * what it is for.
 */
class ArchitectureTest {
  private static final String ROOT = "io.postern.";

  /** The whole list: a package that isn't named isn't imported. {@code cli} may import all. */
  static final Map<String, Set<String>> IMPORTS =
      Map.ofEntries(
          Map.entry("imap", Set.of()),
          Map.entry("wire", Set.of("imap")),
          Map.entry("policy", Set.of("imap")),
          Map.entry("audit", Set.of("imap")),
          Map.entry("inspect", Set.of("imap")),
          Map.entry("cluster", Set.of("imap")),
          Map.entry("notation", Set.of("policy", "wire", "imap")),
          Map.entry("session", Set.of("imap", "wire", "policy", "inspect", "audit")),
          Map.entry("service", Set.of("policy", "inspect", "cluster", "imap")),
          Map.entry(
              "config", Set.of("service", "notation", "policy", "inspect", "cluster", "imap")),
          Map.entry(
              "net", Set.of("service", "session", "wire", "policy", "audit", "inspect", "imap")),
          Map.entry("admin", Set.of("service", "session", "audit", "cluster", "policy", "imap")),
          Map.entry("transcript", Set.of("session", "notation", "policy", "wire", "audit", "imap")),
          Map.entry(
              "cli",
              Set.of(
                  "transcript",
                  "admin",
                  "net",
                  "config",
                  "notation",
                  "service",
                  "session",
                  "cluster",
                  "inspect",
                  "audit",
                  "policy",
                  "wire",
                  "imap")));

  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.postern");

  @Test
  void aPackageImportsOnlyWhatTheTableNames() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : GATEWAY) {
      String from = packageOf(user).orElse("?");
      Set<String> allowed = IMPORTS.getOrDefault(from, Set.of());
      user.getDirectDependenciesFromSelf().stream()
          .map(dependency -> packageOf(dependency.getTargetClass().getBaseComponentType()))
          .flatMap(Optional::stream)
          .filter(to -> !to.equals(from) && !allowed.contains(to))
          .forEach(to -> wrong.add(from + " imports " + to + ", in " + user.getName()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageIsInTheTableAndSaysWhatItIsFor() {
    Set<String> packages = new TreeSet<>();
    Set<String> described = new TreeSet<>();
    for (JavaClass type : GATEWAY) {
      packages.add(type.getPackageName());
      if (type.getSimpleName().equals("package-info")) {
        described.add(type.getPackageName());
      }
      assertThat(IMPORTS).containsKey(packageOf(type).orElse(type.getName()));
    }
    assertThat(described).containsExactlyElementsOf(packages);
    assertThat(packages).contains("io.postern.imap", "io.postern.session", "io.postern.cli");
  }

  @Test
  void onlyNetKnowsNetty() {
    check(onlyIn("net", "io.netty.."));
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    check(onlyIn("cli", "picocli.."));
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    for (Class<?> type : List.of(System.class, Runtime.class)) {
      for (String method : List.of("exit", "halt")) {
        check(
            noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .callMethodWhere(calls(type, method)));
      }
    }
  }

  @Test
  void nothingSleeps() {
    check(noClasses().should().callMethodWhere(calls(Thread.class, "sleep")));
  }

  @Test
  void lettersAreFoldedInNoOnesLocale() {
    for (String method : List.of("toUpperCase", "toLowerCase")) {
      check(noClasses().should().callMethod(String.class, method));
    }
  }

  @Test
  void theHeartKnowsNoClockThreadSocketOrLogger() {
    String[] heart = heart();
    for (String method : List.of("currentTimeMillis", "nanoTime")) {
      check(noClasses().that().resideInAnyPackage(heart).should().callMethod(System.class, method));
    }
    check(
        noClasses()
            .that()
            .resideInAnyPackage(heart)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "org.slf4j..", "ch.qos.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + "imap..", ROOT + "wire..", ROOT + "session..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "make threads or random numbers",
                    type ->
                        type.isAssignableTo(Thread.class)
                            || type.isAssignableTo(java.util.random.RandomGenerator.class))));
  }

  /** A regular expression on a peer's octets is how a proxy is made to spin. */
  @Test
  void noRegularExpressionMeetsAPeersOctets() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(heart())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.regex.."));
    for (String method :
        List.of("matches", "split", "splitWithDelimiters", "replaceAll", "replaceFirst")) {
      check(
          noClasses()
              .that()
              .resideInAnyPackage(heart())
              .should()
              .callMethodWhere(calls(String.class, method)));
    }
  }

  /** The rules themselves can fail: a rule that meets no class, or no call, proves nothing. */
  @Test
  void aBrokenRuleIsNoticed() {
    JavaClasses tests = new ClassFileImporter().importClasses(Sleeper.class);
    assertThat(
            noClasses()
                .should()
                .callMethodWhere(calls(Thread.class, "sleep"))
                .evaluate(tests)
                .hasViolation())
        .isTrue();
  }

  private static final class Sleeper {
    @SuppressWarnings("UnusedMethod")
    static void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  private static String[] heart() {
    return new String[] {ROOT + "imap..", ROOT + "wire..", ROOT + "session..", ROOT + "policy.."};
  }

  private static ArchRule onlyIn(String owner, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + owner + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> calls(
      Class<?> owner, String method) {
    return DescribedPredicate.describe(
        "calls " + owner.getSimpleName() + "." + method,
        call ->
            call.getTargetOwner().isAssignableTo(owner)
                && call.getTarget().getName().equals(method));
  }

  private static void check(ArchRule rule) {
    List<String> wrong = new ArrayList<>(rule.evaluate(GATEWAY).getFailureReport().getDetails());
    assertThat(wrong).as(rule.getDescription()).isEmpty();
  }

  /** The package's name behind {@code io.postern.}, up to the next dot. */
  private static Optional<String> packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return Optional.empty();
    }
    String inside = name.substring(ROOT.length());
    int dot = inside.indexOf('.');
    return Optional.of(dot < 0 ? inside : inside.substring(0, dot));
  }
}

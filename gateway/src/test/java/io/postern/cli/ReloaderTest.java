package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.admin.ControlAnswer;
import io.postern.audit.Event;
import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.policy.Policy;
import io.postern.service.Address;
import io.postern.service.Plan;
import io.postern.service.Service;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reloads in this process, under load and at once. */
@Timeout(120)
class ReloaderTest {
  private static final int CLIENTS = 6;
  private static final int RELOADS = 40;

  @TempDir private Path folder;
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger readingAtOnce = new AtomicInteger();
  private final AtomicInteger version = new AtomicInteger();
  private ScriptedServer server;
  private Gateway gateway;
  private Reloader reloader;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    Configuration first = configuration(0);
    gateway =
        new Gateway(
            first.services(), (session, event) -> events.add(event), GatewaySettings.best());
    gateway.start();
    RunSource source =
        new RunSource() {
          @Override
          public Checker.Report read() {
            readingAtOnce.accumulateAndGet(reading.incrementAndGet(), Math::max);
            try {
              return report(configuration(version.get()));
            } finally {
              reading.decrementAndGet();
            }
          }

          @Override
          public Plan chosen(Configuration configuration) {
            return configuration.plan();
          }

          @Override
          public boolean controlMoved(Configuration now, Configuration next) {
            return false;
          }
        };
    StartMessages messages =
        new StartMessages(
            Ran.console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false),
            Output.text);
    reloader =
        new Reloader(gateway, source, first, (session, event) -> events.add(event), messages);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    server.close();
  }

  /**
   * Clients come all the time while policies change: each session has one policy from its beginning
   * to its end, none older than what was in force when it came.
   */
  @Test
  void atEveryMomentOfALoginStormASessionHasOnePolicy() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger inForce = new AtomicInteger();
    AtomicInteger sessions = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(CLIENTS);
        Child.Talk old = talk()) {
      assertThat(old.hear()).startsWith("* OK");
      assertThat(ruled(old, "a0")).isZero();
      List<Future<?>> storm = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        storm.add(
            clients.submit(
                () -> {
                  while (!over.get()) {
                    int before = inForce.get();
                    try (Child.Talk talk = talk()) {
                      assertThat(talk.hear()).startsWith("* OK");
                      int first = ruled(talk, "a1");
                      assertThat(first).isGreaterThanOrEqualTo(before);
                      assertThat(talk.ask("a2 LOGIN alice secret")).isEqualTo("a2 OK in");
                      assertThat(ruled(talk, "a3")).isEqualTo(first);
                      assertThat(ruled(talk, "a4")).isEqualTo(first);
                      assertThat(first).isLessThanOrEqualTo(version.get());
                    }
                    sessions.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (int i = 1; i <= RELOADS; i++) {
        version.set(i);
        assertThat(reloader.reload(false).ok()).isTrue();
        inForce.set(i);
        int seen = sessions.get();
        while (sessions.get() < seen + 2 && storm.stream().noneMatch(Future::isDone)) {
          Thread.onSpinWait();
        }
      }
      over.set(true);
      for (Future<?> client : storm) {
        client.get();
      }
      assertThat(ruled(old, "a9")).isZero();
    }
    assertThat(sessions.get()).isGreaterThan(RELOADS);
    assertThat(events.stream().filter(Event.ConfigReloaded.class::isInstance))
        .hasSize(RELOADS)
        .allMatch(event -> event.equals(new Event.ConfigReloaded(true, "a: policy")));
    assertThat(events).noneMatch(Event.OurFault.class::isInstance);
  }

  @Test
  void twoAtOnceComeOneAfterTheOther() throws Exception {
    version.set(1);
    try (var askers = Executors.newFixedThreadPool(4)) {
      List<Future<ControlAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(askers.submit(() -> reloader.reload(false)));
      }
      for (Future<ControlAnswer> answer : answers) {
        assertThat(answer.get().ok()).isTrue();
      }
    }
    assertThat(readingAtOnce).hasValue(1);
  }

  private int ruled(Child.Talk talk, String tag) throws Exception {
    // After login the refusal has a response code.
    String answer = talk.ask(tag + " NOOP").replace("[NOPERM] ", "");
    assertThat(answer).startsWith(tag + " NO version ");
    return Integer.parseInt(answer.replaceFirst("^\\S+ NO version (\\d+) .*", "$1"));
  }

  private Child.Talk talk() throws Exception {
    Address at = gateway.listening().getFirst().address();
    return new Child.Talk(new java.net.Socket(at.host(), at.port()));
  }

  private Checker.Report report(Configuration configuration) {
    return new Checker.Report(
        "test", Exit.OK, "", List.of(), List.of(), Optional.of(configuration), Optional.empty());
  }

  private Configuration configuration(int number) {
    try {
      Path file =
          Files.writeString(
              folder.resolve("p" + number + ".yaml"),
              "extends: ImapProxy\nrequest:\n  NOOP: { reject: \"version " + number + "\" }\n");
      Policy policy =
          new Checker(new io.postern.notation.Policies(List.of()))
              .policy(file.toString())
              .policy()
              .orElseThrow();
      Service service =
          Service.of(
              "a", List.of(new Address("127.0.0.1", 0)), Address.parse(server.address()), policy);
      return new Configuration(
          List.of(service), Map.of("a", "p.yaml"), List.of(), new ControlPlace.Nowhere());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

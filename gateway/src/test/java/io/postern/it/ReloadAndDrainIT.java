package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 sessions that fetch, or idle, from a real server through a gateway that is reloaded and then
 * drained in the midst of it: the reload drops nobody; the drain leaves each command answered, or
 * its client with a BYE.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ReloadAndDrainIT {
  private static final int SESSIONS = 200;
  private static final int USERS = 10;

  /** One of so many idles. */
  private static final int IDLERS = 5;

  private static final int MESSAGES = 3;
  private static final int PIPELINED = 2;

  /** One server process for several sessions: a process each would be 200. */
  private static final String MANY =
      """
      service imap {
        client_limit = 20
        service_count = 0
        process_limit = 50
      }
      """;

  private static final String MESSAGE =
      "From: ada@example.org\r\nSubject: one of many\r\n\r\n" + "0123456789abcdef\r\n".repeat(500);

  @TempDir private Path folder;

  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean draining;

  /** How a client's session ended. */
  private record Ended(int open, boolean bye) {}

  @Test
  void nobodyIsDroppedAndNobodyIsLeftWondering() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "extends: ImapProxy\n");
    try (DovecotServer dovecot = DovecotServer.start("ReloadAndDrainIT", MANY)) {
      fill(dovecot.port());
      Path configuration =
          Files.writeString(
              folder.resolve("postern.yaml"),
              """
              version: 1
              control: none
              drain: { max: 30s }
              services:
                - { name: imap, listen: "127.0.0.1:0", server: "127.0.0.1:%d", policy: policy.yaml }
              """
                  .formatted(dovecot.port()));
      try (RunningGateway gateway = RunningGateway.start("ReloadAndDrainIT", configuration);
          ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
          AutoCloseable _ = clients::shutdownNow) {
        CountDownLatch busy = new CountDownLatch(SESSIONS);
        List<Future<Ended>> all = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
          int number = i;
          all.add(clients.submit(() -> session(gateway.port(), number, busy)));
        }
        assertThat(busy.await(2, TimeUnit.MINUTES)).as("all sessions are at work").isTrue();

        Files.writeString(
            policy, "extends: ImapProxy\nrequest: { LIST: { reject: \"Not today\" } }\n");
        gateway.signal("HUP");
        gateway.message("reloaded");
        try (ImapWire wire = login(gateway.port(), "u0")) {
          // It has the new policy; the others go on with the one that they began with.
          wire.send("x LIST \"\" *\r\n");
          assertThat(until(wire, "x ")).contains("Not today");
        }
        long before = answered.get();
        while (answered.get() < before + SESSIONS) {
          Thread.onSpinWait();
          assertThat(dropped).hasValue(0);
        }

        draining = true;
        gateway.signal("TERM");
        int quiet = 0;
        int bye = 0;
        int cut = 0;
        long open = 0;
        for (Future<Ended> one : all) {
          Ended ended = one.get();
          open += ended.open();
          if (!ended.bye()) {
            cut++;
          } else if (ended.open() == 0) {
            quiet++;
          } else {
            bye++;
          }
        }
        System.out.printf(
            "reload and drain: %d sessions, %d commands sent, %d answered; at the drain %d sessions"
                + " had all answered and BYE, %d BYE with %d commands that were not begun, %d cut;"
                + " %d dropped before%n",
            SESSIONS, sent.get(), answered.get(), quiet, bye, open, cut, dropped.get());
        assertThat(cut).isZero();
        assertThat(dropped).hasValue(0);
        assertThat(sent.get() - answered.get()).isEqualTo(open);
        RunningGateway.Ended end = gateway.end();
        assertThat(end.exit()).isEqualTo(143);
        assertThat(
                end.log()
                    .lines()
                    .filter(line -> line.contains("event=session_finished"))
                    .filter(line -> line.contains(" cause=drain")))
            .hasSize(SESSIONS);
      }
    }
  }

  private Ended session(int port, int number, CountDownLatch busy) throws IOException {
    int open = 0;
    boolean bye = false;
    try (ImapWire wire = login(port, "u" + number % USERS)) {
      wire.send("s SELECT INBOX\r\n");
      until(wire, "s ");
      boolean idles = number % IDLERS == 0;
      if (idles) {
        wire.send("i IDLE\r\n");
        assertThat(until(wire, "+ ")).startsWith("+ ");
      }
      busy.countDown();
      for (int i = 0; !bye; i++) {
        if (!idles && open == 0) {
          StringBuilder commands = new StringBuilder();
          for (int k = 0; k < PIPELINED; k++) {
            commands.append("f").append(i).append(k).append(" FETCH 1:* (BODY.PEEK[])\r\n");
          }
          open = PIPELINED;
          sent.addAndGet(PIPELINED);
          wire.send(commands.toString());
        }
        String response = wire.response();
        if (response.startsWith("f")) {
          assertThat(response).contains(" OK ");
          open--;
          answered.incrementAndGet();
        }
        bye = response.startsWith("* BYE [UNAVAILABLE]");
      }
    } catch (IOException closed) {
      bye = false;
    }
    if (!draining) {
      dropped.incrementAndGet();
    }
    return new Ended(open, bye);
  }

  private static void fill(int port) throws IOException {
    for (int user = 0; user < USERS; user++) {
      try (ImapWire wire = login(port, "u" + user)) {
        for (int i = 0; i < MESSAGES; i++) {
          wire.send("a APPEND INBOX {" + MESSAGE.length() + "+}\r\n" + MESSAGE + "\r\n");
          assertThat(until(wire, "a ")).startsWith("a OK");
        }
        wire.send("z LOGOUT\r\n");
        until(wire, "z ");
      }
    }
  }

  private static ImapWire login(int port, String user) throws IOException {
    ImapWire wire = ImapWire.connect(port);
    assertThat(wire.response()).startsWith("* OK");
    wire.send("l LOGIN " + user + " " + DovecotServer.PASSWORD + "\r\n");
    assertThat(until(wire, "l ")).startsWith("l OK");
    return wire;
  }

  private static String until(ImapWire wire, String beginning) throws IOException {
    String response = wire.response();
    while (!response.startsWith(beginning)) {
      response = wire.response();
    }
    return response;
  }
}

package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void whatWasSaidBeforeTheCloseIsWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventLog log = new EventLog(out, LogFormat.TEXT, NOON)) {
      Events.all().forEach(event -> log.event(Events.SESSION, event));
    }
    assertThat(lines(out)).hasSize(Events.all().size());
    assertThat(lines(out).getFirst()).contains(" event=session_opened ");
    assertThat(lines(out).getLast()).contains(" event=session_finished ");
  }

  /**
   * Nobody reads our standard output: the queue fills, the caller goes on, and is told later how
   * much is missing.
   */
  @Test
  void aStuckOutputCostsLinesAndNeverBlocksTheCaller() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int octet) {
            throw new AssertionError("lines are written whole");
          }

          @Override
          public void write(byte[] octets, int offset, int length) throws IOException {
            entered.countDown();
            try {
              release.await();
            } catch (InterruptedException interrupted) {
              throw new IOException(interrupted);
            }
            written.write(octets, offset, length);
          }
        };
    EventLog log = new EventLog(stuck, LogFormat.TEXT, NOON, 8);
    log.event(Events.SESSION, Events.rejected("first", ""));
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 20; i++) {
      log.event(Events.SESSION, Events.rejected("a" + i, ""));
    }
    assertThat(log.lost()).isEqualTo(12);
    release.countDown();
    log.close();
    assertThat(lines(written))
        .hasSize(10)
        .last()
        .isEqualTo("ts=2026-11-23T12:00:00.000Z level=error event=log_lost lines=12");
  }

  @Test
  void aFullDiskIsSurvivedAndToldOfWhenThereIsRoomAgain() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          private boolean roomy;

          @Override
          public void write(int octet) {
            throw new AssertionError("lines are written whole");
          }

          @Override
          public void write(byte[] octets, int offset, int length) throws IOException {
            if (roomy) {
              written.write(octets, offset, length);
              return;
            }
            // As a disk does: a part of the line still fits.
            written.write(octets, offset, 9);
            roomy = true;
            failed.countDown();
            throw new IOException("No space left on device");
          }
        };
    try (EventLog log = new EventLog(full, LogFormat.TEXT, NOON)) {
      log.event(Events.SESSION, Events.rejected("a1", ""));
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      log.event(Events.SESSION, Events.rejected("a2", ""));
    }
    assertThat(lines(written)).hasSize(3);
    assertThat(lines(written).get(0)).isEqualTo("ts=2026-1");
    assertThat(lines(written)).filteredOn(line -> line.contains(" tag=a2 ")).hasSize(1);
    assertThat(lines(written))
        .filteredOn(line -> line.endsWith(" event=log_lost lines=1"))
        .hasSize(1);
  }

  @Test
  void repeatedViolationsOfOneAddressAreCountedInsteadOfWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventLog log = new EventLog(out, LogFormat.TEXT, NOON)) {
      for (int i = 0; i < 25; i++) {
        log.event(Events.SESSION, Events.VIOLATION);
      }
    }
    assertThat(lines(out)).hasSize(RepeatLimit.TROUBLE_PER_MINUTE + 1);
    assertThat(lines(out).getLast())
        .isEqualTo(
            "ts=2026-11-23T12:00:00.000Z level=warn event=log_suppressed service=intra"
                + " client_ip=192.0.2.7 repeated=violation lines=15");
  }

  private static List<String> lines(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.US_ASCII).lines().toList();
  }
}

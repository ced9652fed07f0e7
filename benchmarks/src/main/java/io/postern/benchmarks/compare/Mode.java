package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.load.Load.Work;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done through each proxy.
 *
 * @param name for the table and the command line
 * @param says what it is, in a few words
 * @param work what one unit is
 * @param tls whether clients speak TLS; servers never do here
 * @param sessions at once
 * @param depth commands in flight in each
 * @param size octets of a literal or lines of a list
 * @param unit what processor time is given for
 * @param goals what Postern should reach
 */
record Mode(
    String name,
    String says,
    Work work,
    boolean tls,
    int sessions,
    int depth,
    int size,
    Unit unit,
    List<Goal> goals) {

  /** Processor time is told for so much work. */
  enum Unit {
    COMMANDS_100K("100k"),
    GIGABYTE("GB");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** How much of it so many units are. */
    double of(double units, long octets) {
      return this == GIGABYTE ? units * octets / 1e9 : units / 1e5;
    }
  }

  private static final int MEBIBYTE = 1024 * 1024;

  static final Mode PIPELINE =
      new Mode(
          "pipeline",
          "8 sessions, 32 commands in flight each",
          Work.COMMAND,
          false,
          8,
          32,
          0,
          Unit.COMMANDS_100K,
          List.of(Goal.speed("nginx", 0.9)));

  /** As rtt, with so many sessions that no cache of the processor holds them; only if named. */
  static final Mode MANY =
      new Mode(
          "3000 sessions",
          "3,000 sessions, one command in flight",
          Work.COMMAND,
          false,
          3_000,
          1,
          0,
          Unit.COMMANDS_100K,
          List.of());

  static final List<Mode> ALL =
      List.of(
          new Mode(
              "rtt",
              "16 sessions, one command in flight",
              Work.COMMAND,
              false,
              16,
              1,
              0,
              Unit.COMMANDS_100K,
              List.of(Goal.speed("nginx", 1.0), Goal.cpuOf("nginx", 1.0))),
          PIPELINE,
          new Mode(
              "fetchlist",
              "4 sessions, FETCH of 5,000 lines (FLAGS UID ENVELOPE)",
              Work.LIST,
              false,
              4,
              1,
              5_000,
              Unit.GIGABYTE,
              List.of(Goal.speed("dovecot", 1.0), Goal.speed("nginx 64k", 1.0))),
          new Mode(
              "bulk 1 MiB",
              "4 sessions, FETCH of literals of 1 MiB",
              Work.DOWNLOAD,
              false,
              4,
              1,
              MEBIBYTE,
              Unit.GIGABYTE,
              List.of(Goal.speed("haproxy splice", 1.1), Goal.cpu(0.45))),
          new Mode(
              "bulk 25 MiB",
              "4 sessions, FETCH of literals of 25 MiB",
              Work.DOWNLOAD,
              false,
              4,
              1,
              25 * MEBIBYTE,
              Unit.GIGABYTE,
              List.of(Goal.speed("haproxy splice", 1.1), Goal.cpu(0.45))),
          new Mode(
              "append",
              "4 sessions, APPEND of literals of 1 MiB, both kinds",
              Work.UPLOAD,
              false,
              4,
              1,
              MEBIBYTE,
              Unit.GIGABYTE,
              List.of(Goal.speed("haproxy splice", 1.1), Goal.cpu(0.5))),
          new Mode(
              "connect",
              "16 at once: connect, LOGIN, LOGOUT",
              Work.CONNECT,
              false,
              16,
              1,
              0,
              Unit.COMMANDS_100K,
              List.of(Goal.speed("nginx", 1.2), Goal.speed("dovecot", 2.0), Goal.cpu(20))),
          new Mode(
              "tls bulk",
              "4 sessions, FETCH of literals of 1 MiB by TLS",
              Work.DOWNLOAD,
              true,
              4,
              1,
              MEBIBYTE,
              Unit.GIGABYTE,
              List.of(Goal.speed("haproxy", 1.0), Goal.cpuOf("haproxy", 1.0), Goal.cpu(0.75))),
          new Mode(
              "tls connect",
              "16 at once: connect, handshake, LOGIN, LOGOUT",
              Work.CONNECT,
              true,
              16,
              1,
              0,
              Unit.COMMANDS_100K,
              List.of(Goal.speed("nginx", 1.3), Goal.cpuOf("nginx", 1.0), Goal.cpu(70))));

  /** All that can be named. */
  static final List<Mode> NAMEABLE = Stream.concat(ALL.stream(), Stream.of(MANY)).toList();

  /** Those of that name; {@link #ALL} if none is named. */
  static List<Mode> named(List<String> names) {
    return names.isEmpty()
        ? ALL
        : NAMEABLE.stream().filter(mode -> names.contains(mode.name())).toList();
  }

  Load load(int port, int millis) {
    return new Load(work, port, tls, sessions, depth, size, millis);
  }

  /** How many units a second, as the table says it. */
  String speedUnit() {
    return unit == Unit.GIGABYTE ? "MB/s" : work == Work.CONNECT ? "sessions/s" : "commands/s";
  }
}

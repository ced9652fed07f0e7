package io.postern.benchmarks.compare;

import java.util.List;
import java.util.Set;

/** What a moment of the gateway's processor time was spent for, told by the stack. */
enum Part {
  WAITING("waiting for events (epoll)"),
  WRITING("writing to sockets"),
  READING("reading from sockets"),
  OPENING("opening and closing sockets, their options"),
  WAKING("threads that wait for and wake each other"),
  TLS("TLS"),
  SESSION("the session: framing, grammar, verdicts, encoding"),
  POLICY("functions of policies"),
  GATEWAY("the gateway around it"),
  NETTY("Netty: buffers, pipelines, loops"),
  LOG("the log"),
  OTHER("other");

  private static final Set<String> SOCKETS =
      Set.of(
          "io.netty.channel.unix.Socket",
          "io.netty.channel.unix.FileDescriptor",
          "io.netty.channel.epoll.LinuxSocket",
          "io.netty.channel.epoll.Native");

  private final String text;

  Part(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** One frame of a stack. */
  record Frame(String type, String method) {
    String shortly() {
      return type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }

    /** What it tells by itself; OTHER if nothing. */
    Part part() {
      return Part.of(this);
    }
  }

  /** Of a stack, the innermost frame first: the first one that says what it is for. */
  static Part of(List<Frame> stack) {
    return stack.stream().map(Part::of).filter(part -> part != OTHER).findFirst().orElse(OTHER);
  }

  private static Part of(Frame frame) {
    String type = frame.type();
    if (SOCKETS.contains(type)) {
      return ofCall(frame.method());
    }
    if (type.equals("jdk.internal.misc.Unsafe") || type.startsWith("java.util.concurrent.locks.")) {
      return frame.method().contains("park") ? WAKING : OTHER;
    }
    if (begins(type, "io.netty.internal.tcnative.", "io.netty.handler.ssl.", "sun.security.ssl.")) {
      return TLS;
    }
    if (begins(type, "io.postern.session.", "io.postern.wire.", "io.postern.imap.")) {
      return SESSION;
    }
    if (begins(type, "com.oracle.truffle.", "com.oracle.graal.", "org.graalvm.")) {
      return POLICY;
    }
    if (begins(type, "io.postern.audit.", "ch.qos.logback.", "org.slf4j.")) {
      return LOG;
    }
    if (type.startsWith("io.postern.policy.")) {
      return SESSION;
    }
    if (type.startsWith("io.postern.")) {
      return GATEWAY;
    }
    return type.startsWith("io.netty.") ? NETTY : OTHER;
  }

  private static Part ofCall(String method) {
    if (begins(method, "epollWait", "epollBusyWait", "eventFd")) {
      return WAITING;
    }
    if (begins(method, "send", "write", "splice")) {
      return WRITING;
    }
    return begins(method, "recv", "read") ? READING : OPENING;
  }

  private static boolean begins(String text, String... prefixes) {
    for (String prefix : prefixes) {
      if (text.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}

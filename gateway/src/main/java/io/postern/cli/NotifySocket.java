package io.postern.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * A Unix datagram socket to a service manager (sd_notify(3), sd-daemon's protocol): one datagram a
 * message. The JDK has stream sockets of that family only, so it is the C library's; Linux only.
 * Loaded only where the process has such a manager.
 */
final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int CLOCK_MONOTONIC = 1;

  /** Of sun_path (unix(7)). */
  private static final int PATH_MAX = 108;

  private static final int FAMILY_OCTETS = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOCK_GETTIME =
      function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private final byte[] address;

  /**
   * @param place a path, or {@code @NAME} in the abstract namespace
   * @throws IOException if that is no address of such a socket
   */
  NotifySocket(String place) throws IOException {
    address = place.getBytes(StandardCharsets.UTF_8);
    boolean abstractName = place.startsWith("@");
    // A path has a NUL behind it.
    if (!(place.startsWith("/") || (abstractName && address.length > 1))
        || address.length > (abstractName ? PATH_MAX : PATH_MAX - 1)) {
      throw new IOException("NOTIFY_SOCKET is neither a path nor @NAME");
    }
    if (abstractName) {
      address[0] = 0;
    }
  }

  /** Sends one datagram, {@code NAME=VALUE} lines; waits only while the manager's queue is full. */
  void send(String state) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(STATE);
      int socket = (int) SOCKET.invokeExact(errno, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (socket < 0) {
        throw new IOException("socket: errno " + (int) ERRNO.get(errno, 0L));
      }
      try {
        MemorySegment to = arena.allocate(FAMILY_OCTETS + PATH_MAX);
        to.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(MemorySegment.ofArray(address), 0, to, FAMILY_OCTETS, address.length);
        int length = FAMILY_OCTETS + address.length + (address[0] == 0 ? 0 : 1);
        byte[] octets = state.getBytes(StandardCharsets.UTF_8);
        MemorySegment data = arena.allocate(Math.max(octets.length, 1));
        MemorySegment.copy(MemorySegment.ofArray(octets), 0, data, 0, octets.length);
        long sent =
            (long)
                SENDTO.invokeExact(
                    errno, socket, data, (long) octets.length, MSG_NOSIGNAL, to, length);
        if (sent != octets.length) {
          throw new IOException("sendto: errno " + (int) ERRNO.get(errno, 0L));
        }
      } finally {
        int _ = (int) CLOSE.invokeExact(errno, socket);
      }
    } catch (IOException failed) {
      throw failed;
    } catch (Throwable fault) {
      throw new IllegalStateException("this Java can't call the C library", fault);
    }
  }

  /** The system's monotonic clock in microseconds, as the manager has it. */
  static long monotonicMicros() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(STATE);
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      int failed = (int) CLOCK_GETTIME.invokeExact(errno, CLOCK_MONOTONIC, time);
      if (failed != 0) {
        throw new IllegalStateException("no monotonic clock");
      }
      return time.getAtIndex(JAVA_LONG, 0) * 1_000_000 + time.getAtIndex(JAVA_LONG, 1) / 1_000;
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException("this Java can't call the C library", fault);
    }
  }

  @SuppressWarnings("restricted") // The program has its leave: --enable-native-access.
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
  }
}

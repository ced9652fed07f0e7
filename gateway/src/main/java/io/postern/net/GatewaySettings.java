package io.postern.net;

/**
 * How the gateway uses the machine.
 *
 * @param transport how sockets are served
 * @param loops event loops, each one thread with one policy thread beside it
 * @param heldOctetsMax octets that all sessions may hold together; beyond it clients are read no
 *     more, and after 30 s the largest holder is ended
 * @param outgoingOctetsMax octets that may wait for all peers together; beyond it a session reads
 *     on only when its own peer has taken everything
 */
public record GatewaySettings(
    Transport transport, int loops, long heldOctetsMax, long outgoingOctetsMax) {
  private static final long MIB = 1024 * 1024;

  /** The design's bound on what all sessions hold (design.md, section 4). */
  public static final long HELD_OCTETS_MAX = 256 * MIB;

  /** Slow readers must not eat the direct memory, which reading needs too. */
  public static final long OUTGOING_OCTETS_MAX = 128 * MIB;

  /** Throws {@link IllegalArgumentException} for values that make no gateway. */
  public GatewaySettings {
    if (loops < 1 || loops > 1024 || heldOctetsMax < 1 || outgoingOctetsMax < 1) {
      throw new IllegalArgumentException("loops are 1 to 1024, and bounds are positive");
    }
  }

  /** One loop a processor; the bounds of the design, or less in a small process. */
  public static GatewaySettings best() {
    Runtime machine = Runtime.getRuntime();
    return new GatewaySettings(
        Transport.best(),
        machine.availableProcessors(),
        Math.min(HELD_OCTETS_MAX, machine.maxMemory() / 2),
        Math.min(OUTGOING_OCTETS_MAX, DirectMemory.max() / 4));
  }

  GatewaySettings with(Transport other, int number) {
    return new GatewaySettings(other, number, heldOctetsMax, outgoingOctetsMax);
  }
}

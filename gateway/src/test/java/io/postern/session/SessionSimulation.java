package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.wire.Poison;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client, a session and a server on one thread in virtual time, in any interleaving a seed gives.
 * Laws: the commands that the server reads are exactly those accepted, in order; each command that
 * the client completed is answered once under its tag (but under DROP, or when the session ends);
 * literal octets arrive once, in order, all; the client hears only whole grammatical responses; the
 * message count is true; what a policy function failed on reaches nobody; what an observed policy
 * would do is done to nobody; memory is bounded.
 */
class SessionSimulation {
  private static final int STEPS = 10_000;

  static LongStream seeds() {
    long fresh = new Random().nextLong();
    System.out.println("SessionSimulation: fresh seed " + fresh);
    return LongStream.concat(LongStream.rangeClosed(1, 10), LongStream.of(fresh));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lawsHoldInAnyInterleaving(long seed) {
    run(seed, Noise.NONE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatANoisyClientSendsNeverReachesTheServerUnjudged(long seed) {
    run(seed, Noise.CLIENT);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatANoisyServerSendsNeverReachesTheClientMalformed(long seed) {
    run(seed, Noise.SERVER);
  }

  /**
   * What a policy would refuse, drop, rewrite or fail on reaches the server all the same; the laws
   * of all sessions hold too.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void inModeObserveWhatTheStateAllowsReachesTheServer(long seed) {
    assertThat(run(seed, Noise.NONE, true)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNoisyClientGetsNoFurtherInModeObserve(long seed) {
    run(seed, Noise.CLIENT, true);
  }

  private static void run(long seed, Noise noise) {
    assertThat(run(seed, noise, false)).isZero();
  }

  /** How much an observed policy would have changed. */
  private static int run(long seed, Noise noise, boolean observe) {
    int observed = 0;
    int ahead = 0;
    Poison.frames();
    Random random = new Random(seed);
    int steps = 0;
    while (steps < STEPS) {
      SimulatedWorld world = new SimulatedWorld(random, noise, observe);
      while (steps < STEPS && !world.session.over() && world.steps < 2_500) {
        world.step();
        steps++;
        world.steps++;
      }
      world.end();
      observed += world.observed;
      ahead += world.ahead;
    }
    if (noise == Noise.NONE && !observe) {
      assertThat(ahead).as("asked ahead").isGreaterThan(20);
    }
    return observed;
  }
}

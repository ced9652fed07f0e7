package io.postern.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One network read of a message literal that never ends, through a session: {@code -prof gc} shows
 * that it allocates nothing.
 */
@State(Scope.Thread)
public class ChunkBenchmark {
  /** {@code fetch}: to the client; {@code append}: to the server. */
  @Param({"fetch", "append"})
  public String direction;

  private final OpenSession open = OpenSession.selected();
  private final byte[] chunk = new byte[64 * 1024];

  @Setup
  public void announce() {
    if (direction.equals("fetch")) {
      open.client("c UID FETCH 1 BODY[]\r\n");
      open.server("* 1 FETCH (UID 1 BODY[] {4611686018427387904}\r\n");
    } else {
      open.client("c APPEND INBOX {1152921504606846976+}\r\n");
    }
  }

  @Benchmark
  public long chunk() {
    long before = open.clientHeard() + open.serverHeard();
    if (direction.equals("fetch")) {
      open.server(chunk, 0, chunk.length);
    } else {
      open.client(chunk, 0, chunk.length);
    }
    long passed = open.clientHeard() + open.serverHeard() - before;
    if (passed != chunk.length) {
      throw new AssertionError("only " + passed + " octets have passed");
    }
    return passed;
  }
}

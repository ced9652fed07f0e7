package io.postern.wire;

/** For tests of other packages: from now on a frame is overwritten when its line is over. */
public final class PoisonedFrames {
  private PoisonedFrames() {}

  /** A view that outlives its line is garbage then, and a test that reads it fails. */
  public static void on() {
    Framer.poisoning = true;
  }
}

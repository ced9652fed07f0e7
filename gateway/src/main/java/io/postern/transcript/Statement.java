package io.postern.transcript;

/**
 * One line of a transcript's talk. Octets are held as text of one character (0 to 255) an octet.
 *
 * <p>{@link #line} counts from 1; {@link #source} is the line as written, without the white space
 * around it.
 */
public sealed interface Statement {
  int line();

  String source();

  /** Something happens to the gateway. */
  sealed interface Stimulus extends Statement {}

  /** Something is to be observed after the last stimulus, before the next. */
  sealed interface Expectation extends Statement {}

  /** {@code client says X}, {@code server sends N octets}: a voice speaks. */
  record Says(int line, String source, Voice voice, String octets) implements Stimulus {}

  /** {@code client closes}: the voice sends no more. */
  record Closes(int line, String source, Voice voice) implements Stimulus {}

  /** {@code client handshakes}: TLS that the gateway has asked for stands. */
  record Handshakes(int line, String source, Voice voice) implements Stimulus {}

  /** {@code no server is found}: for the login that the gateway wanted one for. */
  record NotRouted(int line, String source) implements Stimulus {}

  /** {@code S seconds pass}. */
  record Passes(int line, String source, long seconds) implements Stimulus {}

  /** {@code drain begins}: the gateway is going down; the session ends at its next quiet moment. */
  record Drains(int line, String source) implements Stimulus {}

  /**
   * {@code client hears X}, {@code server hears N octets}: just these octets, in their place in the
   * voice's stream.
   */
  record Hears(int line, String source, Voice voice, String octets) implements Expectation {}

  /** {@code a server is wanted for USER}: under {@code router login}. */
  record Wanted(int line, String source, String user) implements Expectation {}

  /** {@code both closed}: the gateway has told both connections to close. */
  record BothClosed(int line, String source) implements Expectation {}

  /** {@code nothing is heard}: says aloud what holds anyway for a voice that isn't named. */
  record Nothing(int line, String source) implements Expectation {}
}

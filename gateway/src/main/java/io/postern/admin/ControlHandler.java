package io.postern.admin;

import java.io.IOException;
import java.util.Map;

/** What answers one verb. Called on a thread of the connection that asks; it may block. */
@FunctionalInterface
public interface ControlHandler {
  /**
   * Answers; what it returns is the last line.
   *
   * @throws IllegalArgumentException if the request isn't understood; its text is the answer
   * @throws IOException if whoever asks is gone, as {@link Talk} tells it
   */
  ControlAnswer answer(ControlRequest request, Talk talk) throws IOException, InterruptedException;

  /** The conversation of one request, for answers of several lines. */
  interface Talk {
    /** Sends a line before the last; it must not have the key {@code ok}. */
    void tell(Map<String, Object> fields) throws IOException;

    /**
     * From now on, when the asker says no more (it has shut its side down, or is gone), that is run
     * once, on another thread. Nothing more can be asked on this connection.
     */
    void whenDone(Runnable stop);
  }
}

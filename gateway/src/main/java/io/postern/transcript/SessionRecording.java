package io.postern.transcript;

import io.postern.imap.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes a session as a transcript while it runs: what the four parties said and heard, with
 * secrets and message octets replaced by filler of equal length, so that the played transcript
 * passes and shows nobody's mail.
 *
 * <p>Whoever carries the session tells everything here, in its order, from the connection on, on
 * the session's thread:
 *
 * <pre>
 * // Octets of a party: said() tells how many of them make one statement. Just these go to the
 * // session next, so that what is heard of them is told before the statement behind them.
 * while (length &gt; 0) {
 *   int now = recording.said(Voice.CLIENT, octets, offset, length);
 *   session.clientOctets(octets, offset, now, clock);
 *   offset += now;
 *   length -= now;
 * }
 * // The session's effects: toClient and toServer are heard(), closeClient and closeServer are
 * // closed(), ask is asked(); and before Session.answered comes answered().
 * // Before Session.clientClosed, serverClosed: closes(). Before Session.tick: passes().
 * // Before Session.drain: drains().
 * // Before anything else that no transcript can say (a hard end, a limit of all sessions): ends().
 * </pre>
 *
 * <p>Lines come to {@code out} as soon as nothing can change them any more, each without its line
 * feed; they are ASCII. Memory is bounded by the longest line of the session: the octets of
 * messages are counted, not kept. What can't be framed is never written: a comment says so and the
 * recording is {@link #over}; what is told behind that is ignored.
 */
public final class SessionRecording {
  /** Octets of one literal in one statement: more are told in several. */
  private static final long COUNT_MAX = 1024 * 1024;

  /** What the gateway itself writes has no bound but what it read. */
  private static final int OWN_LINE_MAX = Integer.MAX_VALUE / 2;

  private final RecordedText text;
  private final Map<Voice, RecordedStream> said = new EnumMap<>(Voice.class);
  private final Map<Voice, RecordedStream> heard = new EnumMap<>(Voice.class);
  private final Map<Long, RecordedStep> asking = new HashMap<>();
  private final Deque<RecordedStep> steps = new ArrayDeque<>();
  private final Set<Voice> closed = EnumSet.noneOf(Voice.class);

  /** What is heard now belongs here. */
  private Optional<RecordedStep> current = Optional.empty();

  /** Whose octets came last and made no whole statement yet. */
  private Optional<Voice> unfinished = Optional.empty();

  private boolean over;

  public SessionRecording(RecordingHead head, Consumer<String> out) {
    Replaced replaced = new Replaced();
    text = new RecordedText(head, replaced, out);
    Limits limits = head.limits();
    RecordedPair client = new RecordedPair();
    RecordedPair server = new RecordedPair();
    said.put(Voice.CLIENT, new RecordedCommands(client, limits, limits.clientLine(), replaced));
    heard.put(Voice.CLIENT, new RecordedResponses(client, limits, OWN_LINE_MAX, replaced::in));
    said.put(
        Voice.SERVER, new RecordedResponses(server, limits, limits.serverLine(), replaced::in));
    heard.put(Voice.SERVER, new RecordedCommands(server, limits, OWN_LINE_MAX, new Replaced()));
    text.head();
  }

  /**
   * A party has said octets.
   *
   * @return how many of them belong to this statement, 1 to {@code length}: hand just these to the
   *     session, then come again with the rest
   */
  public int said(Voice voice, byte[] octets, int offset, int length) {
    if (over) {
      return length;
    }
    return switch (said.get(voice).read(octets, offset, length)) {
      case RecordedStream.Nothing nothing -> {
        unfinished = Optional.of(voice);
        yield nothing.used();
      }
      case RecordedStream.Whole whole -> {
        stimulus(voice, whole.part());
        yield Math.max(1, whole.used());
      }
      case RecordedStream.Broken broken -> {
        step(new RecordedStep.Says(voice, new Part.Words(broken.octets(), false)));
        yield length;
      }
      case RecordedStream.Lost lost -> {
        ends(
            "From here on what the " + voice.text() + " says can't be framed: " + lost.why() + ".");
        yield length;
      }
    };
  }

  /** The session has said octets to a party. */
  public void heard(Voice voice, byte[] octets, int offset, int length) {
    int at = offset;
    while (!over && at < offset + length) {
      switch (heard.get(voice).read(octets, at, offset + length - at)) {
        case RecordedStream.Nothing nothing -> at += nothing.used();
        case RecordedStream.Whole whole -> {
          at += whole.used();
          observed().hears(voice, whole.part());
        }
        case RecordedStream.Broken broken ->
            ends("What the " + voice.text() + " hears from here on can't be framed.");
        case RecordedStream.Lost lost ->
            ends("What the " + voice.text() + " hears can't be framed: " + lost.why() + ".");
      }
    }
  }

  /**
   * A party sends no more.
   *
   * @param abrupt its connection broke: no transcript can say that, and the recording ends
   */
  public void closes(Voice voice, boolean abrupt) {
    if (abrupt) {
      ends("Here the connection of the " + voice.text() + " broke.");
    } else if (!over) {
      step(new RecordedStep.Closes(voice));
    }
  }

  /** TLS with a party stands, which the session had asked for. */
  public void handshakes(Voice voice) {
    if (!over) {
      step(new RecordedStep.Handshakes(voice));
    }
  }

  /** The session has closed the connection to a party. */
  public void closed(Voice voice) {
    if (!over && closed.add(voice) && closed.size() == Voice.values().length) {
      observed().closed();
      asking.clear();
      flush();
      over = true;
    }
  }

  /** A policy function is asked; until {@link #answered} the session may go on with the rest. */
  public void asked(long question) {
    current.filter(step -> !over).ifPresent(step -> asking.put(question, step));
  }

  /** The answer to a question is about to be given to the session. */
  public void answered(long question) {
    RecordedStep asker = asking.remove(question);
    if (asker != null && !over) {
      unfinished = Optional.empty();
      current = Optional.of(asker);
    }
  }

  /**
   * Time is about to pass in the session: its deadline may have come.
   *
   * @param millis since the session began
   */
  public void passes(long millis) {
    if (!over) {
      step(new RecordedStep.Passes(millis));
    }
  }

  /** The session has been asked to end at its next quiet moment. */
  public void drains() {
    if (!over) {
      // Half a line before it isn't the same as the whole line behind it, and is no statement.
      if (said.values().stream().anyMatch(stream -> stream.partial().isPresent())) {
        ends("Here the gateway began to drain, in the middle of a line.");
      } else {
        step(new RecordedStep.Drains());
      }
    }
  }

  /**
   * Nothing further is recorded; all that is still held is written, and {@code why} as a comment.
   *
   * @param why a short sentence of the caller's own, never a peer's octets
   */
  public void ends(String why) {
    if (!over) {
      asking.clear();
      flush();
      over = true;
      text.comment(why);
    }
  }

  /** Whether nothing is recorded any more. */
  public boolean over() {
    return over;
  }

  private void stimulus(Voice voice, Part part) {
    boolean goesOn =
        asking.isEmpty()
            && part instanceof Part.Count more
            && current.filter(step -> step.takes(voice, more, COUNT_MAX)).isPresent();
    unfinished = Optional.empty();
    if (!goesOn) {
      step(new RecordedStep.Says(voice, part));
    }
  }

  private void step(RecordedStep.Stimulus stimulus) {
    unfinished = Optional.empty();
    if (asking.isEmpty()) {
      flush();
    }
    RecordedStep next = new RecordedStep(stimulus);
    steps.add(next);
    current = Optional.of(next);
  }

  /** What is heard now is of the current step, or of octets that made no whole statement. */
  private RecordedStep observed() {
    if (unfinished.isPresent()) {
      Voice voice = unfinished.get();
      said.get(voice).partial().ifPresent(part -> step(new RecordedStep.Says(voice, part)));
      unfinished = Optional.empty();
    }
    if (current.isEmpty()) {
      // Only a server that can't be reached is answered before anybody has said anything.
      step(new RecordedStep.Closes(Voice.SERVER));
    }
    return current.get();
  }

  private void flush() {
    while (!steps.isEmpty()) {
      text.step(steps.remove());
    }
  }
}

package io.postern.transcript;

import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session with a network of no octet's length: hands octets in while they are wanted, answers
 * questions to policy functions at once, lets time pass.
 */
final class Stage {
  /** The SESSION of the real decision ids. */
  static final String ID = "k7f3q2";

  /** The real tags' prefix: transcripts write T. */
  static final String TAG_PREFIX = "zqx";

  private final Recorder recorder = new Recorder();
  private final Map<Voice, Inbox> inboxes = new EnumMap<>(Voice.class);
  private final Session session;

  /** By {@link Question#policy}. */
  private final List<PolicyFunctions> functions = new ArrayList<>();

  private final Asker asker;

  /** Whether the function of a question that was asked ahead is called now. */
  private boolean lets;

  private Optional<SessionRecording> recording = Optional.empty();
  private long now;

  /**
   * Octets that a voice has said and the session hasn't wanted yet, and whether a close stands
   * behind them.
   */
  private static final class Inbox {
    private final StringBuilder octets = new StringBuilder();
    private int taken;
    private boolean closes;

    int left() {
      return octets.length() - taken;
    }

    /** Octets aren't moved for each piece: octet by octet that would take the square of them. */
    byte[] take(int count) {
      byte[] piece = octets.substring(taken, taken + count).getBytes(StandardCharsets.ISO_8859_1);
      taken += count;
      if (left() == 0) {
        octets.setLength(0);
        taken = 0;
      }
      return piece;
    }
  }

  /** {@code second}: what is judged beside the policy. */
  Stage(Policy policy, Optional<Policy> second, Transcript transcript, Asker asker) {
    this.asker = asker;
    policy.forget();
    second.ifPresent(Policy::forget);
    SessionFacts facts = facts();
    boolean mode = transcript.observing().mode();
    Policy inForce = mode ? policy.opened() : policy;
    functions.add(inForce.open(facts));
    List<SessionSettings.Observed> observed = new ArrayList<>();
    Stream.concat(mode ? Stream.of(policy) : Stream.empty(), second.stream())
        .forEach(
            each -> {
              observed.add(new SessionSettings.Observed(each, facts()));
              functions.add(each.open(observed.getLast().facts()));
            });
    SessionSettings settings =
        new SessionSettings(
            ID,
            TAG_PREFIX,
            inForce,
            transcript.limits(),
            facts,
            transcript.switches().trustPreauth(),
            transcript.switches().decisionIdsToClient(),
            true,
            transcript.times().beforeLoginMillis(),
            transcript.times().idleMillis(),
            observed,
            transcript.tls().withPace(transcript.pace()).withOrigin(transcript.origin()));
    for (Voice voice : Voice.values()) {
      inboxes.put(voice, new Inbox());
    }
    session = new Session(settings, recorder, now);
    answer();
  }

  private static SessionFacts facts() {
    return new SessionFacts(
        ID, "transcript", "192.0.2.1", "192.0.2.2", Optional.empty(), new HashMap<>());
  }

  Recorder recorder() {
    return recorder;
  }

  /** For tests: all that the parties say and hear is recorded. */
  void record(SessionRecording into) {
    recording = Optional.of(into);
    recorder.record(into);
  }

  /** Plays a stimulus to its last consequence. */
  void play(Statement.Stimulus stimulus, Cut cut) {
    switch (stimulus) {
      case Statement.Says says -> say(says.voice(), says.octets(), cut);
      case Statement.Closes closes -> {
        inboxes.get(closes.voice()).closes = true;
        pump(cut);
      }
      case Statement.Handshakes handshakes -> handshake(handshakes.voice(), cut);
      case Statement.NotRouted none -> {
        session.notRouted(now);
        answer();
        pump(cut);
      }
      case Statement.Passes passes -> pass(passes.seconds() * 1000);
      case Statement.Drains drains -> {
        recording.ifPresent(SessionRecording::drains);
        session.drain(now);
        pump(cut);
      }
    }
  }

  /** Only what was asked for can be done: {@link Recorder#secures} says so first. */
  private void handshake(Voice voice, Cut cut) {
    recorder.secured(voice);
    recording.ifPresent(into -> into.handshakes(voice));
    switch (voice) {
      case CLIENT -> session.clientSecured(now);
      case SERVER -> session.serverSecured(now);
    }
    answer();
    pump(cut);
  }

  void say(Voice voice, String octets, Cut cut) {
    inboxes.get(voice).octets.append(octets);
    pump(cut);
  }

  private void pump(Cut cut) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Voice voice : Voice.values()) {
        Inbox inbox = inboxes.get(voice);
        while (recorder.wanted(voice) && inbox.left() > 0) {
          hand(voice, inbox.take(cut.next(inbox.left())));
          moved = true;
        }
        if (recorder.wanted(voice) && inbox.closes) {
          inbox.closes = false;
          close(voice);
          answer();
          moved = true;
        }
      }
    }
  }

  private void hand(Voice voice, byte[] piece) {
    int at = 0;
    while (at < piece.length) {
      int left = piece.length - at;
      int now = at;
      int count = recording.map(into -> into.said(voice, piece, now, left)).orElse(left);
      handOn(voice, Arrays.copyOfRange(piece, at, at + count));
      answer();
      at += count;
    }
  }

  private void handOn(Voice voice, byte[] piece) {
    // In the middle of an array, which is overwritten behind the call: the session must not keep
    // it.
    byte[] array = new byte[piece.length + 2];
    System.arraycopy(piece, 0, array, 1, piece.length);
    switch (voice) {
      case CLIENT -> session.clientOctets(array, 1, piece.length, now);
      case SERVER -> session.serverOctets(array, 1, piece.length, now);
    }
    Arrays.fill(array, (byte) 0xEE);
  }

  private void close(Voice voice) {
    recording.ifPresent(into -> into.closes(voice, false));
    switch (voice) {
      case CLIENT -> session.clientClosed(false, now);
      case SERVER -> session.serverClosed(false, now);
    }
  }

  private void answer() {
    while (!recorder.questions().isEmpty()) {
      Question question = recorder.questions().remove();
      Answer answer =
          question.ahead() && !lets
              ? new Answer.Unasked()
              : asker.ask(functions.get(question.policy()), question);
      if (question.policy() == 0 && !question.response()) {
        lets = question.lets(answer);
      }
      session.answered(question.number(), answer, now);
    }
  }

  private void pass(long millis) {
    long until = now + millis;
    long before = -1;
    while (session.deadline() <= until) {
      long deadline = session.deadline();
      if (deadline <= before) {
        throw new IllegalStateException("a deadline that doesn't move on");
      }
      before = deadline;
      now = Math.max(now, deadline);
      recording.ifPresent(into -> into.passes(now));
      session.tick(now);
      answer();
    }
    now = until;
    pump(new Cut.Whole());
  }
}

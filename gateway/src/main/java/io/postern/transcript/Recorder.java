package io.postern.transcript;

import io.postern.audit.Event;
import io.postern.policy.Question;
import io.postern.session.Effects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers what a session wants done. */
final class Recorder implements Effects {
  /** More than one step decides. */
  private static final int EVENTS_MAX = 64;

  private final Map<Voice, StringBuilder> heard = new EnumMap<>(Voice.class);
  private final Map<Voice, Boolean> wanted = new EnumMap<>(Voice.class);
  private final Map<Voice, Boolean> closed = new EnumMap<>(Voice.class);
  private final Set<Voice> secures = EnumSet.noneOf(Voice.class);
  private final Deque<Question> questions = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();

  private Optional<String> routes = Optional.empty();
  private Optional<SessionRecording> recording = Optional.empty();

  Recorder() {
    for (Voice voice : Voice.values()) {
      heard.put(voice, new StringBuilder());
      wanted.put(voice, true);
      closed.put(voice, false);
    }
  }

  /** What the voice has heard since the last call, one character an octet. */
  String take(Voice voice) {
    StringBuilder octets = heard.get(voice);
    String taken = octets.toString();
    octets.setLength(0);
    return taken;
  }

  boolean wanted(Voice voice) {
    return wanted.get(voice);
  }

  boolean closed(Voice voice) {
    return closed.get(voice);
  }

  /** The last events, the latest at the end. */
  Deque<Event> events() {
    return events;
  }

  Deque<Question> questions() {
    return questions;
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    hear(Voice.CLIENT, octets, offset, length);
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    hear(Voice.SERVER, octets, offset, length);
  }

  /** For tests: what is heard is recorded as well. */
  void record(SessionRecording into) {
    recording = Optional.of(into);
  }

  private void hear(Voice voice, byte[] octets, int offset, int length) {
    recording.ifPresent(into -> into.heard(voice, octets, offset, length));
    if (closed.get(voice)) {
      throw new IllegalStateException("octets for the " + voice.text() + " behind its close");
    }
    heard.get(voice).append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void secureClient() {
    secures.add(Voice.CLIENT);
  }

  @Override
  public void secureServer() {
    secures.add(Voice.SERVER);
  }

  @Override
  public void route(String user) {
    routes = Optional.of(user);
  }

  /** The login name that the session wants a server for; taken, so that it is seen once. */
  Optional<String> takeRoute() {
    Optional<String> taken = routes;
    routes = Optional.empty();
    return taken;
  }

  /** Whether the session waits for a handshake with it. */
  boolean secures(Voice voice) {
    return secures.contains(voice);
  }

  void secured(Voice voice) {
    secures.remove(voice);
  }

  @Override
  public void closeClient(boolean clean) {
    closed.put(Voice.CLIENT, true);
    recording.ifPresent(into -> into.closed(Voice.CLIENT));
  }

  @Override
  public void closeServer(boolean clean) {
    closed.put(Voice.SERVER, true);
    recording.ifPresent(into -> into.closed(Voice.SERVER));
  }

  @Override
  public void readClient(boolean value) {
    wanted.put(Voice.CLIENT, value);
  }

  @Override
  public void readServer(boolean value) {
    wanted.put(Voice.SERVER, value);
  }

  @Override
  public void ask(Question question) {
    questions.add(question);
  }

  @Override
  public void event(Event event) {
    if (events.size() == EVENTS_MAX) {
      events.remove();
    }
    events.add(event);
  }
}

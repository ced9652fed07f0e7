package io.postern.session;

import io.postern.audit.Event;
import io.postern.policy.Question;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Test support: a session between two parties that are lines in a test; what it says and tells is
 * kept. What a test doesn't expect fails it.
 */
class Talk implements Effects {
  final List<Event> events = new ArrayList<>();
  final Session session;
  final StringBuilder toClient = new StringBuilder();
  final StringBuilder toServer = new StringBuilder();
  long now;

  Talk(SessionSettings settings) {
    session = new Session(settings, this, 0);
  }

  final Talk client(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.clientOctets(octets, 0, octets.length, now);
    return this;
  }

  final Talk server(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.serverOctets(octets, 0, octets.length, now);
    return this;
  }

  /** What the client has heard since it was asked last. */
  final String toClient() {
    return taken(toClient);
  }

  /** What the server has heard since it was asked last. */
  final String toServer() {
    return taken(toServer);
  }

  private static String taken(StringBuilder from) {
    String heard = from.toString();
    from.setLength(0);
    return heard;
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    toClient.append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    toServer.append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void secureClient() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void route(String user) {
    throw new AssertionError("no routing here");
  }

  @Override
  public void secureServer() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void closeClient(boolean clean) {}

  @Override
  public void closeServer(boolean clean) {}

  @Override
  public void readClient(boolean wanted) {}

  @Override
  public void readServer(boolean wanted) {}

  @Override
  public void ask(Question question) {
    throw new AssertionError("no functions here");
  }

  @Override
  public void event(Event event) {
    events.add(event);
  }
}

package io.postern.net;

import io.postern.audit.Event;
import io.postern.policy.Answer;
import io.postern.session.Admission;
import io.postern.session.Effects;

/** Test support: a session that passes everything on, judges nothing, and ends when a peer does. */
class Pipe implements Carried {
  final Effects effects;

  Pipe(Effects effects) {
    this.effects = effects;
  }

  @Override
  public void clientOctets(byte[] octets, int offset, int length, long now) {
    effects.toServer(octets, offset, length);
  }

  @Override
  public void serverOctets(byte[] octets, int offset, int length, long now) {
    effects.toClient(octets, offset, length);
  }

  @Override
  public void serverUnreachable(long now) {
    closeBoth();
  }

  @Override
  public void clientClosed(boolean abrupt, long now) {
    closeBoth();
  }

  @Override
  public void serverClosed(boolean abrupt, long now) {
    closeBoth();
  }

  @Override
  public void notRouted(long now) {}

  @Override
  public void clientShowed(String subject, long now) {}

  @Override
  public void clientSecured(long now) {}

  @Override
  public void serverSecured(long now) {}

  @Override
  public void answered(long question, Answer answer, long now) {
    throw new AssertionError("nothing was asked");
  }

  @Override
  public void admitted(Admission word, long now) {}

  @Override
  public void endForUser(long now) {}

  @Override
  public void tick(long now) {
    throw new AssertionError("no deadline was set");
  }

  @Override
  public long deadline() {
    return Long.MAX_VALUE;
  }

  @Override
  public void end(Event.Cause cause, long now) {
    closeBoth();
  }

  @Override
  public long heldOctets() {
    return 0;
  }

  void closeBoth() {
    effects.closeClient(true);
    effects.closeServer(true);
  }
}

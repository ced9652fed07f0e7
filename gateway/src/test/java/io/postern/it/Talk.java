package io.postern.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A scripted conversation with an IMAP server, which knows nothing of the way it takes. */
record Talk(String name, Script script) {
  /** What is said; the client is connected and has heard the greeting. */
  @FunctionalInterface
  interface Script {
    void hold(Client client) throws IOException;
  }

  /** Holds the talk as that user, and records it. */
  List<Exchange> record(int port, String user) throws IOException {
    List<Exchange> record = new ArrayList<>();
    try (Client client = Client.connect(port, user, "a", record)) {
      script.hold(client);
    } catch (IOException | AssertionError failure) {
      throw new AssertionError(
          "talk " + name + ", port " + port + ", after " + tail(record), failure);
    }
    return record;
  }

  @Override
  public String toString() {
    return name;
  }

  private static String tail(List<Exchange> record) {
    return record.isEmpty() ? "nothing" : Comparison.shown(record.getLast().toString());
  }
}

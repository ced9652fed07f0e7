package io.postern.transcript;

import java.util.Optional;

/**
 * What the two directions of one connection must know of each other: whether SASL lines pass, and
 * whether the octets of an announced literal were asked for.
 */
final class RecordedPair {
  private Optional<String> saslTag = Optional.empty();
  private String mechanism = "";
  private boolean firstSaid;
  private boolean challenged;
  private Optional<String> waiting = Optional.empty();
  private boolean consented;
  private boolean refused;

  /** Whether a line of the client's is due: what it says before that is no line of SASL. */
  boolean asks() {
    return challenged;
  }

  /** Whether the lines of AUTHENTICATE pass. */
  boolean sasl() {
    return saslTag.isPresent();
  }

  void authenticates(String tag, String name, boolean initialResponse) {
    saslTag = Optional.of(tag);
    mechanism = name;
    firstSaid = initialResponse;
  }

  /** A line of the client's in SASL, without CRLF. */
  String sasl(String line) {
    String filled =
        firstSaid || line.equals("*") ? Filler.base64(line) : Filler.firstBase64(mechanism, line);
    firstSaid = true;
    challenged = false;
    return filled;
  }

  /** A literal is announced whose octets wait for consent; the tag is absent if it is malformed. */
  void waits(Optional<String> tag) {
    waiting = Optional.of(tag.orElse("*"));
    consented = false;
    refused = false;
  }

  boolean consented() {
    return consented;
  }

  boolean refused() {
    return refused;
  }

  /** A continuation request passed. */
  void continues() {
    consented |= waiting.isPresent();
    challenged |= saslTag.isPresent();
  }

  /** A status response passed; {@code tag} is {@code *} for an untagged one. */
  void status(String tag, boolean bad) {
    if (saslTag.filter(tag::equals).isPresent()) {
      saslTag = Optional.empty();
      challenged = false;
    }
    refused |= !consented && waiting.filter(tag::equals).isPresent() && (bad || !tag.equals("*"));
  }
}

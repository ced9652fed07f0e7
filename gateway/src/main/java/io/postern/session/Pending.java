package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Octets;
import io.postern.imap.Owner;
import io.postern.imap.Tag;
import java.util.List;
import java.util.Optional;

/**
 * A command in progress at the server. Answers are attributed and looked up under the command that
 * was sent.
 */
final class Pending {
  /** How far the octets of the command have come. */
  enum Sending {
    /** The server's {@code +} is awaited. */
    AWAITS_CONSENT,
    /** Message octets are on their way. */
    STREAMS,
    WHOLE
  }

  final Tag clientTag;

  /** Of the tag that the server sees: see {@link OwnTags}. */
  final long ownNumber;

  final Command command;
  final int fetchKinds;

  /** Made once: every response line is attributed, and none should allocate. */
  final Optional<Pending> self = Optional.of(this);

  Sending sending = Sending.WHOLE;

  /** When its first octets went to the server, in the session's milliseconds. */
  long sentAt;

  /** Segments that wait for a consent each. */
  List<Octets> segments = List.of();

  /** The message literal was announced as {@code {n+}}: its octets follow the last segment. */
  boolean messageStreams;

  /**
   * The server refused what was announced: its answer has been passed on or waits in {@link
   * #deferred}.
   */
  boolean refusedByServer;

  /**
   * The tagged answer, ready for the client, that waits until the command's last octet has been
   * read.
   */
  Optional<Octets> deferred = Optional.empty();

  /** The client still owes octets of this command: an early answer waits. */
  boolean clientOwes;

  /** The status (with code and text) that takes the place of an OK, because data were refused. */
  Optional<String> failure = Optional.empty();

  /** The whole status that takes the place of whatever the server answers. */
  Optional<String> override = Optional.empty();

  /** What a policy function set as {@code imap_state_new}. */
  Optional<ConnectionState> newState = Optional.empty();

  /**
   * SELECT, EXAMINE: whether data before {@code [CLOSED]} belong to the mailbox selected before
   * (spec section 3).
   */
  boolean awaitsClosed;

  Pending(Tag clientTag, long ownNumber, Command command) {
    this.clientTag = clientTag;
    this.ownNumber = ownNumber;
    this.command = command;
    this.fetchKinds = command instanceof Command.Fetch fetch ? fetch.kinds() : 0;
  }

  CommandName name() {
    return command.commandName();
  }

  Owner owner() {
    return Owner.of(command.commandName());
  }
}

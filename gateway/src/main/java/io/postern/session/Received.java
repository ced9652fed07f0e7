package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Tag;
import java.util.Optional;

/**
 * A command of the client's that waits for its verdict.
 *
 * @param announced the message literal at which reading stopped; absent if the command is whole
 * @param decision the number of this judged message
 */
record Received(Tag tag, Command command, Optional<MessageLiteral> announced, long decision) {}

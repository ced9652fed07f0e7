package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Tag;
import java.util.Optional;

/**
 * The command that an {@link Observer} looks at.
 *
 * @param command absent where it was refused before its arguments were known
 */
record ObservedCommand(Tag tag, CommandName name, Optional<Command> command, long decision) {}

package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.Tag;
import java.util.Optional;

/**
 * The grammar of commands, RFC 9051 section 9 and RFC 3501 section 9: recursive descent over a
 * frame's tokens.
 */
public final class CommandParser {
  /** What a line is. */
  public sealed interface Result {}

  /** A whole command, or the head of an APPEND up to its message literal. */
  public record Parsed(Tag tag, Command command) implements Result {}

  /**
   * A well-framed line that the grammar refuses.
   *
   * @param tag absent if the line doesn't begin with one
   * @param name absent if the command is unknown
   * @param reason a short true sentence in our own words, fit for a BAD
   */
  public record Malformed(Optional<Tag> tag, Optional<CommandName> name, String reason)
      implements Result {}

  /** What an announced literal is for. */
  public enum Role {
    ARGUMENT,
    MESSAGE
  }

  /** What is known when a literal is announced: the beginning of the line. */
  public record Head(Optional<Tag> tag, Optional<CommandName> name, Role role) {}

  /** What stands behind a message literal. */
  public sealed interface Tail {}

  /** The command ends. */
  public record End() implements Tail {}

  /** Another message is announced (RFC 3502). */
  public record Next(Command.AppendMessage message) implements Tail {}

  public record BrokenTail(String reason) implements Tail {}

  public CommandParser(Limits limits) {
    throw new UnsupportedOperationException();
  }

  /**
   * At {@link Framer.Event#LITERAL}: cheap, whatever the line's length; says nothing about the
   * grammar of what was read.
   */
  public Head head(Frame frame) {
    throw new UnsupportedOperationException();
  }

  /**
   * At LINE; or at LITERAL if {@link #head} said MESSAGE: then the result is the APPEND's head, or
   * malformed.
   */
  public Result parse(Frame frame, Syntax syntax) {
    throw new UnsupportedOperationException();
  }

  /** Behind a streamed message literal, at LINE or LITERAL. */
  public Tail tail(Frame frame, Syntax syntax) {
    throw new UnsupportedOperationException();
  }

  /**
   * A policy's line: command and arguments without a tag and without literals, such as {@code
   * EXAMINE "INBOX"}.
   */
  public Result parseUntagged(String line, Syntax syntax) {
    throw new UnsupportedOperationException();
  }
}

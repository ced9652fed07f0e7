package io.postern.imap;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The one table of capabilities (design decision 7): a row for each of the IANA registry, read from {@code capabilities.tsv}. */
public final class CapabilityTable {
  private CapabilityTable() {}

  /** Whether the engine follows the capability; names in upper case; {@code AUTH=X} by the list of mechanisms. */
  public static boolean follows(String capability) {
    throw new UnsupportedOperationException();
  }

  /** Whether its row belongs to one connection only (STARTTLS, LOGINDISABLED, COMPRESS=*): never copied. */
  public static boolean ofOneConnection(String capability) {
    throw new UnsupportedOperationException();
  }

  /** The capabilities any of which brings the command; empty if IMAP4rev1 itself does. */
  public static Set<String> bringing(CommandName name) {
    throw new UnsupportedOperationException();
  }

  /** Whether ENABLE may name it: it must be enabled to take effect and the engine follows it. */
  public static boolean enables(String capability) {
    throw new UnsupportedOperationException();
  }

  /** A row. */
  public record Row(String name, String rfc, boolean followed, Collection<String> commands) {}

  public static Optional<Row> row(String capability) {
    throw new UnsupportedOperationException();
  }
}

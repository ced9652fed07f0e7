package io.postern.wire;

/**
 * What the grammar allows at the moment (spec/policy-semantics.md, section 10).
 *
 * @param utf8 UTF-8 in quoted strings, mailbox names and text
 * @param literal8 literal8 from clients in APPEND
 * @param quirks mercies for servers; never for clients
 */
public record Syntax(boolean utf8, boolean literal8, boolean quirks) {
  public static final Syntax STRICT = new Syntax(false, false, false);
}

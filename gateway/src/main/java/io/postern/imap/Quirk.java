package io.postern.imap;

/**
 * The mercies for real servers, each named and counted (spec/policy-semantics.md, section 10); none
 * touches framing.
 */
public enum Quirk {
  /** Octets 0x80-FF in a quoted string or status text without UTF-8. */
  Q1_EIGHT_BIT,
  /** No SP or text after a status or a code. */
  Q2_NO_TEXT,
  /** {@code +} without SP. */
  Q3_BARE_PLUS,
  /** Trailing SP before CRLF. */
  Q4_TRAILING_SPACE,
  /** Double or missing SP, {@code ()} for NIL, NIL for a string in ENVELOPE and BODYSTRUCTURE. */
  Q5_SPACING_AND_NIL,
  /** Flags with octets that an atom forbids. */
  Q6_FLAG_OCTETS,
  /** Mailbox names that are raw 8-bit or not canonical modified UTF-7. */
  Q7_MAILBOX_NAME,
  /** SEARCH without numbers and with trailing SP. */
  Q8_EMPTY_SEARCH,
  /** Negative or over-long numbers in BODYSTRUCTURE. */
  Q9_ODD_NUMBER
}

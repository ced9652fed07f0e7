package io.postern.session;

/**
 * A line that crossed the server's answer on its way: a late DONE, a late SASL line (spec section
 * 7).
 */
enum Late {
  /** Nothing of the kind is due: read on. */
  NOTHING,
  /** It may be one; more octets will tell. */
  UNDECIDED,
  /** It was one, and is gone. */
  SWALLOWED
}

package io.postern.python;

/** What came of reading a policy's value. */
sealed interface Read<A> {
  record Sound<A>(A value) implements Read<A> {}

  /** A message for the administrator: found what, expected what. */
  record Wrong<A>(String message) implements Read<A> {}
}

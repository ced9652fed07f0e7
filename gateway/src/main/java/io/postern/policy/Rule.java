package io.postern.policy;

/** The outcome of a look-up: an action and where it is written. */
public record Rule<A>(A action, RuleRef where) {}

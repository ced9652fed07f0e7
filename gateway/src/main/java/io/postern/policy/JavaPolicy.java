package io.postern.policy;

/** Makes instances of a Java policy: one at load, one for each session. */
@FunctionalInterface
public interface JavaPolicy {
  AbstractImapProxy make() throws Exception;
}

package io.postern.policy;

import java.io.Serializable;

/**
 * A policy function for commands. Serializable only so that {@code this::select} tells its own
 * name.
 */
@FunctionalInterface
public interface RequestFunction extends Serializable {
  /** Any action but Call; what it throws, and null, end the session. */
  RequestAction decide(Call call) throws Exception;
}

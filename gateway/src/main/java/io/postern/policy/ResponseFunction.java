package io.postern.policy;

import java.io.Serializable;

/**
 * A policy function for responses and response codes. Serializable only so that {@code this::check}
 * tells its own name.
 */
@FunctionalInterface
public interface ResponseFunction extends Serializable {
  /** Any action but Call; what it throws, and null, end the session. */
  ResponseAction decide(Call call) throws Exception;
}

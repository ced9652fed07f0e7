package io.postern.admin;

import java.util.List;

/**
 * Whether a gateway lives, or is ready for clients.
 *
 * @param reasons why not, each a sentence without its stop; empty: it is
 */
public record Health(List<String> reasons) {
  public Health {
    reasons = List.copyOf(reasons);
  }

  public static final Health WELL = new Health(List.of());

  public boolean well() {
    return reasons.isEmpty();
  }
}

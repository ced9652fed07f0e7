package io.postern.policy;

/**
 * Where a rule is written.
 *
 * @param place {@code FILE:LINE}; for the built-in classes their name; {@code default} where no
 *     entry matched; {@code engine} where no table was asked
 */
public record RuleRef(String place) {
  /** No entry matched: denied. */
  public static final RuleRef DEFAULT = new RuleRef("default");

  /** The engine decided; no table could open it (spec/policy-semantics.md, section 8). */
  public static final RuleRef ENGINE = new RuleRef("engine");

  @Override
  public String toString() {
    return place;
  }
}

package io.postern.policy;

/**
 * A policy function in a table: its name, and its number among the policy's functions. Equal when
 * the names are.
 *
 * @param index 0 and up, the place in {@link PolicyFunctions}
 */
public record FunctionRef(String name, int index) {
  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionRef that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}

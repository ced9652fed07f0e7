package io.postern.policy;

/** An entry of the capability table that a Java policy is about to assign. */
public final class CapabilityCell {
  private final PolicyTables tables;
  private final String name;
  private final Place place;

  CapabilityCell(PolicyTables tables, String name, Place place) {
    this.tables = tables;
    this.name = name;
    this.place = place;
  }

  public void accept() {
    tables.putCapability(name, true, place);
  }

  public void drop() {
    tables.putCapability(name, false, place);
  }
}

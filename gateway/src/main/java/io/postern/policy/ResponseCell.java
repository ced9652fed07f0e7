package io.postern.policy;

import java.util.Optional;

/** An entry of the response table that a Java policy is about to assign. */
public final class ResponseCell {
  static final String NAMELESS =
      "found a function without a name, expected this::method or call(\"name\", function)";

  private final PolicyTables tables;
  private final ResponseKey key;
  private final Place place;

  ResponseCell(PolicyTables tables, ResponseKey key, Place place) {
    this.tables = tables;
    this.key = key;
    this.place = place;
  }

  public void accept() {
    put(ResponseAction.ACCEPT);
  }

  public void reject() {
    put(ResponseAction.REJECT);
  }

  public void reject(String text) {
    put(new ResponseAction.Reject(Optional.of(text)));
  }

  public void drop() {
    put(ResponseAction.DROP);
  }

  public void abort() {
    put(ResponseAction.ABORT);
  }

  public void abort(String text) {
    put(new ResponseAction.Abort(Optional.of(text)));
  }

  /** The human-readable text of a status response is replaced. */
  public void rewrite(String text) {
    put(new ResponseAction.Rewrite(text));
  }

  /** A method decides: {@code this::check}. Its name is the function's. */
  public void call(ResponseFunction function) {
    JavaFunctions.nameOf(function)
        .ifPresentOrElse(name -> call(name, function), () -> tables.error(place.error(NAMELESS)));
  }

  /** A function of that name decides. */
  public void call(String name, ResponseFunction function) {
    tables
        .java()
        .noteResponse(name, function)
        .ifPresent(complaint -> tables.error(place.error(complaint)));
    put(new ResponseAction.Call(tables.function(tables.java(), name)));
  }

  private void put(ResponseAction action) {
    tables.putResponse(key, action, place);
  }
}

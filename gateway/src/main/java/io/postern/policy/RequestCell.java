package io.postern.policy;

import java.util.List;
import java.util.Optional;

/** An entry of the request table that a Java policy is about to assign. */
public final class RequestCell {
  private final PolicyTables tables;
  private final String command;
  private final Place place;

  RequestCell(PolicyTables tables, String command, Place place) {
    this.tables = tables;
    this.command = command;
    this.place = place;
  }

  public void accept() {
    put(RequestAction.ACCEPT);
  }

  public void reject() {
    put(RequestAction.REJECT);
  }

  public void reject(String text) {
    put(new RequestAction.Reject(Optional.of(text)));
  }

  public void drop() {
    put(RequestAction.DROP);
  }

  public void abort() {
    put(RequestAction.ABORT);
  }

  public void abort(String text) {
    put(new RequestAction.Abort(Optional.of(text)));
  }

  /** Replaced by a request: command and arguments without a tag. */
  public void rewrite(String request) {
    put(new RequestAction.Rewrite(request));
  }

  /**
   * The gateway answers: {@code "OK done"}, and before it the untagged lines without {@code "* "}.
   */
  public void respond(String status, String... untagged) {
    put(new RequestAction.Respond(status, List.of(untagged)));
  }

  /** A method decides: {@code this::select}. Its name is the function's. */
  public void call(RequestFunction function) {
    JavaFunctions.nameOf(function)
        .ifPresentOrElse(
            name -> call(name, function), () -> tables.error(place.error(ResponseCell.NAMELESS)));
  }

  /** A function of that name decides. */
  public void call(String name, RequestFunction function) {
    tables
        .java()
        .noteRequest(name, function)
        .ifPresent(complaint -> tables.error(place.error(complaint)));
    put(new RequestAction.Call(tables.function(tables.java(), name)));
  }

  private void put(RequestAction action) {
    tables.putRequest(command, action, place);
  }
}

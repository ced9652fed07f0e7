package io.postern.python;

import io.postern.policy.PolicyTables;
import io.postern.policy.ResponseKey;
import java.util.function.Consumer;

/** Puts a policy's entries into tables; what is no action is an error at its line. */
final class EntryReader {
  private final PolicyTables tables;
  private final Actions actions;

  EntryReader(PythonSource source, PolicyTables tables) {
    this.tables = tables;
    this.actions = Actions.ofTable(name -> tables.function(source, name));
  }

  void put(PythonEntry entry) {
    String first = entry.key().getFirst();
    switch (entry.table()) {
      case "request" ->
          sound(
              entry,
              actions.request(entry.value()),
              action -> tables.putRequest(first, action, entry.place()));
      case "response" ->
          sound(
              entry,
              actions.response(entry.value()),
              action ->
                  tables.putResponse(
                      new ResponseKey(
                          first,
                          ResponseKey.Kind.of(entry.key().get(1)).orElseThrow(),
                          entry.key().get(2)),
                      action,
                      entry.place()));
      case "capability" ->
          sound(
              entry,
              actions.capability(entry.value()),
              accept -> tables.putCapability(first, accept, entry.place()));
      default ->
          sound(
              entry,
              Stacks.text(entry.value()),
              text -> tables.putStack(first, text, entry.place()));
    }
  }

  private <A> void sound(PythonEntry entry, Read<A> read, Consumer<A> put) {
    switch (read) {
      case Read.Sound<A>(A value) -> put.accept(value);
      case Read.Wrong<A>(String message) -> tables.error(entry.place().error(message));
    }
  }
}

package io.postern.notation;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.FunctionRef;
import io.postern.policy.Nearest;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads YAML's actions: a word, or a map with exactly one verb. */
final class ActionReader {
  private static final List<String> WORDS = List.of("accept", "reject", "drop", "abort");
  private static final List<String> REQUEST_VERBS =
      List.of("reject", "abort", "rewrite", "respond", "call");
  private static final List<String> RESPONSE_VERBS = List.of("reject", "abort", "rewrite", "call");

  private final List<ConfigError> errors;
  private final PolicyTables tables;
  private final Optional<FunctionClass> functions;

  ActionReader(List<ConfigError> errors, PolicyTables tables, Optional<FunctionClass> functions) {
    this.errors = errors;
    this.tables = tables;
    this.functions = functions;
  }

  Optional<RequestAction> request(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          switch (scalar.text()) {
            case "accept" -> Optional.of(RequestAction.ACCEPT);
            case "reject" -> Optional.of(RequestAction.REJECT);
            case "drop" -> Optional.of(RequestAction.DROP);
            case "abort" -> Optional.of(RequestAction.ABORT);
            default -> noWord(scalar, REQUEST_VERBS);
          };
      case YamlNode.Mapping map ->
          verb(map, REQUEST_VERBS)
              .flatMap(
                  verb ->
                      switch (verb.key().text()) {
                        case "reject" ->
                            text(verb).map(text -> new RequestAction.Reject(Optional.of(text)));
                        case "abort" ->
                            text(verb).map(text -> new RequestAction.Abort(Optional.of(text)));
                        case "rewrite" -> text(verb).map(RequestAction.Rewrite::new);
                        case "respond" ->
                            text(verb).map(text -> new RequestAction.Respond(text, untagged(map)));
                        case "call" ->
                            function(verb, RequestAction.class).map(RequestAction.Call::new);
                        default -> throw new IllegalStateException(verb.key().text());
                      });
      case YamlNode.Sequence list -> noAction(list);
    };
  }

  Optional<ResponseAction> response(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          switch (scalar.text()) {
            case "accept" -> Optional.of(ResponseAction.ACCEPT);
            case "reject" -> Optional.of(ResponseAction.REJECT);
            case "drop" -> Optional.of(ResponseAction.DROP);
            case "abort" -> Optional.of(ResponseAction.ABORT);
            default -> noWord(scalar, RESPONSE_VERBS);
          };
      case YamlNode.Mapping map ->
          verb(map, RESPONSE_VERBS)
              .flatMap(
                  verb ->
                      switch (verb.key().text()) {
                        case "reject" ->
                            text(verb).map(text -> new ResponseAction.Reject(Optional.of(text)));
                        case "abort" ->
                            text(verb).map(text -> new ResponseAction.Abort(Optional.of(text)));
                        case "rewrite" -> text(verb).map(ResponseAction.Rewrite::new);
                        case "call" ->
                            function(verb, ResponseAction.class).map(ResponseAction.Call::new);
                        default -> throw new IllegalStateException(verb.key().text());
                      });
      case YamlNode.Sequence list -> noAction(list);
    };
  }

  private <A> Optional<A> noWord(YamlNode.Scalar scalar, List<String> verbs) {
    String hint =
        verbs.contains(scalar.text())
            ? "a map, { " + scalar.text() + ": ... }"
            : String.join(", ", WORDS) + " or a map with one of " + String.join(", ", verbs);
    errors.add(
        scalar
            .place()
            .error(
                "found " + scalar.described() + ", expected " + hint,
                Nearest.to(scalar.text(), WORDS)));
    return Optional.empty();
  }

  private <A> Optional<A> noAction(YamlNode node) {
    errors.add(node.place().error("found " + node.described() + ", expected an action"));
    return Optional.empty();
  }

  /**
   * The map's one verb; its companions are {@code then} of rewrite and {@code untagged} of respond.
   */
  private Optional<YamlNode.Entry> verb(YamlNode.Mapping map, List<String> verbs) {
    List<YamlNode.Entry> found = new ArrayList<>();
    boolean sound = true;
    for (YamlNode.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (verbs.contains(key)) {
        found.add(entry);
      } else if (!isCompanion(map, key, verbs)) {
        sound = false;
        errors.add(
            entry
                .key()
                .place()
                .error(
                    "found " + key + ", expected one of " + String.join(", ", verbs),
                    Nearest.to(key, verbs)));
      }
    }
    if (found.size() == 1) {
      return sound && then(map) ? Optional.of(found.getFirst()) : Optional.empty();
    }
    if (sound || found.size() > 1) {
      errors.add(
          map.place()
              .error(
                  (found.isEmpty() ? "found no action" : "found " + found.size() + " actions")
                      + ", expected exactly one of "
                      + String.join(", ", verbs)));
    }
    return Optional.empty();
  }

  private static boolean isCompanion(YamlNode.Mapping map, String key, List<String> verbs) {
    return (key.equals("then") && map.get("rewrite").isPresent())
        || (key.equals("untagged") && verbs.contains("respond") && map.get("respond").isPresent());
  }

  /**
   * The default action behind a rewrite: accept, and nothing else, is legal (spec sections 4, 5).
   */
  private boolean then(YamlNode.Mapping map) {
    Optional<YamlNode> then = map.get("then");
    if (then.isEmpty()
        || (then.get() instanceof YamlNode.Scalar scalar && scalar.text().equals("accept"))) {
      return true;
    }
    errors.add(then.get().place().error("found " + then.get().described() + ", expected accept"));
    return false;
  }

  private List<String> untagged(YamlNode.Mapping map) {
    List<String> lines = new ArrayList<>();
    map.get("untagged")
        .ifPresent(
            node -> {
              if (!(node instanceof YamlNode.Sequence list)) {
                errors.add(
                    node.place().error("found " + node.described() + ", expected a list of lines"));
                return;
              }
              for (YamlNode item : list.items()) {
                text(item).ifPresent(lines::add);
              }
            });
    return lines;
  }

  private Optional<String> text(YamlNode.Entry entry) {
    return text(entry.value());
  }

  private Optional<String> text(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar.text());
    }
    errors.add(node.place().error("found " + node.described() + ", expected a text"));
    return Optional.empty();
  }

  private Optional<FunctionRef> function(YamlNode.Entry verb, Class<?> returned) {
    Optional<String> name = text(verb);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (functions.isEmpty()) {
      errors.add(
          verb.value()
              .place()
              .error(
                  "found the function "
                      + name.get()
                      + ", expected functions: FILE.java#CLASS in this policy, to find it in"));
      return Optional.empty();
    }
    if (!functions.get().has(name.get(), returned)) {
      errors.add(
          verb.value()
              .place()
              .error(
                  "found the function "
                      + name.get()
                      + ", expected a method "
                      + returned.getSimpleName()
                      + " "
                      + name.get()
                      + "(Call) in "
                      + functions.get().name(),
                  Nearest.to(name.get(), functions.get().names(returned))));
      return Optional.empty();
    }
    return Optional.of(tables.function(functions.get(), name.get()));
  }
}

package io.postern.notation;

import io.postern.imap.Ascii;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.PolicyTables;
import io.postern.policy.ResponseAction;
import io.postern.policy.ResponseKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.BiConsumer;

/** Reads the YAML form of a policy into tables; the format is that of docs/policy.md. */
final class YamlPolicy {
  private static final List<String> KEYS =
      List.of("extends", "functions", "request", "response", "capability", "stack");

  private final Policies.Loading loading;
  private final List<ConfigError> errors;
  private final Path folder;

  YamlPolicy(Policies.Loading loading, Path folder) {
    this.loading = loading;
    this.errors = loading.errors;
    this.folder = folder;
  }

  /** The tables; {@code under} are those of a base that was named elsewhere. */
  PolicyTables read(YamlNode node, Optional<PolicyTables> under) {
    if (!(node instanceof YamlNode.Mapping map)) {
      expected(node, "a map with " + String.join(", ", KEYS));
      return under.orElseGet(PolicyTables::empty);
    }
    for (YamlNode.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (!KEYS.contains(key)) {
        errors.add(
            entry
                .key()
                .place()
                .error(
                    "found " + key + ", expected " + String.join(", ", KEYS),
                    Nearest.to(key, KEYS)));
      }
    }
    PolicyTables tables = base(map, under);
    ActionReader actions = new ActionReader(errors, tables, functions(map));
    each(
        map,
        "request",
        (key, value) ->
            actions
                .request(value)
                .ifPresent(action -> tables.putRequest(key.text(), action, key.place())));
    each(map, "response", (key, value) -> response(tables, actions, key, value));
    each(map, "capability", (key, value) -> capability(tables, key, value));
    each(
        map,
        "stack",
        (key, value) ->
            text(value, "a text")
                .ifPresent(text -> tables.putStack(key.text(), text, key.place())));
    return tables;
  }

  private PolicyTables base(YamlNode.Mapping map, Optional<PolicyTables> under) {
    Optional<YamlNode> named = map.get("extends");
    if (named.isEmpty()) {
      return under.orElseGet(PolicyTables::empty);
    }
    if (under.isPresent()) {
      errors.add(named.get().place().error("found extends, but the base is named above the table"));
      return under.get();
    }
    return text(named.get(), "the name of a policy")
        .map(name -> loading.tables(name, folder, named.get().place()))
        .orElseGet(PolicyTables::empty);
  }

  private Optional<FunctionClass> functions(YamlNode.Mapping map) {
    return map.get("functions")
        .flatMap(
            node ->
                text(node, "FILE.java#CLASS or class:a.b.C")
                    .flatMap(name -> loading.functions(name, folder, node.place())));
  }

  /** The last two words of a key are type and response name, what stands before is the command. */
  private void response(
      PolicyTables tables, ActionReader actions, YamlNode.Scalar key, YamlNode value) {
    Optional<ResponseAction> action = actions.response(value);
    responseKey(key)
        .ifPresent(found -> action.ifPresent(made -> tables.putResponse(found, made, key.place())));
  }

  private Optional<ResponseKey> responseKey(YamlNode.Scalar key) {
    List<String> words = words(key.text());
    if (words.size() < 3 || words.size() > 4) {
      errors.add(
          key.place()
              .error(
                  "found \""
                      + key.text()
                      + "\", expected COMMAND TYPE RESPONSE, as in \"FETCH UNTAGGED FETCH\""));
      return Optional.empty();
    }
    int last = words.size() - 1;
    String type = words.get(last - 1);
    Optional<ResponseKey.Kind> kind = ResponseKey.Kind.of(type);
    if (kind.isEmpty()) {
      errors.add(
          key.place()
              .error(
                  "found the type \"" + type + "\", expected TAGGED, UNTAGGED, ALL or *",
                  Nearest.to(type, List.of("TAGGED", "UNTAGGED", "ALL"))));
      return Optional.empty();
    }
    return kind.map(
        found ->
            new ResponseKey(String.join(" ", words.subList(0, last - 1)), found, words.get(last)));
  }

  private static List<String> words(String text) {
    return java.util.Collections.list(new StringTokenizer(text, " ")).stream()
        .map(String.class::cast)
        .toList();
  }

  private void capability(PolicyTables tables, YamlNode.Scalar key, YamlNode value) {
    text(value, "accept or drop")
        .ifPresent(
            word -> {
              switch (word) {
                case "accept" -> tables.putCapability(key.text(), true, key.place());
                case "drop" -> tables.putCapability(key.text(), false, key.place());
                default ->
                    errors.add(
                        value
                            .place()
                            .error(
                                "found " + value.described() + ", expected accept or drop",
                                Nearest.to(word, List.of("accept", "drop"))));
              }
            });
  }

  /** The entries of a table; keys that mean the same stand once. */
  private void each(
      YamlNode.Mapping map, String table, BiConsumer<YamlNode.Scalar, YamlNode> entry) {
    Optional<YamlNode> node = map.get(table);
    if (node.isEmpty()) {
      return;
    }
    if (!(node.get() instanceof YamlNode.Mapping entries)) {
      expected(node.get(), "a map, the table " + table);
      return;
    }
    Map<String, Place> seen = new HashMap<>();
    for (YamlNode.Entry each : entries.entries()) {
      YamlNode.Scalar key = each.key();
      if (key.text().isBlank()) {
        errors.add(key.place().error("found an empty key"));
        continue;
      }
      Place first = seen.putIfAbsent(canonical(table, key.text()), key.place());
      if (first != null) {
        errors.add(
            key.place()
                .error("the key " + key.text() + " stands twice, first in line " + first.line()));
      }
      entry.accept(key, each.value());
    }
  }

  private static String canonical(String table, String key) {
    List<String> words = words(Ascii.upper(key));
    int type = words.size() - 2;
    if (table.equals("response") && type > 0 && words.get(type).equals("*")) {
      return String.join(" ", words.subList(0, type)) + " ALL " + words.getLast();
    }
    return String.join(" ", words);
  }

  private Optional<String> text(YamlNode node, String what) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar.text());
    }
    expected(node, what);
    return Optional.empty();
  }

  private void expected(YamlNode node, String what) {
    errors.add(node.place().error("found " + node.described() + ", expected " + what));
  }
}

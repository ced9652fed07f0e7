/**
 * YAML as a tree whose every node knows its line and column: {@link
 * io.postern.notation.yaml.YamlReader} makes {@link io.postern.notation.yaml.YamlNode}s, for
 * policies and for the configuration.
 *
 * <p>A small YAML: no anchors, aliases, tags, merge keys or further documents, keys are text and
 * stand once. Runs at load, on any one thread. May import {@code policy}, for places and errors.
 */
package io.postern.notation.yaml;

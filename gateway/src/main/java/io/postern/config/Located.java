package io.postern.config;

import io.postern.notation.yaml.YamlNode;

/** A value and where it stands. */
record Located<T>(T value, YamlNode node) {}

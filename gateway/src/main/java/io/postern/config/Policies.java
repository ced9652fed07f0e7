package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.AbstractImapProxy;
import io.postern.policy.ImapProxy;
import io.postern.policy.ImapProxyStrict;
import io.postern.policy.JavaPolicy;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import java.util.List;
import java.util.Map;

/** The policies of the notations. */
public final class Policies implements PolicySource {
  private static final Map<String, JavaPolicy> BASE =
      Map.of(
          "AbstractImapProxy", AbstractImapProxy::new,
          "ImapProxy", ImapProxy::new,
          "ImapProxyStrict", ImapProxyStrict::new);

  @Override
  public Outcome named(String name, Place where) {
    JavaPolicy base = BASE.get(name);
    if (base == null) {
      return new Outcome.Broken(
          List.of(
              where.error(
                  "policy: found \"" + name + "\", expected a base class",
                  Nearest.to(name, BASE.keySet()))));
    }
    try {
      return new Outcome.Loaded(Policy.compile(PolicyTables.of(base, Map.of())), List.of());
    } catch (Exception e) {
      throw new AssertionError("the base class " + name, e);
    }
  }

  @Override
  public Outcome inline(YamlNode.Mapping table) {
    return new Outcome.Broken(List.of(table.place().error("policy: tables aren't read yet")));
  }
}

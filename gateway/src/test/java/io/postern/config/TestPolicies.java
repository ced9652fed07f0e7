package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ImapProxy;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import java.util.List;
import java.util.Map;

/** Knows the names ImapProxy and ImapProxyStrict, and every table; all are the same policy. */
final class TestPolicies implements PolicySource {
  private static final Policy POLICY = policy();

  @Override
  public Outcome named(String name, Place where) {
    return name.equals("ImapProxy") || name.equals("ImapProxyStrict")
        ? new Outcome.Loaded(POLICY, List.of())
        : new Outcome.Broken(List.of(where.error("POLICY")));
  }

  @Override
  public Outcome inline(YamlNode.Mapping table) {
    return new Outcome.Loaded(POLICY, List.of());
  }

  private static Policy policy() {
    try {
      return Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

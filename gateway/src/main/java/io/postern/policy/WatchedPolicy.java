package io.postern.policy;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import java.util.List;
import java.util.function.Consumer;

/**
 * A policy that tells which of its entries decided. Its look-ups go the long way, key by key; the
 * verdicts are those of the tables.
 */
final class WatchedPolicy extends Policy {
  private final Consumer<Lookup> watcher;

  WatchedPolicy(Policy policy, Consumer<Lookup> watcher) {
    super(policy);
    this.watcher = watcher;
  }

  @Override
  public Rule<RequestAction> request(CommandName name) {
    tell(requestTrail(name));
    return super.request(name);
  }

  @Override
  public Rule<ResponseAction> response(Owner owner, ResponseType type, ResponseName name) {
    tell(responseTrail(owner, type, name));
    return super.response(owner, type, name);
  }

  @Override
  public Rule<ResponseAction> code(Owner owner, ResponseType type, String code) {
    tell(codeTrail(owner, type, code));
    return super.code(owner, type, code);
  }

  @Override
  public boolean accepts(String capability) {
    tell(capabilityTrail(capability));
    return super.accepts(capability);
  }

  private void tell(List<Lookup> trail) {
    for (Lookup step : trail) {
      if (step.found()) {
        watcher.accept(step);
      }
    }
  }
}

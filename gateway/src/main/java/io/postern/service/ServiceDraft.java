package io.postern.service;

import io.postern.imap.Limits;
import io.postern.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Service} that is being put together; what isn't given has the documentation's default:
 * its policy is enforced, and both legs are in clear. Confined to whoever makes it.
 */
public final class ServiceDraft {
  private final String name;
  private final List<Address> listen;
  private Router router;
  private Chainer chainer = Chainer.DEFAULT;
  private Policy policy;
  private Limits limits = Limits.DEFAULT;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private Quotas quotas = Quotas.DEFAULT;
  private Switches switches = Switches.DEFAULT;
  private Observe observe = Observe.NONE;
  private Tls tls = Tls.NONE;
  private ProxyProtocol proxy = ProxyProtocol.NONE;
  private Originating originating = Originating.NONE;

  public ServiceDraft(String name, List<Address> listen, Router router, Policy policy) {
    this.name = name;
    this.listen = listen;
    this.router = router;
    this.policy = policy;
  }

  ServiceDraft(Service like) {
    this(like.name(), like.listen(), like.router(), like.policy());
    chainer = like.chainer();
    limits = like.limits();
    timeouts = like.timeouts();
    quotas = like.quotas();
    switches = like.switches();
    observe = like.observe();
    tls = like.tls();
    proxy = like.proxy();
    originating = like.originating();
  }

  /** The service; throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Service service() {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        timeouts,
        quotas,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public ServiceDraft router(Router given) {
    router = given;
    return this;
  }

  public ServiceDraft chainer(Chainer given) {
    chainer = given;
    return this;
  }

  public ServiceDraft limits(Limits given) {
    limits = given;
    return this;
  }

  public ServiceDraft timeouts(Timeouts given) {
    timeouts = given;
    return this;
  }

  public ServiceDraft quotas(Quotas given) {
    quotas = given;
    return this;
  }

  public ServiceDraft switches(Switches given) {
    switches = given;
    return this;
  }

  public ServiceDraft tls(Tls given) {
    tls = given;
    return this;
  }

  public ServiceDraft proxy(ProxyProtocol given) {
    proxy = given;
    return this;
  }

  public ServiceDraft originating(Originating given) {
    originating = given;
    return this;
  }

  /** Has that policy, and nothing that is only observed. */
  public ServiceDraft enforcing(Policy given) {
    policy = given;
    observe = Observe.NONE;
    return this;
  }

  /**
   * Makes it a trial, or none.
   *
   * @param mode whether its policy is only observed
   * @param second a policy that is observed beside it
   */
  public ServiceDraft observe(boolean mode, Optional<Observe.Second> second) {
    Policy own = observe.own().orElse(policy);
    policy = mode ? own.opened() : own;
    observe = new Observe(mode ? Optional.of(own) : Optional.empty(), second);
    return this;
  }
}

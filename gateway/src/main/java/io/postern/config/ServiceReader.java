package io.postern.config;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Policy;
import io.postern.service.Address;
import io.postern.service.Chainer;
import io.postern.service.ClientTls;
import io.postern.service.Observe;
import io.postern.service.Originating;
import io.postern.service.ProxyProtocol;
import io.postern.service.Router;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Switches;
import io.postern.service.Tls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of {@code services}. */
final class ServiceReader {
  static final List<String> KEYS =
      List.of(
          "name",
          "listen",
          "server",
          "policy",
          "mode",
          "observe",
          "limits",
          "decision_id",
          "clear_text",
          "trust_preauth",
          "tls",
          "router",
          "chainer",
          "proxy_protocol",
          "originating");

  static final String HOST_PORT = Addresses.HOST_PORT;

  private static final String POLICY =
      "a base class such as ImapProxy, a file such as policy.yaml, or a table";

  private static final String NAME = "1 to 64 letters, digits, '_', '-' or '.'";

  private final Policies policies;
  private final Path folder;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  ServiceReader(
      Policies policies, Path folder, List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.policies = policies;
    this.folder = folder;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** A value and where it stands. */
  record Located<T>(T value, YamlNode node) {}

  /**
   * What could be read of an entry.
   *
   * @param policy the policy's name
   * @param service the whole, if nothing is wrong with it
   */
  record Entry(
      Optional<Located<String>> name,
      List<Located<Address>> listen,
      String policy,
      Optional<Service> service) {}

  Entry read(YamlNode node) {
    int before = errors.size();
    Optional<Fields> found = Fields.of(node, "a service", KEYS, errors);
    if (found.isEmpty()) {
      return new Entry(Optional.empty(), List.of(), "", Optional.empty());
    }
    Fields fields = found.get();
    Optional<Located<String>> name = name(fields);
    List<Located<Address>> listen = listen(fields);
    RouterReader routers = new RouterReader(folder, errors, warnings);
    Optional<Router> router = routers.read(fields);
    Optional<Policy> policy = policy(fields);
    Optional<Located<String>> mode = mode(fields);
    Optional<Observe.Second> second = second(fields);
    LimitsReader.Bounds bounds =
        fields
            .optional("limits")
            .map(limits -> LimitsReader.read(limits, errors))
            .orElse(LimitsReader.Bounds.DEFAULT);
    Switches switches = switches(fields);
    int beforeTls = errors.size();
    Tls tls = tls(fields);
    if (errors.size() == beforeTls) {
      // Where TLS is wrong, nobody asked for clear text.
      clearText(
          name.map(Located::value).orElse("?"), listen, switches.clearTextAllowed(), tls.client());
      routers.servers().forEach(server -> serverInClear(server, tls.server()));
      router.ifPresent(way -> nameless(fields, way, tls.client()));
    }
    loop(listen, routers.servers());
    ListenTwice.check(listen, errors);
    Chainer chainer =
        fields
            .optional("chainer")
            .map(given -> ChainerReader.read(given, errors))
            .orElse(Chainer.DEFAULT);
    ProxyProtocol proxy =
        fields
            .optional("proxy_protocol")
            .map(at -> ProxyReader.read(at, errors))
            .orElse(ProxyProtocol.NONE);
    Originating originating =
        fields
            .optional("originating")
            .map(at -> OriginatingReader.read(at, errors))
            .orElse(Originating.NONE);
    if (errors.size() > before || name.isEmpty() || router.isEmpty() || policy.isEmpty()) {
      return new Entry(name, listen, "", Optional.empty());
    }
    boolean observes = mode.map(Located::value).orElse("enforce").equals("observe");
    if (observes) {
      warnings.add(
          new ConfigWarning(
              mode.get().node().place(),
              "mode: observe: nothing of the policy of service "
                  + name.get().value()
                  + " is enforced; what it would refuse or change is only told"));
    }
    Service service =
        new Service(
                name.get().value(),
                listen.stream().map(Located::value).toList(),
                router.get(),
                policy.get(),
                bounds.limits(),
                bounds.timeouts(),
                bounds.connections(),
                // Whether it may be in clear is for all of it together to say, and that is below.
                switches.withClearTextAllowed(true))
            .withQuotas(bounds.quotas())
            .withChainer(chainer)
            .withProxy(proxy)
            .withOriginating(originating)
            .withObserve(observes, second)
            .withTls(tls)
            .withSwitches(switches);
    return new Entry(name, listen, policyName(fields, "policy"), Optional.of(service));
  }

  private Optional<Located<String>> name(Fields fields) {
    return fields
        .required("name", NAME)
        .flatMap(
            node ->
                fields
                    .value("name", node, NAME, scalar -> Optional.of(scalar.text()))
                    .flatMap(
                        text -> {
                          if (!isName(text)) {
                            fields.wrong("name", node, NAME);
                            return Optional.empty();
                          }
                          return Optional.of(new Located<>(text, node));
                        }));
  }

  private static boolean isName(String text) {
    boolean fits = !text.isEmpty() && text.length() <= 64;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      fits &= letter || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }
    return fits;
  }

  private List<Located<Address>> listen(Fields fields) {
    Optional<YamlNode> node = fields.required("listen", HOST_PORT);
    List<Located<Address>> addresses = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      if (list.items().isEmpty()) {
        fields.wrong("listen", list, HOST_PORT);
      }
      list.items().forEach(item -> address(fields, "listen", item).ifPresent(addresses::add));
    } else {
      node.flatMap(one -> address(fields, "listen", one)).ifPresent(addresses::add);
    }
    return addresses;
  }

  private Optional<Located<Address>> address(Fields fields, String key, YamlNode node) {
    return Addresses.read(fields, key, node, errors);
  }

  private Optional<Policy> policy(Fields fields) {
    return fields.required("policy", POLICY).flatMap(node -> policy(fields, "policy", node));
  }

  private Optional<Policy> policy(Fields fields, String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping table) {
      return loaded(policies.inline(table, folder));
    }
    return fields
        .scalar(key, node, POLICY)
        .flatMap(name -> loaded(policies.load(name.text(), folder, name.place())));
  }

  private Optional<Located<String>> mode(Fields fields) {
    return fields
        .optional("mode")
        .flatMap(
            node ->
                fields
                    .word("mode", node, List.of("enforce", "observe"))
                    .map(word -> new Located<>(word, node)));
  }

  /** The policy that is judged beside the first one. */
  private Optional<Observe.Second> second(Fields fields) {
    return fields
        .optional("observe")
        .flatMap(node -> policy(fields, "observe", node))
        .map(policy -> new Observe.Second(policyName(fields, "observe"), policy));
  }

  private static String policyName(Fields fields, String key) {
    return fields
        .optional(key)
        .map(
            node ->
                node instanceof YamlNode.Scalar scalar
                    ? scalar.text()
                    : node.place().file() + ":" + node.place().line())
        .orElse("");
  }

  private Optional<Policy> loaded(PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Loaded(Policy policy, List<ConfigWarning> told) -> {
        warnings.addAll(told);
        yield Optional.of(policy);
      }
      case PolicyLoad.Failed(List<ConfigError> told) -> {
        errors.addAll(told);
        yield Optional.empty();
      }
    };
  }

  private Switches switches(Fields fields) {
    boolean clear =
        fields
            .optional("clear_text")
            .flatMap(node -> fields.word("clear_text", node, List.of("refused", "allowed")))
            .orElse("refused")
            .equals("allowed");
    boolean toClient =
        fields
            .optional("decision_id")
            .flatMap(node -> fields.word("decision_id", node, List.of("client", "log")))
            .orElse("client")
            .equals("client");
    boolean preauth =
        fields
            .optional("trust_preauth")
            .flatMap(
                node ->
                    fields.value("trust_preauth", node, "true or false", YamlNode.Scalar::truth))
            .orElse(false);
    return Switches.DEFAULT
        .withClearTextAllowed(clear)
        .withDecisionIdsToClient(toClient)
        .withTrustPreauth(preauth);
  }

  private Tls tls(Fields fields) {
    return fields
        .optional("tls")
        .map(node -> new TlsReader(folder, Instant.now(), errors, warnings).read(node))
        .orElse(Tls.NONE);
  }

  private void serverInClear(Located<Address> server, ServerTls tls) {
    if (tls.mode() == ServerTls.Mode.NONE && !server.value().loopback()) {
      warnings.add(
          new ConfigWarning(
              server.node().place(), TlsReader.serverInClear(server.value().toString())));
    }
  }

  /** In clear there is no name, and behind STARTTLS it comes when the server is there already. */
  private void nameless(Fields fields, Router router, ClientTls tls) {
    if (router instanceof Router.BySni sni && tls.mode() != ClientTls.Mode.IMPLICIT) {
      warnings.add(
          new ConfigWarning(
              fields.optional("router").orElseThrow().place(),
              "a router by sni without \"client: implicit\" under \"tls\": no client's name is"
                  + " known when its server is chosen, so "
                  + (sni.other().isPresent()
                      ? "each session goes to \"other\""
                      : "each client is refused")));
    }
  }

  /** Without TLS beyond loopback everybody on the path reads passwords and mail. */
  private void clearText(
      String service, List<Located<Address>> listen, boolean allowed, ClientTls tls) {
    if (!tls.mayBeClear()) {
      return;
    }
    for (Located<Address> at : listen) {
      if (at.value().loopback()) {
        continue;
      }
      if (allowed) {
        warnings.add(new ConfigWarning(at.node().place(), ClearText.warning(service, at.value())));
      } else {
        errors.add(
            at.node()
                .place()
                .error(
                    "listen: found "
                        + at.value()
                        + ", which isn't loopback: without TLS passwords would cross the network"
                        + " in clear; expected \"client: implicit\" or \"client:"
                        + " starttls-required\" under \"tls\", an address such as 127.0.0.1 or"
                        + " [::1], or \"clear_text: allowed\" in this service"));
      }
    }
  }

  private void loop(List<Located<Address>> listen, List<Located<Address>> servers) {
    for (Located<Address> at : listen) {
      for (Located<Address> server : servers) {
        if (server.value().equals(at.value())) {
          errors.add(
              server
                  .node()
                  .place()
                  .error(
                      "server: found "
                          + at.value()
                          + ", where this service itself listens, expected the IMAP server"));
        }
      }
    }
  }
}

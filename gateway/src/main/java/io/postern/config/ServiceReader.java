package io.postern.config;

import io.postern.notation.Policies;
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
import io.postern.service.Service;
import io.postern.service.ServiceDraft;
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

  private static final String NAME = "1 to 64 letters, digits, '_', '-' or '.'";

  private final PolicyReader policies;
  private final Path folder;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  ServiceReader(
      Policies policies, Path folder, List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.policies = new PolicyReader(policies, folder, errors, warnings);
    this.folder = folder;
    this.errors = errors;
    this.warnings = warnings;
  }

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
    Optional<Policy> policy = policies.policy(fields);
    Optional<Located<String>> mode = policies.mode(fields);
    Optional<Observe.Second> second = policies.second(fields);
    LimitsReader.Bounds bounds =
        fields
            .optional("limits")
            .map(limits -> LimitsReader.read(limits, errors))
            .orElse(LimitsReader.Bounds.DEFAULT);
    Switches switches = switches(fields);
    AddressCheck addresses = new AddressCheck(listen, routers.servers(), errors, warnings);
    int beforeTls = errors.size();
    Tls tls = tls(fields);
    if (errors.size() == beforeTls) {
      // Where TLS is wrong, nobody asked for clear text.
      addresses.clientsInClear(
          name.map(Located::value).orElse("?"), switches.clearTextAllowed(), tls.client());
      addresses.serversInClear(tls.server());
      router.ifPresent(way -> nameless(fields, way, tls.client()));
    }
    addresses.loop();
    addresses.twice();
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
        new ServiceDraft(
                name.get().value(),
                listen.stream().map(Located::value).toList(),
                router.get(),
                policy.get())
            .chainer(chainer)
            .limits(bounds.limits())
            .timeouts(bounds.timeouts())
            .quotas(bounds.quotas())
            .switches(switches)
            .observe(observes, second)
            .tls(tls)
            .proxy(proxy)
            .originating(originating)
            .service();
    return new Entry(name, listen, PolicyReader.name(fields, "policy"), Optional.of(service));
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
    Optional<YamlNode> node = fields.required("listen", Addresses.HOST_PORT);
    List<Located<Address>> addresses = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      if (list.items().isEmpty()) {
        fields.wrong("listen", list, Addresses.HOST_PORT);
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
}

package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Nearest;
import io.postern.service.Address;
import io.postern.service.Network;
import io.postern.service.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a service's server is: {@code server}, or {@code router}.
 *
 * <pre>
 * server: 10.0.0.1:143
 * server: [ 10.0.0.1:143, 10.0.0.2:143 ]
 * router: transparent
 * router: { transparent: { port: 143, source: forge, allowed: [10.0.0.0/8] } }
 * router: { sni: { imap.a.example: 10.0.0.1:143 }, other: 10.0.0.9:143 }
 * router: { login: { domains: { a.example: 10.0.0.1:143 }, map: users.map, allowed: [10.0.0.0/8] } }
 * </pre>
 */
final class RouterReader {
  static final List<String> KEYS = List.of("transparent", "sni", "login", "other");
  static final List<String> TRANSPARENT_KEYS = List.of("port", "source", "allowed");
  static final List<String> LOGIN_KEYS = List.of("domains", "map", "allowed");

  private static final String KINDS = "transparent, or a map with one of transparent, sni, login";

  private final Path folder;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;
  private final List<Located<Address>> servers = new ArrayList<>();

  RouterReader(Path folder, List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.folder = folder;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** The servers that stand in the configuration itself, with their places. */
  List<Located<Address>> servers() {
    return servers;
  }

  /** Exactly one of the two keys. */
  Optional<Router> read(Fields service) {
    Optional<YamlNode> server = service.optional("server");
    Optional<YamlNode> router = service.optional("router");
    if (server.isPresent() && router.isPresent()) {
      errors.add(
          router
              .get()
              .place()
              .error("router: found server as well, expected one of the two: both say where to"));
      return Optional.empty();
    }
    return router.isPresent()
        ? router(router.get())
        : service.required("server", Addresses.HOST_PORT).flatMap(node -> directed(service, node));
  }

  private Optional<Router> directed(Fields fields, YamlNode node) {
    List<YamlNode> items = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
    List<Address> found = new ArrayList<>();
    items.forEach(item -> server(fields, "server", item).ifPresent(found::add));
    return found.size() < items.size()
        ? Optional.empty()
        : made("server", node, () -> new Router.Directed(found));
  }

  private Optional<Router> router(YamlNode node) {
    if (node instanceof YamlNode.Scalar word) {
      if (word.text().equals("transparent")) {
        return Optional.of(transparent(node, Optional.empty()));
      }
      errors.add(
          node.place()
              .error(
                  "router: found " + node.described() + ", expected " + KINDS,
                  Nearest.to(word.text(), List.of("transparent"))));
      return Optional.empty();
    }
    Optional<Fields> read = Fields.of(node, "router", KEYS, errors);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    List<String> kinds =
        KEYS.stream()
            .filter(key -> !key.equals("other") && fields.optional(key).isPresent())
            .toList();
    if (kinds.size() != 1) {
      errors.add(
          node.place()
              .error(
                  "router: found "
                      + (kinds.isEmpty() ? "none" : String.join(" and ", kinds))
                      + ", expected "
                      + KINDS));
      return Optional.empty();
    }
    YamlNode inner = fields.optional(kinds.getFirst()).get();
    Optional<Address> other =
        fields.optional("other").flatMap(given -> server(fields, "other", given));
    return switch (kinds.getFirst()) {
      case "transparent" -> {
        fields
            .optional("other")
            .ifPresent(given -> fields.wrong("other", given, "none: the client names its server"));
        yield Optional.of(
            transparent(node, Fields.of(inner, "transparent", TRANSPARENT_KEYS, errors)));
      }
      case "sni" -> {
        Map<String, Address> names = names("sni", inner);
        yield made("router", node, () -> new Router.BySni(names, other));
      }
      default ->
          Fields.of(inner, "login", LOGIN_KEYS, errors)
              .flatMap(login -> byLogin(node, login, other));
    };
  }

  private Router transparent(YamlNode node, Optional<Fields> fields) {
    Optional<Integer> port =
        fields.flatMap(
            all ->
                all.optional("port")
                    .flatMap(
                        given ->
                            all.value(
                                "port", given, "a port from 1 to 65535", RouterReader::port)));
    boolean forge =
        fields
            .flatMap(
                all ->
                    all.optional("source")
                        .flatMap(given -> all.word("source", given, List.of("own", "forge"))))
            .orElse("own")
            .equals("forge");
    List<Network> allowed = fields.map(this::networks).orElse(List.of());
    if (allowed.isEmpty()) {
      warnings.add(
          new ConfigWarning(
              node.place(),
              "a transparent router without allowed networks: clients reach any server that this"
                  + " machine reaches"));
    }
    return new Router.Transparent(port, forge, allowed);
  }

  private static Optional<Integer> port(YamlNode.Scalar scalar) {
    return Quantities.count(scalar.text())
        .filter(number -> number >= 1 && number <= 65535)
        .map(Math::toIntExact);
  }

  private List<Network> networks(Fields fields) {
    return AllowedServers.read(fields, errors).networks();
  }

  private Optional<Router> byLogin(YamlNode node, Fields login, Optional<Address> other) {
    int before = errors.size();
    Map<String, Address> domains =
        new HashMap<>(login.optional("domains").map(map -> names("domains", map)).orElse(Map.of()));
    Map<String, Address> users = new HashMap<>();
    AllowedServers allowed = AllowedServers.read(login, errors);
    login
        .optional("map")
        .flatMap(given -> login.scalar("map", given, "a file with lines LOGIN HOST:PORT"))
        .ifPresent(
            file -> {
              if (!allowed.given()) {
                warnings.add(
                    new ConfigWarning(
                        file.place(),
                        "a router by login with a map file and without allowed servers: whoever"
                            + " writes the file says where passwords go"));
              }
              LoginMap map = LoginMap.read(file, folder, allowed, errors);
              users.putAll(map.users());
              map.domains().forEach(domains::putIfAbsent);
            });
    if (errors.size() == before && users.isEmpty() && domains.isEmpty() && other.isEmpty()) {
      errors.add(node.place().error("router: found no server, expected domains, map or other"));
    }
    return errors.size() > before
        ? Optional.empty()
        : Optional.of(new Router.ByLogin(users, domains, other));
  }

  /** Host names, and the server of each. */
  private Map<String, Address> names(String key, YamlNode node) {
    Map<String, Address> names = new HashMap<>();
    if (!(node instanceof YamlNode.Mapping map) || map.entries().isEmpty()) {
      errors.add(
          node.place()
              .error(key + ": found " + node.described() + ", expected a map NAME: HOST:PORT"));
      return names;
    }
    Fields fields = new Fields(map, key, map.keys(), errors);
    for (YamlNode.Entry entry : map.entries()) {
      Optional<String> name = hostName(entry.key().text());
      if (name.isEmpty()) {
        fields.wrong(key, entry.key(), "a host name");
      }
      Optional<Address> server = server(fields, entry.key().text(), entry.value());
      if (name.isPresent() && server.isPresent()) {
        if (names.putIfAbsent(name.get(), server.get()) != null) {
          fields.wrong(key, entry.key(), "each name once: upper and lower case are the same");
        }
      }
    }
    return names;
  }

  /** A host name in lower case; addresses are none. */
  static Optional<String> hostName(String text) {
    try {
      Address host = new Address(text, 0);
      return host.numeric() ? Optional.empty() : Optional.of(host.host());
    } catch (IllegalArgumentException noHost) {
      return Optional.empty();
    }
  }

  private Optional<Address> server(Fields fields, String key, YamlNode node) {
    Optional<Located<Address>> server = Addresses.server(fields, key, node, errors);
    server.ifPresent(servers::add);
    return server.map(Located::value);
  }

  /** What the record refuses is told at the node's place. */
  private Optional<Router> made(String key, YamlNode node, Supplier<Router> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException fault) {
      errors.add(node.place().error(key + ": " + fault.getMessage()));
      return Optional.empty();
    }
  }
}

package io.postern.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a session's server is, in the tradition's word: a router sets the destination. */
public sealed interface Router {
  /** For logs, while the server isn't known. */
  String described();

  /** Servers that a session may reach by it; empty where it is open to all. */
  List<Address> servers();

  /** One or more servers, each as good as the other: the chainer chooses. */
  record Directed(List<Address> servers) implements Router {
    /** More than a service is likely to have; a search that fails tries them all. */
    public static final int SERVERS_MAX = 64;

    /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
    public Directed {
      servers = List.copyOf(servers);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("a directed router has a server");
      }
      if (servers.size() > SERVERS_MAX) {
        throw new IllegalArgumentException("more than " + SERVERS_MAX + " servers");
      }
      if (Set.copyOf(servers).size() < servers.size()) {
        throw new IllegalArgumentException("a server stands there twice");
      }
      servers.forEach(Router::checked);
    }

    @Override
    public String described() {
      return servers.stream().map(Address::toString).collect(Collectors.joining(","));
    }
  }

  /**
   * The destination that the client connected to (TPROXY).
   *
   * @param port in place of the client's; empty keeps it
   * @param forgeSource whether the server sees the client's own address
   * @param allowed networks that a server may be in; empty: any
   */
  record Transparent(Optional<Integer> port, boolean forgeSource, List<Network> allowed)
      implements Router {
    public Transparent {
      Objects.requireNonNull(port);
      allowed = List.copyOf(allowed);
    }

    @Override
    public String described() {
      return "transparent";
    }

    @Override
    public List<Address> servers() {
      return List.of();
    }
  }

  /**
   * By the name that the client asks for in TLS (RFC 6066, section 3).
   *
   * @param names host names in lower case
   * @param other for other names and none; empty: they are refused
   */
  record BySni(Map<String, Address> names, Optional<Address> other) implements Router {
    public BySni {
      names = Map.copyOf(names);
      names.values().forEach(Router::checked);
      other.ifPresent(Router::checked);
    }

    @Override
    public String described() {
      return "sni";
    }

    @Override
    public List<Address> servers() {
      return java.util.stream.Stream.concat(names.values().stream(), other.stream())
          .distinct()
          .toList();
    }
  }

  /**
   * By the login's name: the gateway takes the login, and then connects.
   *
   * @param users whole login names, compared as octets
   * @param domains what stands behind the last {@code @}, in lower case
   * @param other for other names; empty: they are refused
   */
  record ByLogin(Map<String, Address> users, Map<String, Address> domains, Optional<Address> other)
      implements Router {
    public ByLogin {
      users = Map.copyOf(users);
      domains = Map.copyOf(domains);
      users.values().forEach(Router::checked);
      domains.values().forEach(Router::checked);
      other.ifPresent(Router::checked);
    }

    /** The server of a login name, by the whole name, else by its domain, else the other one. */
    public Optional<Address> serverOf(String user) {
      Address own = users.get(user);
      if (own != null) {
        return Optional.of(own);
      }
      String domain = user.substring(user.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      return Optional.ofNullable(user.indexOf('@') < 0 ? null : domains.get(domain))
          .or(() -> other);
    }

    @Override
    public String described() {
      return "login";
    }

    @Override
    public List<Address> servers() {
      return java.util.stream.Stream.of(
              users.values().stream(), domains.values().stream(), other.stream())
          .flatMap(each -> each)
          .distinct()
          .toList();
    }
  }

  /** A server that can be connected to. */
  private static Address checked(Address server) {
    if (server.port() == 0) {
      throw new IllegalArgumentException("a server has no port 0");
    }
    return server;
  }
}

package io.postern.net;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How a connection to a server is made, beside where to.
 *
 * @param source the address that the server sees; empty: this machine's own. Another machine's
 *     address needs a privilege, and routes that bring the answers here
 * @param preface what is written first
 */
record Route(Optional<InetAddress> source, Preface preface) {
  static final Route PLAIN = new Route(Optional.empty(), Preface.NONE);

  Route {
    Objects.requireNonNull(source);
    Objects.requireNonNull(preface);
  }
}

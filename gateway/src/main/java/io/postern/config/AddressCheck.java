package io.postern.config;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.service.Address;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the addresses of a service together: where it listens, and where its servers
 * are.
 */
final class AddressCheck {
  private final List<Located<Address>> listen;
  private final List<Located<Address>> servers;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  AddressCheck(
      List<Located<Address>> listen,
      List<Located<Address>> servers,
      List<ConfigError> errors,
      List<ConfigWarning> warnings) {
    this.listen = listen;
    this.servers = servers;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** Without TLS beyond loopback everybody on the path reads passwords and mail. */
  void clientsInClear(String service, boolean allowed, ClientTls tls) {
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

  /** The same of the servers' legs, where it is nothing but worth a warning. */
  void serversInClear(ServerTls tls) {
    for (Located<Address> server : servers) {
      if (tls.mode() == ServerTls.Mode.NONE && !server.value().loopback()) {
        warnings.add(
            new ConfigWarning(
                server.node().place(), TlsReader.serverInClear(server.value().toString())));
      }
    }
  }

  /** It would be its own server. */
  void loop() {
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

  /** A service names each address once. Others may share it, by rules. */
  void twice() {
    Map<Address, Place> seen = new HashMap<>();
    for (Located<Address> at : listen) {
      Place first = seen.putIfAbsent(at.value(), at.node().place());
      // Port 0 is any free port, a new one each time.
      if (first != null && at.value().port() != 0) {
        errors.add(
            at.node()
                .place()
                .error(
                    "listen: found "
                        + at.value()
                        + ", which is already listened on in line "
                        + first.line()
                        + ", expected another"));
      }
    }
  }
}

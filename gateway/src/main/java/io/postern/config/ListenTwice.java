package io.postern.config;

import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import io.postern.service.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service names each address once. Others may share it, by rules. */
final class ListenTwice {
  private ListenTwice() {}

  static void check(List<ServiceReader.Located<Address>> listen, List<ConfigError> errors) {
    Map<Address, Place> seen = new HashMap<>();
    for (ServiceReader.Located<Address> at : listen) {
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

package io.postern.net;

import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.session.Surroundings;

/** What a service's sessions have to do with the TLS of their two connections. */
public final class Legs {
  private Legs() {}

  /** TLS from the first octet is the network's business alone. */
  public static Surroundings of(Service service) {
    return new Surroundings(
        switch (service.tls().client().mode()) {
          case NONE, IMPLICIT -> Surroundings.ClientLeg.AS_IT_IS;
          case STARTTLS_OFFERED -> Surroundings.ClientLeg.STARTTLS_OFFERED;
          case STARTTLS_REQUIRED -> Surroundings.ClientLeg.STARTTLS_REQUIRED;
        },
        switch (service.tls().server().mode()) {
          case NONE, IMPLICIT -> Surroundings.ServerLeg.AS_IT_IS;
          case STARTTLS_REQUIRED -> Surroundings.ServerLeg.STARTTLS_REQUIRED;
        },
        service.router() instanceof Router.ByLogin);
  }
}

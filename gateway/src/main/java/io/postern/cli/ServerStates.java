package io.postern.cli;

import io.postern.net.Gateway;
import io.postern.net.ServerStatus;
import io.postern.service.ServerState;
import io.postern.service.ServerState.Condition;
import io.postern.service.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The gateway's servers, with the services that may use each, for whoever asks from outside. */
final class ServerStates {
  private ServerStates() {}

  static List<ServerState> of(Gateway gateway) {
    List<Service> services = gateway.services();
    Instant now = Instant.now();
    return gateway.servers().stream().map(server -> state(server, services, now)).toList();
  }

  private static ServerState state(ServerStatus server, List<Service> services, Instant now) {
    Condition condition =
        switch (server.state()) {
          case UP -> Condition.UP;
          case ASIDE -> Condition.DOWN;
          case DISABLED -> Condition.DISABLED;
        };
    Optional<ServerState.Failure> failure =
        condition == Condition.DOWN
            ? server
                .lastFailure()
                .map(why -> new ServerState.Failure(now.minus(server.since()), why))
            : Optional.empty();
    return new ServerState(
        server.address(),
        services.stream()
            .filter(service -> service.router().servers().contains(server.address()))
            .map(Service::name)
            .toList(),
        condition,
        server.sessions(),
        failure);
  }
}

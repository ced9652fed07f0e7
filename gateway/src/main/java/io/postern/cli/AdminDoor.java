package io.postern.cli;

import io.postern.admin.Control;
import io.postern.admin.HttpListener;
import io.postern.config.AdminPlace;
import io.postern.net.ListenException;
import io.postern.service.Address;
import java.io.IOException;
import java.util.Optional;

/** The HTTP listener of one run: taken before a client's port opens, as the control socket is. */
final class AdminDoor implements AutoCloseable {
  private final Optional<HttpListener> listener;

  private AdminDoor(Optional<HttpListener> listener) {
    this.listener = listener;
  }

  /** Takes the address, if there is to be one. */
  static AdminDoor open(Optional<AdminPlace> place) throws ListenException {
    return new AdminDoor(place.isPresent() ? Optional.of(bound(place.get())) : Optional.empty());
  }

  private static HttpListener bound(AdminPlace place) throws ListenException {
    HttpListener bound;
    try {
      bound = HttpListener.bind(place.listen());
    } catch (IOException refused) {
      throw ListenException.of(place.listen(), refused);
    }
    // A name says where it leads only now.
    if (!bound.loopback() && !place.clearText()) {
      bound.close();
      throw ListenException.notLoopback(place.listen());
    }
    return bound;
  }

  /** Begins to answer. */
  void serve(Control control) {
    listener.ifPresent(bound -> bound.serve(control));
  }

  /** Where it really listens. */
  Optional<Address> address() {
    return listener.map(HttpListener::address);
  }

  @Override
  public void close() {
    listener.ifPresent(HttpListener::close);
  }
}

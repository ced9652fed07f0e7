package io.postern.net;

import io.postern.service.Address;
import io.postern.service.ServerState;
import java.util.List;

/**
 * The servers that sessions may be connected to, as an administrator sees them and changes which
 * are used. Any thread; nothing here waits.
 */
public interface Servers {
  /** Those of all services, each once, in the order of the configuration. */
  List<ServerState> list();

  /**
   * New sessions don't get it any more; those that are there stay. It holds until {@link #enable}
   * or the gateway's end, whatever is reloaded meanwhile.
   *
   * @return false where no service has such a server
   */
  boolean disable(Address server);

  /**
   * New sessions get it again, also if it was thought to be down.
   *
   * @return false where no service has such a server
   */
  boolean enable(Address server);
}

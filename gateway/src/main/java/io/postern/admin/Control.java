package io.postern.admin;

import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;
import io.postern.service.Address;
import io.postern.service.ServerState;
import java.util.List;

/**
 * What an administrator can ask of a gateway that runs, and have it do. Any thread but an event
 * loop: answers may wait for the loops, for a second at most.
 */
public interface Control {
  /** How it is, now. */
  GatewayStatus status();

  /**
   * Reads the configuration and its policies anew, and lets new sessions have them; if anything is
   * wrong, all stays as it is and the answer says what. One after the other, if several ask.
   *
   * @param dryRun whether that is only tried
   */
  ControlAnswer reload(boolean dryRun);

  /** Whether its event loops still get to their tasks. */
  Health liveness();

  /** Whether a client that comes now would be let in and find a server. */
  Health readiness();

  /** The sessions that fit. */
  Sessions sessions(SessionQuery query);

  /**
   * Sessions at one moment, in no order.
   *
   * @param complete false if some may be missing, since a loop didn't answer in time
   */
  record Sessions(List<LiveSession> found, boolean complete) {
    public Sessions {
      found = List.copyOf(found);
    }
  }

  /** Ends the sessions that fit, soon, and says whose they are. */
  List<SessionInfo> end(SessionQuery query);

  /** The servers behind its services. */
  List<ServerState> servers();

  /** New sessions don't get that server any more; false if there is none. */
  boolean disableServer(Address server);

  /** New sessions get it again; false if there is none. */
  boolean enableServer(Address server);

  /** What it counts; bounded, and without anybody's name or address. */
  List<Family> metrics();
}

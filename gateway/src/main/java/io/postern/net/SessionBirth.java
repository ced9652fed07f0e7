package io.postern.net;

import io.netty.util.NetUtil;
import io.postern.audit.SessionInfo;
import io.postern.policy.SessionFacts;
import io.postern.service.Address;
import io.postern.service.Originating;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.session.Pace;
import io.postern.session.SessionSettings;
import io.postern.session.Surroundings;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Optional;

/** What a session is given when it begins: for the log, for its policy, and for itself. */
record SessionBirth(SessionInfo info, SessionFacts facts, SessionSettings settings) {
  static SessionBirth of(Service service, Origin origin, SessionIds ids) {
    SessionInfo info = info(service, origin, ids);
    SessionFacts facts = facts(info);
    return new SessionBirth(
        info,
        facts,
        new SessionSettings(
            info.session(),
            ids.tagPrefix(),
            service.policy(),
            service.limits(),
            facts,
            service.switches().trustPreauth(),
            service.switches().decisionIdsToClient(),
            service.switches().tellAccepts(),
            service.timeouts().beforeLogin().toMillis(),
            service.timeouts().idle().toMillis(),
            service.observe().policies().stream()
                .map(policy -> new SessionSettings.Observed(policy, facts(info)))
                .toList(),
            Legs.of(service)
                .withPace(pace(service.quotas()))
                .withOrigin(told(service.originating(), origin))));
  }

  private static Pace pace(Quotas quotas) {
    Quotas.Spending spending = quotas.spending();
    return new Pace(
        spending.commandsPerSecond(), spending.octets(), spending.octetsPerHour(), true);
  }

  /** Whose word about addresses counts is decided by who is connected to us, not by whom for. */
  private static Surroundings.Origin told(Originating originating, Origin origin) {
    return new Surroundings.Origin(
        originating.toServer(),
        originating.trusted().stream()
            .anyMatch(network -> network.contains(origin.peer().getAddress())),
        NetUtil.toAddressString(origin.client().getAddress()),
        origin.client().getPort(),
        NetUtil.toAddressString(origin.connected().getAddress()),
        origin.connected().getPort(),
        originating.hopsMax());
  }

  /** Each policy of a session has attributes of its own. */
  private static SessionFacts facts(SessionInfo info) {
    return new SessionFacts(
        info.session(),
        info.service(),
        Address.text(info.clientIp(), info.clientPort()),
        info.server(),
        Optional.empty(),
        new HashMap<>(0));
  }

  /** Whose events they are; also of a client that is refused, so that its line has an id too. */
  static SessionInfo info(Service service, InetSocketAddress peer, SessionIds ids) {
    return info(service, new Origin(peer, peer, peer), ids);
  }

  /** The same, perhaps through a proxy before us. */
  static SessionInfo info(Service service, Origin origin, SessionIds ids) {
    return new SessionInfo(
        ids.next(),
        service.name(),
        // RFC 5952's short form, and without the interface that a local IPv6 address came by.
        NetUtil.toAddressString(origin.client().getAddress()),
        origin.client().getPort(),
        service.router().described(),
        Optional.empty(),
        origin.proxied() ? NetUtil.toAddressString(origin.peer().getAddress()) : "");
  }
}

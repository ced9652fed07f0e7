package io.postern.net;

import io.netty.util.NetUtil;
import io.postern.audit.SessionInfo;
import io.postern.policy.SessionFacts;
import io.postern.service.Address;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.session.Pace;
import io.postern.session.SessionSettings;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Optional;

/** What a session is given when it begins: for the log, for its policy, and for itself. */
record SessionBirth(SessionInfo info, SessionFacts facts, SessionSettings settings) {
  static SessionBirth of(Service service, InetSocketAddress client, SessionIds ids) {
    SessionInfo info = info(service, client, ids);
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
            Legs.of(service).withPace(pace(service.quotas()))));
  }

  private static Pace pace(Quotas quotas) {
    Quotas.Spending spending = quotas.spending();
    return new Pace(
        spending.commandsPerSecond(), spending.octets(), spending.octetsPerHour(), true);
  }

  /** Each policy of a session has attributes of its own. */
  private static SessionFacts facts(SessionInfo info) {
    return new SessionFacts(
        info.session(),
        info.service(),
        new Address(info.clientIp(), info.clientPort()).toString(),
        info.server(),
        Optional.empty(),
        new HashMap<>(0));
  }

  /** Whose events they are; also of a client that is refused, so that its line has an id too. */
  static SessionInfo info(Service service, InetSocketAddress client, SessionIds ids) {
    return new SessionInfo(
        ids.next(),
        service.name(),
        // RFC 5952's short form, and without the interface that a local IPv6 address came by.
        NetUtil.toAddressString(client.getAddress()),
        client.getPort(),
        service.router().described(),
        Optional.empty());
  }
}

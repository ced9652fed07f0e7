package io.postern.net;

/**
 * The gateway in figures, at one moment; the counts are since the start.
 *
 * @param sessions sessions that have a socket open
 * @param sessionsTotal clients that were let in
 * @param refusedTotal clients that were refused: too many connections, or not accepting
 * @param internalErrorsTotal sessions that ended by our own fault
 * @param heldOctets octets that sessions hold in memory
 * @param outgoingOctets octets that wait for a peer to take them
 * @param policyThreadsAbandoned policy threads that were given up, with what they ran
 * @param eventsLost events that the sink threw at
 * @param deniedTotal connections that no rule let in
 */
public record Statistics(
    int sessions,
    long sessionsTotal,
    long refusedTotal,
    long internalErrorsTotal,
    long heldOctets,
    long outgoingOctets,
    int policyThreadsAbandoned,
    long eventsLost,
    long deniedTotal) {}

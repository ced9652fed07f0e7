package io.postern.net;

/**
 * How a drain went.
 *
 * @param ended sessions that came to an end at a quiet moment of their own
 * @param cutOff sessions that were ended when the time was over, with a BYE where no response was
 *     in flight
 */
public record Drained(int ended, int cutOff) {}

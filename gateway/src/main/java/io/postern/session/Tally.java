package io.postern.session;

/** What a session counts for its summary. */
final class Tally {
  long commands;
  long refused;
  long responses;
  long withheld;
  long quirks;
  long unjudged;
  long octetsFromClient;
  long octetsFromServer;
  int bad;
}

package io.postern.benchmarks.peers;

import java.nio.file.Path;

/**
 * What every proxy of the comparison stands before.
 *
 * @param imap port of the fake server
 * @param http port that nginx asks for the way
 * @param folder for configurations, keys and logs
 */
public record Behind(int imap, int http, Path folder) {
  /** One file with a certificate and its key, as haproxy wants it. */
  public Path pem() {
    return folder.resolve("both.pem");
  }

  public Path chain() {
    return folder.resolve("chain.pem");
  }

  public Path key() {
    return folder.resolve("key.pem");
  }
}

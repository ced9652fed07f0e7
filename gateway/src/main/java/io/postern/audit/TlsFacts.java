package io.postern.audit;

/**
 * What two peers agreed on in a TLS handshake.
 *
 * @param version {@code TLSv1.3}
 * @param cipher by its registered name: {@code TLS_AES_128_GCM_SHA256}
 * @param serverName whom the client asked for (SNI): a stranger's word of at most 253 characters;
 *     empty where it asked for none, and toward a server
 */
public record TlsFacts(String version, String cipher, String serverName) {
  /** Of a connection in clear. */
  public static final TlsFacts NONE = new TlsFacts("", "", "");
}

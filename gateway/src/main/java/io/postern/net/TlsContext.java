package io.postern.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.postern.service.CertificateFile;
import io.postern.service.ClientTls;
import io.postern.service.KeyMaterial;
import io.postern.service.ServerTls;
import io.postern.service.TlsFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What all our TLS has in common: versions, ciphers, protocol (RFC 9325, sections 3.1 and 4.2). */
final class TlsContext {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Those with authenticated encryption and keys that are forgotten; so none is NULL or export. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** How long a session may be taken up again, in seconds. */
  private static final long RESUMPTION_SECONDS = 2 * 60 * 60;

  /** Sessions that are remembered by services without tickets (the JDK's TLS 1.2). */
  private static final long SESSIONS_MAX = 20_000;

  private static final int TICKET_PART = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TlsContext() {}

  /** Toward clients, with one certificate. */
  static SslContext towardClients(TlsProvider provider, ClientTls tls, KeyMaterial material)
      throws TlsFileException, SSLException {
    SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chain());
    if (tls.ca().isPresent()) {
      builder.trustManager(CertificateFile.read(tls.ca().get()));
    }
    builder.clientAuth(
        switch (tls.demand()) {
          case NONE -> ClientAuth.NONE;
          case OPTIONAL -> ClientAuth.OPTIONAL;
          case REQUIRED -> ClientAuth.REQUIRE;
        });
    return common(builder, provider);
  }

  /** Toward servers. */
  static SslContext towardServers(TlsProvider provider, ServerTls tls)
      throws TlsFileException, SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (tls.verify() == ServerTls.Verify.FULL) {
      Optional<Path> authorities = ServerTrust.authorities(tls);
      if (authorities.isPresent()) {
        builder.trustManager(ServerTrust.read(authorities.get()));
      }
      // RFC 2818's rules for names, which RFC 9525 keeps: the JDK calls them so.
      builder.endpointIdentificationAlgorithm("HTTPS");
    } else {
      builder.trustManager(new ServerTrust(tls)).endpointIdentificationAlgorithm(null);
    }
    return common(builder, provider);
  }

  private static SslContext common(SslContextBuilder builder, TlsProvider provider)
      throws SSLException {
    return builder
        .sslProvider(provider.netty())
        .protocols(VERSIONS)
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .sessionTimeout(RESUMPTION_SECONDS)
        .sessionCacheSize(SESSIONS_MAX)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ClientHello.IMAP))
        .build();
  }

  /** A key that session tickets are sealed with; who has it reads what was recorded before. */
  static OpenSslSessionTicketKey ticketKey() {
    byte[] octets = new byte[3 * TICKET_PART];
    RANDOM.nextBytes(octets);
    return new OpenSslSessionTicketKey(
        Arrays.copyOfRange(octets, 0, TICKET_PART),
        Arrays.copyOfRange(octets, TICKET_PART, 2 * TICKET_PART),
        Arrays.copyOfRange(octets, 2 * TICKET_PART, 3 * TICKET_PART));
  }

  /** Whether sessions of this context are sealed with keys of ours. */
  static boolean ticketsAreOurs(SslContext context) {
    return context.sessionContext() instanceof OpenSslSessionContext;
  }

  /** Seals tickets with these, the first for new ones; the JDK sees to its own. */
  static void seal(SslContext context, List<OpenSslSessionTicketKey> keys) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }
  }
}

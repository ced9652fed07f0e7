package io.postern.net;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.KeyMaterial;
import io.postern.service.TlsFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The certificates of one service, as they were read at one moment. */
final class ClientContexts {
  private final List<KeyMaterial> materials;
  private final List<SslContext> contexts;
  private final Map<String, SslContext> byName = new HashMap<>();
  private List<OpenSslSessionTicketKey> ticketKeys = List.of();

  private ClientContexts(List<KeyMaterial> materials, List<SslContext> contexts) {
    this.materials = List.copyOf(materials);
    this.contexts = List.copyOf(contexts);
    for (int i = 0; i < materials.size(); i++) {
      for (String name : materials.get(i).names()) {
        // Who comes first has a name.
        byName.putIfAbsent(name, contexts.get(i));
      }
    }
  }

  /** Reads all files; all are good, or none is used. */
  static ClientContexts read(TlsProvider provider, ClientTls tls, Instant now)
      throws TlsFileException, SSLException {
    List<KeyMaterial> materials = new ArrayList<>();
    for (CertificateFiles files : tls.certificates()) {
      materials.add(KeyMaterial.read(files, now));
    }
    List<SslContext> contexts = new ArrayList<>();
    for (KeyMaterial material : materials) {
      contexts.add(TlsContext.towardClients(provider, tls, material));
    }
    ClientContexts read = new ClientContexts(materials, contexts);
    read.rotate();
    return read;
  }

  /**
   * The certificate for a name: one that has it, one for all names below its domain (one label, RFC
   * 9525, section 6.3), else the first.
   */
  SslContext named(Optional<String> name) {
    SslContext exact = name.map(byName::get).orElse(null);
    if (exact != null) {
      return exact;
    }
    SslContext wild =
        name.filter(host -> host.indexOf('.') > 0)
            .map(host -> byName.get("*" + host.substring(host.indexOf('.'))))
            .orElse(null);
    return wild != null ? wild : contexts.getFirst();
  }

  List<KeyMaterial> materials() {
    return materials;
  }

  /**
   * New keys for session tickets; what was sealed with the last ones is still read. One set for
   * each certificate: a session isn't taken up under another name (RFC 6066, section 3).
   */
  synchronized void rotate() {
    List<OpenSslSessionTicketKey> next = new ArrayList<>();
    if (!TlsContext.ticketsAreOurs(contexts.getFirst())) {
      return;
    }
    for (int i = 0; i < contexts.size(); i++) {
      OpenSslSessionTicketKey fresh = TlsContext.ticketKey();
      TlsContext.seal(
          contexts.get(i),
          ticketKeys.isEmpty() ? List.of(fresh) : List.of(fresh, ticketKeys.get(i)));
      next.add(fresh);
    }
    ticketKeys = List.copyOf(next);
  }

  /** No new handshake takes these; those in progress hold on to them. */
  void release() {
    contexts.forEach(ReferenceCountUtil::release);
  }
}

package io.postern.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.service.CertificateFile;
import io.postern.service.CertificateFiles;
import io.postern.service.KeyMaterial;
import io.postern.tls.Pki;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Test support: the JDK's TLS as client and as server of a gateway, and openssl. */
final class Peers {
  private static final char[] NO_PASSWORD = {};

  private Peers() {}

  /** A client that trusts an authority, and checks the certificate's name. */
  static SSLSocket client(Socket socket, Path authority, String name) throws Exception {
    return client(socket, context(trusting(authority), new KeyManager[0]), name, true);
  }

  /** The same with a certificate of its own. */
  static SSLSocket client(Socket socket, Path authority, String name, Pki.Pair own)
      throws Exception {
    return client(socket, context(trusting(authority), keys(own)), name, true);
  }

  /** A client that trusts anybody, and asks for a name, or for none. */
  static SSLSocket anyServer(Socket socket, String name) throws Exception {
    TrustManager[] anybody = {
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      }
    };
    return client(socket, context(anybody, new KeyManager[0]), name, false);
  }

  private static SSLSocket client(Socket socket, SSLContext context, String name, boolean checked)
      throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    if (!name.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    if (checked) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    return tls;
  }

  static void offer(SSLSocket socket, String... protocols) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
  }

  /** A server with that certificate, which speaks imap. */
  static SSLSocket server(Socket socket, Pki.Pair pair) throws Exception {
    SSLContext context = context(new TrustManager[0], keys(pair));
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    tls.setUseClientMode(false);
    offer(tls, "imap");
    return tls;
  }

  private static SSLContext context(TrustManager[] trust, KeyManager[] keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }

  private static TrustManager[] trusting(Path authority) throws Exception {
    KeyStore store = empty();
    store.setCertificateEntry("authority", CertificateFile.read(authority).getFirst());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Also of one that has expired: the clock is that of its last moment. */
  private static KeyManager[] keys(Pki.Pair pair) throws Exception {
    Instant valid = CertificateFile.read(pair.chain()).getFirst().getNotAfter().toInstant();
    KeyMaterial own =
        KeyMaterial.read(
            new CertificateFiles(pair.chain(), pair.key(), Optional.empty(), List.of()), valid);
    KeyStore store = empty();
    store.setKeyEntry("own", own.key(), NO_PASSWORD, own.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /** What {@code openssl} says with nothing on its input. */
  static String openssl(String arguments) throws Exception {
    return openssl(arguments, "");
  }

  static String openssl(String arguments, String input) throws Exception {
    List<String> command = new ArrayList<>(List.of("timeout", "20", "openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var toIt = process.getOutputStream()) {
      toIt.write(input.getBytes(UTF_8));
      toIt.flush();
      if (!input.isEmpty()) {
        // openssl takes the end of its input for the end of its work.
        return new String(process.getInputStream().readAllBytes(), UTF_8);
      }
    }
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}

package io.postern.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The other proxies, as Debian packages them. Each is configured as its manual proposes for many
 * sessions: one worker or thread for each of two processors, no log of each session.
 */
public final class Peers {
  private static final int SESSIONS_MAX = 9900;

  /** Splicing takes pipes, which are files as well. */
  private static final int SPLICED_SESSIONS_MAX = 4000;

  private Peers() {}

  /** nginx's mail module; it looks at everything up to the login. */
  public static Peer nginx(Behind behind, String name, String buffer) throws IOException {
    int port = Peer.freePort();
    int tlsPort = Peer.freePort();
    Path file = behind.folder().resolve(name.replace(' ', '-') + ".conf");
    Files.writeString(
        file,
        """
        load_module /usr/lib/nginx/modules/ngx_mail_module.so;
        daemon off;
        user root;
        worker_processes 2;
        worker_rlimit_nofile 20000;
        error_log stderr error;
        pid %1$s/%2$s.pid;
        events { worker_connections 19500; }
        mail {
          auth_http 127.0.0.1:%3$d/;
          proxy_buffer %4$s;
          imap_capabilities IMAP4rev1 LITERAL+ SASL-IR ID IDLE NAMESPACE UIDPLUS;
          server { listen 127.0.0.1:%5$d backlog=4096; protocol imap; }
          server {
            listen 127.0.0.1:%6$d ssl backlog=4096;
            protocol imap;
            ssl_certificate %1$s/chain.pem;
            ssl_certificate_key %1$s/key.pem;
            ssl_protocols TLSv1.2 TLSv1.3;
          }
        }
        """
            .formatted(behind.folder(), file.getFileName(), behind.http(), buffer, port, tlsPort));
    return Peer.start(
        name, behind.folder(), List.of("nginx", "-c", file.toString()), port, tlsPort);
  }

  /** haproxy in TCP mode, which never looks. */
  public static Peer haproxy(Behind behind, String name, boolean splice) throws IOException {
    int port = Peer.freePort();
    int tlsPort = Peer.freePort();
    Path file = behind.folder().resolve(name.replace(' ', '-') + ".cfg");
    Files.writeString(
        file,
        """
        global
          nbthread 2
          maxconn %1$d
          ssl-default-bind-options ssl-min-ver TLSv1.2
          ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
        defaults
          mode tcp
          timeout connect 5s
          timeout client 1h
          timeout server 1h
          backlog 4096
          %2$s
        frontend plain
          bind 127.0.0.1:%3$d
          default_backend server
        frontend tls
          bind 127.0.0.1:%4$d ssl crt %5$s
          default_backend server
        backend server
          server fake 127.0.0.1:%6$d
        """
            .formatted(
                splice ? SPLICED_SESSIONS_MAX : SESSIONS_MAX,
                splice ? "option splice-request\n  option splice-response" : "",
                port,
                tlsPort,
                behind.pem(),
                behind.imap()));
    return Peer.start(
        name, behind.folder(), List.of("haproxy", "-db", "-f", file.toString()), port, tlsPort);
  }

  /** Dovecot's login processes in front of another server. */
  public static Peer dovecot(Behind behind) throws IOException {
    int port = Peer.freePort();
    int tlsPort = Peer.freePort();
    Path file = behind.folder().resolve("dovecot.conf");
    Path run = Files.createDirectories(behind.folder().resolve("dovecot-run"));
    Files.writeString(
        file,
        """
        base_dir = %1$s
        state_dir = %1$s
        log_path = /dev/null
        protocols = imap
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <%2$s
        ssl_key = <%3$s
        disable_plaintext_auth = no
        default_internal_user = nobody
        default_internal_group = nogroup
        default_login_user = nobody
        imap_capability = IMAP4rev1 LITERAL+ SASL-IR ID IDLE NAMESPACE UIDPLUS
        service imap-login {
          chroot =
          service_count = 0
          process_min_avail = 2
          process_limit = 2
          client_limit = %7$d
          vsz_limit = 1G
          inet_listener imap {
            port = %4$d
          }
          inet_listener imaps {
            port = %5$d
            ssl = yes
          }
        }
        service anvil {
          chroot =
          client_limit = 20000
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service auth {
          client_limit = 20000
        }
        mail_max_userip_connections = 0
        login_proxy_max_disconnect_delay = 0
        passdb {
          driver = static
          args = proxy=y host=127.0.0.1 port=%6$d nopassword=y
        }
        """
            .formatted(
                run, behind.chain(), behind.key(), port, tlsPort, behind.imap(), SESSIONS_MAX));
    return Peer.start(
        "dovecot", behind.folder(), List.of("dovecot", "-F", "-c", file.toString()), port, tlsPort);
  }

  /** perdition: a process for each session. */
  public static Peer perdition(Behind behind) throws IOException {
    int port = Peer.freePort();
    return Peer.start(
        "perdition",
        behind.folder(),
        List.of(
            "perdition.imap4",
            "--no_daemon",
            "--quiet",
            "--no_lookup",
            "--config_file",
            "/dev/null",
            "--map_library",
            "",
            "--pid_file",
            behind.folder().resolve("perdition.pid").toString(),
            "--bind_address",
            "127.0.0.1",
            "--listen_port",
            Integer.toString(port),
            "--outgoing_server",
            "127.0.0.1:" + behind.imap(),
            "--imap_capability",
            "IMAP4rev1 LITERAL+ SASL-IR ID IDLE NAMESPACE UIDPLUS"),
        port,
        0);
  }

  /** imapproxy: a thread for each session, and sessions of servers that are used again. */
  public static Peer imapproxy(Behind behind) throws IOException {
    int port = Peer.freePort();
    Path file = behind.folder().resolve("imapproxy.conf");
    Files.writeString(
        file,
        """
        server_hostname 127.0.0.1
        server_port %d
        connect_retries 1
        connect_delay 1
        cache_size 3072
        listen_address 127.0.0.1
        listen_port %d
        cache_expiration_time 300
        proc_username nobody
        proc_groupname nogroup
        stat_filename %3$s/pimpstats
        protocol_log_filename /dev/null
        syslog_facility LOG_MAIL
        syslog_prioritymask LOG_ERR
        foreground_mode yes
        force_tls no
        chroot_directory %3$s
        """
            .formatted(behind.imap(), port, behind.folder()));
    return Peer.start(
        "imapproxy", behind.folder(), List.of("imapproxyd", "-f", file.toString()), port, 0);
  }
}

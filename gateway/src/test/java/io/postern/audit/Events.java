package io.postern.audit;

import io.postern.imap.ConnectionState;
import io.postern.imap.Violation;
import java.util.List;
import java.util.Optional;

/** One event of each kind, for tests. */
public final class Events {
  /** A session of alice's. */
  public static final SessionInfo SESSION =
      new SessionInfo("k7f3q2", "intra", "192.0.2.7", 40312, "127.0.0.1:143", Optional.of("alice"));

  public static final Event VIOLATION =
      new Event.Violated(true, ConnectionState.NONAUTH, new Violation(Violation.Kind.BARE_LF, 17));

  private Events() {}

  public static Event rejected(String tag, String arguments) {
    return new Event.Decided(
        false,
        "k7f3q2-14",
        ConnectionState.AUTH,
        tag,
        "DELETE",
        arguments,
        "reject",
        "policies/hide-server.yaml:4",
        "enforce",
        "Folders are kept here",
        "NOPERM",
        List.of(new Event.Tried("request", "DELETE", "reject", "policies/hide-server.yaml:4")));
  }

  /**
   * One of each; a new kind of event makes the switch in {@link LogLines} a compile error, and
   * belongs here.
   */
  public static List<Event> all() {
    return List.of(
        new Event.SessionOpened(),
        rejected("a1", "Trash"),
        new Event.Decided(
            true,
            "k7f3q2-15",
            ConnectionState.SELECTED,
            "*",
            "UNSOLICITED UNTAGGED FETCH",
            "7",
            "withheld",
            "engine",
            "enforce",
            "nobody asked",
            "",
            List.of()),
        VIOLATION,
        new Event.PolicyFailed(
            "k7f3q2-3", "select", "took more than 1 s", "policies/P.java:12", "enforce"),
        new Event.TlsFailed("client", "no_cipher", "no cipher in common"),
        new Event.TlsEstablished(
            "client", new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "mail.example.org")),
        new Event.CertificatesRead(false, "key.pem: the passphrase is wrong"),
        new Event.Unjudged("k7f3q2-4", "select", "trial.py:3"),
        new Event.FunctionLogged("k7f3q2-3", "imap.policy", 3, "alice selects Trash"),
        new Event.LoggedIn("alice", "PLAIN"),
        new Event.LoginFailed("bob", "LOGIN"),
        new Event.ServerUnreachable("refused"),
        new Event.ServerSetAside("192.0.2.1:143", "connection refused", 60),
        new Event.ServerBack("192.0.2.1:143", 1.5),
        new Event.LimitReached("connections", "refused"),
        new Event.RuleDenied("127.0.0.1:1143", "default"),
        new Event.LoginDelayed("bob", 2, 2),
        new Event.ProxyRefused("no PROXY header within 3000 ms"),
        new Event.OriginBelieved("198.51.100.7", 4711),
        new Event.OurFault("NullPointerException at Session.java:1"),
        new Event.ConfigReloaded(false, "postern.yaml:3:5: found no server, expected HOST:PORT"),
        new Event.SessionFinished(
            Event.Cause.LOGOUT, ConnectionState.QUIT, 5, 1, 12, 0, 0, 0, 311, 20480, 12.3456));
  }
}

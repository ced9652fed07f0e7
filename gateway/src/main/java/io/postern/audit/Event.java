package io.postern.audit;

import io.postern.imap.ConnectionState;
import io.postern.imap.Violation;
import java.util.List;

/** Something worth a log line. Names and fields are those of docs/operations.md. */
public sealed interface Event {
  /** The decision that it is about, {@code SESSION-N}; empty for what is about none. */
  default String decisionId() {
    return "";
  }

  /** The stable name: {@code command_decided}. */
  String name();

  record SessionOpened() implements Event {
    @Override
    public String name() {
      return "session_opened";
    }
  }

  /**
   * The verdict on a command, or on a response.
   *
   * @param response whether it is a response that was judged
   * @param decisionId {@code SESSION-N}
   * @param tag the client's tag, or "*"
   * @param message the command's name, or the response's with its owner: {@code "FETCH UNTAGGED
   *     OK"}
   * @param argumentsRedacted printable ASCII, cut, without credentials
   * @param action accept, reject, drop, abort, rewrite, respond, bad (the grammar or the state
   *     refused it), withheld
   * @param rule FILE:LINE, a base class, {@code default} or {@code engine}
   * @param mode {@code enforce}, or {@code observe}: told, and the message went on as if the rule
   *     weren't there
   * @param reason why, in a few words; may be empty
   * @param code the response code in what the gateway itself answered, without brackets: {@code
   *     NOPERM}; empty if there is none
   * @param tried the keys of the tables that were tried, in order; empty where no table was asked.
   *     For explanations: the log leaves them out
   */
  record Decided(
      boolean response,
      String decisionId,
      ConnectionState state,
      String tag,
      String message,
      String argumentsRedacted,
      String action,
      String rule,
      String mode,
      String reason,
      String code,
      List<Tried> tried)
      implements Event {
    public Decided {
      tried = List.copyOf(tried);
    }

    @Override
    public String name() {
      return response ? "response_decided" : "command_decided";
    }
  }

  /**
   * One step of a look-up.
   *
   * @param table {@code request}, {@code response} or {@code capability}
   * @param key as YAML writes it
   * @param action what stood there; empty for nothing
   * @param place where it is written; empty for nothing
   */
  record Tried(String table, String key, String action, String place) {}

  /** A peer broke the protocol; the session ends. */
  record Violated(boolean byClient, ConnectionState state, Violation violation) implements Event {
    @Override
    public String name() {
      return "violation";
    }
  }

  /**
   * A policy function failed. The session ends, unless it was only observed.
   *
   * @param mode {@code enforce} or {@code observe}
   */
  record PolicyFailed(String decisionId, String function, String cause, String rule, String mode)
      implements Event {
    @Override
    public String name() {
      return "policy_failed";
    }
  }

  /**
   * An observed policy's function wasn't asked, since too many of its questions waited already.
   * Told once a session; the summary has the number.
   */
  record Unjudged(String decisionId, String function, String rule) implements Event {
    @Override
    public String name() {
      return "observe_unjudged";
    }
  }

  /**
   * A line that a policy function logged.
   *
   * @param topic what it is about, as the function says: {@code imap.policy}
   * @param verbosity from 0 (always) to 10, as in the tradition
   * @param text the administrator's words, perhaps with a peer's octets in them
   */
  record FunctionLogged(String decisionId, String topic, int verbosity, String text)
      implements Event {
    @Override
    public String name() {
      return "policy_log";
    }
  }

  /** The server accepted a login. */
  record LoggedIn(String user, String mechanism) implements Event {
    @Override
    public String name() {
      return "logged_in";
    }
  }

  /** The server (or the policy) refused a login. */
  record LoginFailed(String user, String mechanism) implements Event {
    @Override
    public String name() {
      return "auth_failed";
    }
  }

  /**
   * The connection to the server failed; the client is told BYE [UNAVAILABLE].
   *
   * @param why a short sentence: refused, timed out, no such host
   */
  record ServerUnreachable(String why) implements Event {
    @Override
    public String name() {
      return "server_unreachable";
    }
  }

  /**
   * A TLS handshake failed, and with it its connection.
   *
   * @param side {@code client} or {@code server}: whose connection it is
   * @param fault one word of a closed list: {@code expired}
   * @param why the same in words, about the peer
   */
  record TlsFailed(String side, String fault, String why) implements Event {
    @Override
    public String name() {
      return "tls_failed";
    }
  }

  /**
   * A TLS handshake is done: the session's connection to that side is secured from here on.
   *
   * @param side {@code client} or {@code server}: whose connection it is
   */
  record TlsEstablished(String side, TlsFacts tls) implements Event {
    @Override
    public String name() {
      return "tls_established";
    }
  }

  /**
   * A server refused or hung, of no session: others are asked first from now on, until it greets.
   *
   * @param server {@code HOST:PORT} as configured
   * @param why a short sentence of ours
   * @param seconds how long it is left alone at most, between two probes
   */
  record ServerSetAside(String server, String why, double seconds) implements Event {
    @Override
    public String name() {
      return "server_set_aside";
    }
  }

  /**
   * Certificates of a service have changed on the disk, and were read anew.
   *
   * @param ok whether new handshakes show them; else they show those of before
   */
  record CertificatesRead(boolean ok, String reason) implements Event {
    @Override
    public String name() {
      return "certificates_read";
    }
  }

  /**
   * A server that was set aside has greeted, of no session.
   *
   * @param after seconds that it was set aside
   */
  record ServerBack(String server, double after) implements Event {
    @Override
    public String name() {
      return "server_back";
    }
  }

  /**
   * A connection was closed because of its PROXY header, or for want of one.
   *
   * @param why a short sentence, without a peer's octets
   */
  record ProxyRefused(String why) implements Event {
    @Override
    public String name() {
      return "proxy_refused";
    }
  }

  /**
   * A trusted proxy told in its ID command whose session it is; from here on the session is that
   * client's.
   */
  record OriginBelieved(String clientIp, int clientPort) implements Event {
    @Override
    public String name() {
      return "origin_believed";
    }
  }

  /**
   * A bound of the gateway or of its service was met.
   *
   * @param limit one of {@link LimitNames#ALL}
   * @param action one of {@link LimitNames#ACTIONS}
   */
  record LimitReached(String limit, String action) implements Event {
    @Override
    public String name() {
      return "limit_reached";
    }
  }

  /**
   * No rule let a connection in; it is closed before it is a session.
   *
   * @param listener where it came in, as configured
   * @param rule where the rule stands that denies it; {@code default} if none matched
   */
  record RuleDenied(String listener, String rule) implements Event {
    @Override
    public String name() {
      return "rule_denied";
    }
  }

  /**
   * A login waits, since others before it failed.
   *
   * @param seconds how long
   * @param distinct different wrong secrets that are remembered of its user in its network, or of
   *     all users there if that is what makes it wait
   */
  record LoginDelayed(String user, double seconds, long distinct) implements Event {
    @Override
    public String name() {
      return "login_delayed";
    }
  }

  /**
   * Our fault; the session ends and others go on.
   *
   * @param where the exception's class and the place in our code, never its message: that may quote
   *     a peer
   */
  record OurFault(String where) implements Event {
    @Override
    public String name() {
      return "internal_error";
    }
  }

  /**
   * The configuration was read anew, of no session.
   *
   * @param ok whether new sessions get it; else they get what they got before
   * @param reason what is wrong with it, or what has changed
   */
  record ConfigReloaded(boolean ok, String reason) implements Event {
    @Override
    public String name() {
      return "config_reloaded";
    }
  }

  /**
   * The one summary line of a session.
   *
   * @param withheld responses that were withheld
   * @param quirks messages of the server that needed a mercy
   * @param unjudged messages about which an observed policy's function wasn't asked
   */
  record SessionFinished(
      Cause cause,
      ConnectionState state,
      long commands,
      long refused,
      long responses,
      long withheld,
      long quirks,
      long unjudged,
      long octetsFromClient,
      long octetsFromServer,
      double durationSeconds)
      implements Event {
    @Override
    public String name() {
      return "session_finished";
    }
  }

  /** Why a session ended: a closed list, fit for a metric label. */
  enum Cause {
    LOGOUT,
    CLIENT_CLOSED,
    SERVER_CLOSED,
    SERVER_BYE,
    SERVER_UNREACHABLE,
    CLIENT_VIOLATION,
    SERVER_VIOLATION,
    POLICY_ABORT,
    POLICY_FAILED,
    LOGIN_FAILED,
    TIMEOUT,
    LIMIT,
    DRAIN,
    ADMINISTRATOR,
    INTERNAL_ERROR;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}

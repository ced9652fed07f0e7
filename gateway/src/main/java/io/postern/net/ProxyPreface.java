package io.postern.net;

import io.postern.service.ProxyProtocol;

/**
 * The PROXY header that a server gets before anything else, TLS too, of a service that sends one.
 */
final class ProxyPreface {
  private ProxyPreface() {}

  /** Of a session. */
  static Preface of(ProxyProtocol.Out out, Origin origin) {
    return switch (out) {
      case NONE -> Preface.NONE;
      case V1 -> _ -> ProxyHeader.v1(origin.client(), origin.connected());
      case V2 -> _ -> ProxyHeader.v2(origin.client(), origin.connected());
    };
  }

  /** Of a connection that is nobody's but the gateway's own: a probe. */
  static Preface own(ProxyProtocol.Out out) {
    return switch (out) {
      case NONE -> Preface.NONE;
      case V1 -> _ -> ProxyHeader.v1Unknown();
      case V2 -> _ -> ProxyHeader.v2Local();
    };
  }
}

package io.postern.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.audit.TlsFacts;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits behind the TLS handler until the handshake is over, one way or the other, and then goes. A
 * stalled one costs a timer and nothing else (threats T33), a failed one its own connection (T38).
 */
final class Handshake extends ChannelInboundHandlerAdapter {
  /** From its beginning; both peers are machines, and no person is waited for. */
  static final long TIMEOUT_MILLIS = 10_000;

  /** Beyond it nobody wrote a name, and a policy should not have to read it. */
  static final int SUBJECT_LENGTH_MAX = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

  private final Security.Outcome outcome;
  private final boolean demandsSubject;
  private ScheduledFuture<?> timer;
  private boolean over;

  Handshake(Security.Outcome outcome, boolean demandsSubject) {
    this.outcome = outcome;
    this.demandsSubject = demandsSubject;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(
                () -> fail(context, TlsFault.TIMED_OUT), TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        succeed(context);
      } else {
        // The TLS handler sends its alert and closes.
        end(TlsFault.of(done.cause()));
      }
    } else if (event == ChannelInputShutdownEvent.INSTANCE && !over) {
      fail(context, TlsFault.PEER_CLOSED);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void succeed(ChannelHandlerContext context) {
    if (over) {
      return;
    }
    Security.Established established;
    try {
      established = established((SocketChannel) context.channel());
    } catch (IllegalArgumentException unfit) {
      fail(context, TlsFault.UNFIT_SUBJECT);
      return;
    }
    if (!onlyOne(context, established.facts())) {
      fail(context, TlsFault.RENEGOTIATION);
      return;
    }
    over = true;
    timer.cancel(false);
    // Who comes next says what is read.
    context.channel().config().setAutoRead(false);
    context.pipeline().remove(this);
    outcome.secured(Optional.of(established));
  }

  private static boolean onlyOne(ChannelHandlerContext context, TlsFacts tls) {
    if (tls.version().equals("TLSv1.2")) {
      return context.pipeline().get(OneHandshake.class).over();
    }
    context.pipeline().remove(OneHandshake.class);
    return true;
  }

  private Security.Established established(SocketChannel channel) {
    SSLSession session = channel.pipeline().get(SslHandler.class).engine().getSession();
    Optional<String> subject = Optional.empty();
    if (demandsSubject) {
      try {
        Certificate shown = session.getPeerCertificates()[0];
        subject =
            Optional.of(
                ((X509Certificate) shown).getSubjectX500Principal().getName(X500Principal.RFC2253));
      } catch (SSLPeerUnverifiedException none) {
        // It was optional.
        subject = Optional.empty();
      }
    }
    if (subject.isPresent() && subject.get().length() > SUBJECT_LENGTH_MAX) {
      throw new IllegalArgumentException("subject");
    }
    TlsFacts facts =
        new TlsFacts(
            session.getProtocol(),
            session.getCipherSuite(),
            TlsSecurity.serverName(channel).orElse(""));
    return new Security.Established(facts, subject);
  }

  /** Nothing passes before it is over, and nothing after it failed. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    // There was nothing in it for a session.
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!over) {
      fail(context, TlsFault.of(cause));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(TlsFault.PEER_CLOSED);
    context.fireChannelInactive();
  }

  private void fail(ChannelHandlerContext context, TlsFault fault) {
    if (!over) {
      end(fault);
      ChannelHandlerContext first = context.pipeline().firstContext();
      var _ = first.close();
    }
  }

  private void end(TlsFault fault) {
    if (over) {
      return;
    }
    over = true;
    timer.cancel(false);
    try {
      outcome.failed(fault);
    } catch (RuntimeException ours) {
      // This connection's alone: others go on.
      LOG.error("After a failed handshake: {}", Faults.text(ours));
    }
  }
}

package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;

/**
 * Stands before the TLS handler and sees to it that no peer renegotiates (RFC 9325, section 3.5;
 * threats T37): of clients the libraries refuse it, of servers they don't. Only TLS 1.2 knows it,
 * and there each record says in clear what it is (RFC 5246, section 6.2.1); nothing else of it is
 * looked at.
 */
final class OneHandshake extends ChannelInboundHandlerAdapter {
  /** Its name in the pipeline. */
  static final String NAME = "one-handshake";

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;

  /** How much of a record's header has come: its type, two octets of version, two of length. */
  private int header;

  private int type;
  private int length;

  /** Octets of the record that are yet to come. */
  private int left;

  private boolean ciphered;

  /** Records of handshakes behind the change of ciphers; the first is Finished. */
  private int handshakes;

  private boolean over;
  private boolean refused;

  /**
   * The handshake is over, so no other may come.
   *
   * @return false if one has begun already, in what was read together with the first one's end
   */
  boolean over() {
    over = true;
    return handshakes <= 1;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused || (message instanceof ByteBuf octets && another(octets))) {
      ReferenceCountUtil.release(message);
      if (!refused) {
        refused = true;
        context.fireExceptionCaught(new DecoderException(new SSLException("renegotiation")));
      }
      return;
    }
    context.fireChannelRead(message);
  }

  private boolean another(ByteBuf octets) {
    int at = octets.readerIndex();
    while (at < octets.writerIndex()) {
      if (left > 0) {
        int some = Math.min(left, octets.writerIndex() - at);
        left -= some;
        at += some;
      } else if (headed(octets.getUnsignedByte(at++)) && over && handshakes > 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether a header is complete with that octet. */
  private boolean headed(int octet) {
    switch (header++) {
      case 0 -> type = octet;
      case 3 -> length = octet << 8;
      case 4 -> {
        left = length + octet;
        header = 0;
        ciphered |= type == CHANGE_CIPHER_SPEC;
        handshakes += ciphered && type == HANDSHAKE ? 1 : 0;
        return true;
      }
      default -> {
        // The version, which was agreed on.
      }
    }
    return false;
  }
}

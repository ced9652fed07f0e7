package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneHandshakeTest {
  /** Hello, change of ciphers, Finished, an alert and data. */
  private static final String TALK =
      "160303000401020304" + "140303000101" + "1603030002aabb" + "150303000100" + "17030300021616";

  private static final String AGAIN = "16030300020000";

  private final OneHandshake one = new OneHandshake();
  private final EmbeddedChannel channel = new EmbeddedChannel(one);

  @Test
  void whateverIsNoHandshakePassesBehindIt() {
    say(TALK);
    assertThat(one.over()).isTrue();
    say("17030300021616" + "1503030000" + "17030300021616");
    assertThat(HexFormat.of().formatHex(heard())).startsWith("16").endsWith("1616");
  }

  @Test
  void anotherHandshakeIsAnErrorHoweverItIsCut() {
    for (int cut = 0; cut < AGAIN.length(); cut += 2) {
      OneHandshake fresh = new OneHandshake();
      EmbeddedChannel cuts = new EmbeddedChannel(fresh);
      for (String octet : TALK.split("(?<=\\G..)", -1)) {
        cuts.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(octet)));
      }
      assertThat(fresh.over()).isTrue();
      int at = cut;
      assertThatThrownBy(
              () -> {
                for (String part : List.of(AGAIN.substring(0, at), AGAIN.substring(at))) {
                  cuts.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(part)));
                }
              })
          .isInstanceOf(DecoderException.class);
      // Nothing behind it is for anybody.
      cuts.releaseInbound();
      cuts.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("17030300021616")));
      assertThat(cuts.<ByteBuf>readInbound()).isNull();
    }
  }

  @Test
  void oneThatCameTogetherWithTheFirstOnesEndIsSeen() {
    say(TALK + AGAIN);
    assertThat(one.over()).isFalse();
    channel.releaseInbound();
  }

  private void say(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
  }

  private byte[] heard() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf one = channel.readInbound(); one != null; one = channel.readInbound()) {
      all.writeBytes(one);
      one.release();
    }
    byte[] octets = new byte[all.readableBytes()];
    all.readBytes(octets);
    return octets;
  }
}

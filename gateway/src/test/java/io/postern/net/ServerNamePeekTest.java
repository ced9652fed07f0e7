package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many clients may be looked at together, which nobody's count bounds yet. */
class ServerNamePeekTest {
  private final List<EmbeddedChannel> clients = new ArrayList<>();

  @AfterEach
  void close() {
    for (EmbeddedChannel client : clients) {
      var _ = client.close();
    }
  }

  @Test
  void atTheBoundOneMoreIsRefusedUntilAnotherHasGone() {
    for (int i = 0; i < ServerNamePeek.AT_ONCE_MAX; i++) {
      assertThat(begins()).as("client %d", i + 1).isTrue();
    }
    assertThat(begins()).isFalse();
    assertThat(clients.getLast().pipeline().get(ServerNamePeek.class)).isNull();
    assertThat(begins()).isFalse();
    var _ = clients.getFirst().close();
    assertThat(begins()).isTrue();
    assertThat(begins()).isFalse();
  }

  private boolean begins() {
    EmbeddedChannel client = new EmbeddedChannel();
    clients.add(client);
    return ServerNamePeek.begin(client, _ -> {});
  }
}

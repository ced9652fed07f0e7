package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sessions make of a server's capability list. */
class ServerCapabilitiesTest {
  private static ServerCapabilities learned(List<String> names) {
    ServerCapabilities capabilities =
        new ServerCapabilities(ToldTalk.policy("p.yaml", "extends: ImapProxy"));
    capabilities.learn(names);
    return capabilities;
  }

  @Test
  void aListOfManyNamesIsKnownAsAShortOneIs() {
    List<String> names = new ArrayList<>(List.of("IMAP4REV1", "LITERAL+", "BINARY"));
    for (int i = 0; i < 10_000; i++) {
      names.add("X-NAME-" + i);
    }
    for (List<String> list : List.of(names, names.subList(0, 3))) {
      ServerCapabilities capabilities = learned(list);
      assertThat(capabilities.has("LITERAL+")).isTrue();
      assertThat(capabilities.binary()).isTrue();
      assertThat(capabilities.has("X-NAME-9999")).isEqualTo(list.size() > 3);
    }
  }

  /** A hostile server's names may all have one hash: 65,536 of them take no quadratic time. */
  @Test
  void namesOfOneHashAreLearnedAsOthersAre() {
    List<String> names = List.of("");
    for (int i = 0; i < 16; i++) {
      List<String> longer = new ArrayList<>(2 * names.size());
      for (String name : names) {
        longer.add(name + "Aa");
        longer.add(name + "BB");
      }
      names = longer;
    }
    assertThat(names.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
    ServerCapabilities capabilities = learned(names);
    assertThat(capabilities.has(names.getLast())).isTrue();
  }
}

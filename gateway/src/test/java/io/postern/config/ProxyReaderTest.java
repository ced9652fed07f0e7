package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.service.Network;
import io.postern.service.Originating;
import io.postern.service.ProxyProtocol;
import io.postern.service.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code proxy_protocol} and {@code originating}. */
class ProxyReaderTest {
  @Test
  void nothingIsReadOrTold() {
    Service service = loaded("");
    assertThat(service.proxy()).isEqualTo(ProxyProtocol.NONE);
    assertThat(service.originating()).isEqualTo(Originating.NONE);
  }

  @Test
  void everyKeyIsTaken() {
    Service service =
        loaded(
            """
                proxy_protocol: { in: optional, trusted: [192.0.2.0/24, "2001:db8::1"], out: v1 }
                originating: { to_server: true, trusted: 127.0.0.1, hops: 7 }
            """);
    assertThat(service.proxy())
        .isEqualTo(
            new ProxyProtocol(
                ProxyProtocol.In.OPTIONAL,
                List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::1")),
                ProxyProtocol.Out.V1));
    assertThat(service.originating())
        .isEqualTo(new Originating(true, List.of(Network.parse("127.0.0.1")), 7));
  }

  @Test
  void aHeaderIsBelievedFromSomebody() {
    assertThat(errors("    proxy_protocol: { in: required }\n"))
        .containsExactly(
            "f.yaml:7:21: found no trusted networks beside in: required, expected trusted: a list"
                + " of networks, such as [192.0.2.0/24, \"2001:db8::1\"]: a header is believed from"
                + " these only");
    assertThat(errors("    proxy_protocol: { in: required, trusted: [] }\n")).hasSize(1);
  }

  @Test
  void mistakesAreToldWhereTheyStand() {
    assertThat(
            errors(
                """
                    proxy_protocol: { in: of, trusted: [192.0.2.1/24, mail.example] }
                    originating: { to_server: yes, hops: 0, trust: [] }
                """))
        .anySatisfy(error -> assertThat(error).startsWith("f.yaml:7:27: in: found the text \"of\""))
        .anySatisfy(
            error ->
                assertThat(error)
                    .startsWith("f.yaml:7:41: trusted: ")
                    .contains("behind its prefix"))
        .anySatisfy(
            error -> assertThat(error).startsWith("f.yaml:7:55: trusted: ").contains("no names"))
        .anySatisfy(error -> assertThat(error).startsWith("f.yaml:8:31: to_server: "))
        .anySatisfy(error -> assertThat(error).startsWith("f.yaml:8:42: hops: "))
        .anySatisfy(error -> assertThat(error).startsWith("f.yaml:8:45: ").contains("\"trust\""))
        .hasSize(6);
  }

  private static Service loaded(String keys) {
    return ((ConfigResult.Loaded) read(keys)).configuration().services().getFirst();
  }

  private static List<String> errors(String keys) {
    return ((ConfigResult.Broken) read(keys))
        .errors().stream().map(error -> error.toString()).toList();
  }

  private static ConfigResult read(String keys) {
    return ConfigReader.parse(
        "f.yaml",
        """
        version: 1
        services:
          - name: a
            listen: 127.0.0.1:1143
            server: 127.0.0.1:143
            policy: ImapProxy
        """
            + keys);
  }
}

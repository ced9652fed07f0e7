package io.postern.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {
  /** The tradition's own example (A, B, C), and IPv6. */
  private static final Zones ZONES =
      new Zones(
          List.of(
              zone("A", "", "10.0.0.0/8", "2001:db8::/32"),
              zone("B", "A", "10.0.0.0/16", "2001:db8:1::/48"),
              zone("C", "", "10.0.0.25", "2001:db8:1::25"),
              zone("D", "B", "192.0.2.0/24")));

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0,A",
    "10.0.44.0,B",
    "10.0.0.24,B",
    "10.0.0.25,C",
    "10.255.255.255,A",
    "11.0.0.0,",
    "9.255.255.255,",
    "2001:db8::1,A",
    "2001:db8:1::24,B",
    "2001:db8:1::25,C",
    "2001:db9::,",
    "::a00:19,"
  })
  void anAddressBelongsToTheMostSpecificNetwork(String address, String zone) {
    assertThat(ZONES.of(InetAddress.ofLiteral(address)).map(Zone::name))
        .isEqualTo(Optional.ofNullable(zone));
  }

  @Test
  void allAddressesAreANetworkToo() {
    Zones zones = new Zones(List.of(zone("four", "", "0.0.0.0/0"), zone("six", "", "::/0")));
    assertThat(zones.rights(InetAddress.ofLiteral("192.0.2.1"))).containsExactly("four");
    assertThat(zones.rights(InetAddress.ofLiteral("2001:db8::1"))).containsExactly("six");
  }

  @Test
  void aParentLendsItsRightsAndANetworkAroundDoesNot() {
    assertThat(ZONES.rights(InetAddress.ofLiteral("10.0.44.0"))).containsExactly("B", "A");
    assertThat(ZONES.rights(InetAddress.ofLiteral("10.0.0.25"))).containsExactly("C");
    assertThat(ZONES.rights(InetAddress.ofLiteral("192.0.2.1"))).containsExactly("D", "B", "A");
    assertThat(ZONES.rights(InetAddress.ofLiteral("11.0.0.0"))).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> zone("9", "")).hasMessageStartingWith("a zone's name is");
    assertThatThrownBy(() -> zone("a", "", "10.0.0.0/8", "10.0.0.0/8"))
        .hasMessage("zone a has a network twice");
    refused("there are two zones named a", zone("a", ""), zone("a", ""));
    refused(
        "network 10.0.0.0/8 is in zone a and in b",
        zone("a", "", "10.0.0.0/8"),
        zone("b", "", "10.0.0.0/8"));
    refused("there is no zone z", zone("a", "z"));
    refused("zone a is its own parent's parent", zone("a", "a"));
    refused("zone a is its own parent's parent", zone("a", "b"), zone("b", "a"));
    refused("zone z is its own parent's parent", zone("z", "a"), zone("a", "b"), zone("b", "a"));
  }

  @Test
  void thereAreBounds() {
    Zone[] most =
        IntStream.range(0, Zones.ZONES_MAX).mapToObj(i -> zone("z" + i, "")).toArray(Zone[]::new);
    assertThat(new Zones(List.of(most)).all()).hasSize(Zones.ZONES_MAX);
    refused(
        "more than 1000 zones, or more than 100000 networks in them",
        Stream.concat(Stream.of(most), Stream.of(zone("z", ""))).toArray(Zone[]::new));
  }

  private static void refused(String message, Zone... zones) {
    assertThatThrownBy(() -> new Zones(List.of(zones)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Zone zone(String name, String parent, String... networks) {
    return new Zone(
        name,
        Stream.of(networks).map(Network::parse).toList(),
        Optional.of(parent).filter(text -> !text.isEmpty()));
  }
}

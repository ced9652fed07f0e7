package io.postern.policy;

import static io.postern.imap.ResponseType.TAGGED;
import static io.postern.imap.ResponseType.UNTAGGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of spec/policy-semantics.md, section 1, and the lists of section 3. */
class BaseClassesTest {
  private final Policy proxy;
  private final Policy strict;

  BaseClassesTest() throws Exception {
    proxy = Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
    strict = Policy.compile(PolicyTables.of(ImapProxyStrict::new, Map.of()));
  }

  @Test
  void abstractProxyIsEmpty() throws Exception {
    PolicyTables tables = PolicyTables.of(AbstractImapProxy::new, Map.of());
    assertThat(tables.requests()).isEmpty();
    assertThat(tables.responses()).isEmpty();
    assertThat(tables.capabilities()).isEmpty();
    assertThat(tables.quirks()).isFalse();
  }

  @Test
  void proxyAcceptsEveryCommandAndResponseOfTheEngine() {
    for (CommandName name : CommandName.values()) {
      assertThat(proxy.request(name).action()).isEqualTo(RequestAction.ACCEPT);
      assertThat(proxy.response(Owner.of(name), TAGGED, ResponseName.OK).action())
          .isEqualTo(ResponseAction.ACCEPT);
    }
    assertThat(proxy.quirks()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RLIST", "RLSUB", "GENURLAUTH", "URLFETCH", "RESETKEY", "GETJMAPACCESS"})
  void proxyDeniesCommandsAroundTheGatewayByName(String command) {
    assertThat(proxy.requests().get(command).value()).isEqualTo(RequestAction.REJECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"LOGIN-REFERRALS", "MAILBOX-REFERRALS", "URLAUTH", "URLAUTH=BINARY", "JMAPACCESS"})
  void proxyDropsCapabilitiesAroundTheGateway(String capability) {
    assertThat(proxy.accepts(capability)).isFalse();
    assertThat(proxy.accepts("IDLE")).isTrue();
  }

  @Test
  void proxyRemovesReferralsAndBadUrls() {
    for (String code : Set.of("REFERRAL", "BADURL")) {
      assertThat(proxy.code(Owner.of(CommandName.LOGIN), TAGGED, code).action())
          .isEqualTo(ResponseAction.DROP);
      assertThat(proxy.code(Owner.GREETING, UNTAGGED, code).action())
          .isEqualTo(ResponseAction.DROP);
    }
    assertThat(proxy.code(Owner.of(CommandName.LOGIN), TAGGED, "ALERT").action())
        .isEqualTo(ResponseAction.ACCEPT);
  }

  @Test
  void proxyAcceptsTheListedResponsesUnsolicited() {
    Set<ResponseName> accepted =
        EnumSet.of(
            ResponseName.EXISTS,
            ResponseName.RECENT,
            ResponseName.EXPUNGE,
            ResponseName.VANISHED,
            ResponseName.FETCH,
            ResponseName.FLAGS,
            ResponseName.LIST,
            ResponseName.STATUS,
            ResponseName.OK,
            ResponseName.NO,
            ResponseName.BAD,
            ResponseName.BYE,
            ResponseName.CAPABILITY);
    assertUnsolicited(proxy, accepted);
  }

  @Test
  void strictAcceptsTheListedResponsesUnsolicited() {
    assertUnsolicited(
        strict,
        EnumSet.of(
            ResponseName.EXISTS,
            ResponseName.RECENT,
            ResponseName.EXPUNGE,
            ResponseName.FETCH,
            ResponseName.FLAGS,
            ResponseName.OK,
            ResponseName.NO,
            ResponseName.BAD,
            ResponseName.BYE));
  }

  private static void assertUnsolicited(Policy policy, Set<ResponseName> accepted) {
    for (ResponseName name : ResponseName.values()) {
      assertThat(policy.response(Owner.UNSOLICITED, UNTAGGED, name).action())
          .as(name.name())
          .isEqualTo(accepted.contains(name) ? ResponseAction.ACCEPT : ResponseAction.REJECT);
    }
  }

  @Test
  void strictIsWrittenWithoutAStarButForItsDenials() {
    assertThat(strict.requests()).doesNotContainKey("*");
    assertThat(strict.capabilities()).doesNotContainKey("*");
    strict
        .responses()
        .forEach(
            (key, entry) -> {
              if (key.command().equals("*") || key.name().equals("*")) {
                assertThat(entry.value()).as(key.toString()).isEqualTo(ResponseAction.DROP);
              }
            });
    assertThat(strict.quirks()).isFalse();
  }

  @Test
  void strictAcceptsTheCommandsOfRfc3501AndNamespaceAndId() {
    Set<CommandName> denied =
        EnumSet.of(
            CommandName.ENABLE,
            CommandName.IDLE,
            CommandName.UNSELECT,
            CommandName.MOVE,
            CommandName.UID_MOVE);
    for (CommandName name : CommandName.values()) {
      assertThat(strict.request(name).action())
          .as(name.text())
          .isEqualTo(denied.contains(name) ? RequestAction.REJECT : RequestAction.ACCEPT);
    }
    // UID EXPUNGE is looked up as EXPUNGE; that UIDPLUS is dropped refuses it.
    assertThat(strict.namesRequest(CommandName.UID_EXPUNGE)).isFalse();
    assertThat(strict.accepts("UIDPLUS")).isFalse();
  }

  @Test
  void strictAcceptsDataOnlyForTheirCommands() {
    assertThat(judged("SELECT", ResponseName.EXISTS)).isEqualTo(ResponseAction.ACCEPT);
    assertThat(judged("UID FETCH", ResponseName.FETCH)).isEqualTo(ResponseAction.ACCEPT);
    assertThat(judged("STORE", ResponseName.FETCH)).isEqualTo(ResponseAction.ACCEPT);
    assertThat(judged("NOOP", ResponseName.FETCH)).isEqualTo(ResponseAction.REJECT);
    assertThat(judged("LOGOUT", ResponseName.BYE)).isEqualTo(ResponseAction.ACCEPT);
    assertThat(judged("SEARCH", ResponseName.ESEARCH)).isEqualTo(ResponseAction.REJECT);
    assertThat(strict.response(Owner.GREETING, UNTAGGED, ResponseName.OK).action())
        .isEqualTo(ResponseAction.ACCEPT);
  }

  private ResponseAction judged(String command, ResponseName name) {
    return strict
        .response(Owner.of(CommandName.of(command).orElseThrow()), UNTAGGED, name)
        .action();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMAP4rev1",
        "LITERAL+",
        "LITERAL-",
        "NAMESPACE",
        "ID",
        "AUTH=PLAIN",
        "STARTTLS",
        "LOGINDISABLED"
      })
  void strictAcceptsItsCapabilities(String capability) {
    assertThat(strict.accepts(capability)).isTrue();
    assertThat(strict.capabilities()).hasSize(8);
  }
}

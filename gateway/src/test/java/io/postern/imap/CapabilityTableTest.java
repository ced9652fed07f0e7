package io.postern.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTableTest {
  private static final String HEAD =
      "name\trfc\tlogin\tenable\tcommands\targuments\tresponses\tcodes\tattribution\tfollowed\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMAP4rev1",
        "imap4REV2",
        "LITERAL+",
        "LITERAL-",
        "SASL-IR",
        "ID",
        "NAMESPACE",
        "IDLE",
        "UIDPLUS",
        "MOVE",
        "UNSELECT",
        "ENABLE",
        "CHILDREN",
        "SPECIAL-USE",
        "ESEARCH",
        "SEARCHRES",
        "LIST-EXTENDED",
        "LIST-STATUS",
        "STATUS=SIZE",
        "BINARY",
        "MULTIAPPEND",
        "UTF8=ACCEPT",
        "AUTH=PLAIN",
        "AUTH=LOGIN",
        "AUTH=CRAM-MD5",
        "AUTH=SCRAM-SHA-1",
        "AUTH=SCRAM-SHA-256",
        "AUTH=SCRAM-SHA-512",
        "AUTH=XOAUTH2",
        "AUTH=OAUTHBEARER",
        "auth=anonymous"
      })
  void whatTheEngineFollowsIsFollowed(String name) {
    assertThat(CapabilityTable.follows(name)).isTrue();
    assertThat(CapabilityTable.ofOneConnection(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONDSTORE",
        "QRESYNC",
        "SORT",
        "SORT=DISPLAY",
        "THREAD=REFERENCES",
        "QUOTA",
        "QUOTA=RES-STORAGE",
        "ACL",
        "METADATA",
        "NOTIFY",
        "CONTEXT=SEARCH",
        "URLAUTH",
        "CATENATE",
        "JMAPACCESS",
        "LOGIN-REFERRALS",
        "MAILBOX-REFERRALS",
        "UIDONLY",
        "AUTH=GSSAPI",
        "AUTH=DIGEST-MD5",
        "AUTH=NTLM",
        "AUTH=EXTERNAL",
        "REPLACE",
        "CREATE-SPECIAL-USE"
      })
  void whatTheEngineKnowsButDoesNotFollowHasARow(String name) {
    assertThat(CapabilityTable.row(name)).isPresent();
    assertThat(CapabilityTable.follows(name)).isFalse();
    assertThat(CapabilityTable.ofOneConnection(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STARTTLS",
        "LOGINDISABLED",
        "COMPRESS=DEFLATE",
        "AUTH=SCRAM-SHA-1-PLUS",
        "auth=scram-sha-256-plus"
      })
  void whatBelongsToOneConnectionIsNotFollowed(String name) {
    assertThat(CapabilityTable.ofOneConnection(name)).isTrue();
    assertThat(CapabilityTable.follows(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "XYZZY", "X-GM-EXT-1", "AUTH=", "AUTH", "AUTH=*X", "IMAP4rev3"})
  void whatIsNotInTheTableIsUnknown(String name) {
    assertThat(CapabilityTable.follows(name)).isFalse();
    assertThat(CapabilityTable.ofOneConnection(name)).isFalse();
    assertThat(CapabilityTable.enables(name)).isFalse();
  }

  @Test
  void unknownNamesHaveNoRow() {
    assertThat(CapabilityTable.row("XYZZY")).isEmpty();
    assertThat(CapabilityTable.row("AUTH=")).isEmpty();
  }

  @Test
  void commandsAreBroughtByTheirExtensionOrByRevisionTwo() {
    assertThat(CapabilityTable.bringing(CommandName.IDLE)).isEqualTo(Set.of("IDLE", "IMAP4REV2"));
    assertThat(CapabilityTable.bringing(CommandName.UID_MOVE))
        .isEqualTo(Set.of("MOVE", "IMAP4REV2"));
    assertThat(CapabilityTable.bringing(CommandName.UID_EXPUNGE))
        .isEqualTo(Set.of("UIDPLUS", "IMAP4REV2"));
    assertThat(CapabilityTable.bringing(CommandName.ID)).isEqualTo(Set.of("ID"));
  }

  @Test
  void commandsOfTheBaseProtocolAreBroughtByNothing() {
    Set<CommandName> brought =
        Set.of(
            CommandName.ID,
            CommandName.ENABLE,
            CommandName.NAMESPACE,
            CommandName.IDLE,
            CommandName.UNSELECT,
            CommandName.MOVE,
            CommandName.UID_MOVE,
            CommandName.UID_EXPUNGE);
    for (CommandName name : CommandName.values()) {
      assertThat(CapabilityTable.bringing(name).isEmpty())
          .as(name.text())
          .isEqualTo(!brought.contains(name));
    }
  }

  @Test
  void onlyWhatIsFollowedCanBeEnabled() {
    assertThat(CapabilityTable.rows().stream().filter(row -> CapabilityTable.enables(row.name())))
        .extracting(CapabilityTable.Row::name)
        .containsExactlyInAnyOrder("IMAP4rev2", "UTF8=ACCEPT");
  }

  @Test
  void everyFollowedRowBringsOnlyWhatTheEngineUnderstands() {
    for (CapabilityTable.Row row : CapabilityTable.rows()) {
      if (row.followed()) {
        assertThat(row.commands())
            .as(row.name())
            .allMatch(name -> CommandName.of(name).isPresent());
        assertThat(row.codes()).as(row.name()).allMatch(code -> CodeName.of(code).isPresent());
      }
    }
  }

  @Test
  void noRowThatIsNotFollowedBringsACommandOfTheEngine() {
    for (CapabilityTable.Row row : CapabilityTable.rows()) {
      if (!row.followed()) {
        assertThat(row.commands())
            .as(row.name())
            .noneMatch(name -> CommandName.of(name).isPresent());
      }
    }
  }

  @Test
  void fileIsSortedButForItsTwoRevisions() {
    assertThat(CapabilityTable.rows().stream().skip(2).map(CapabilityTable.Row::name))
        .isSortedAccordingTo(String::compareTo);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X\tRFC 1\tany\t-\t-\t-\t-\t-\t-\n",
        "X\tRFC 1\tsome\t-\t-\t-\t-\t-\t-\tyes\n",
        "X\tRFC 1\tany\tno\t-\t-\t-\t-\t-\tyes\n",
        "X\tRFC 1\tany\t-\t-\t-\t-\t-\t-\tperhaps\n",
        "X\tRFC 1\tany\t-\t\t-\t-\t-\t-\tyes\n",
        "X**\tRFC 1\tany\t-\t-\t-\t-\t-\t-\tyes\n",
        "X\tRFC 1\tany\t-\t-\t-\t-\t-\t-\tyes\nx\tRFC 1\tany\t-\t-\t-\t-\t-\t-\tyes\n"
      })
  void brokenRowsAreRefusedWithTheirLine(String rows) {
    assertThatThrownBy(() -> CapabilityTable.parse(HEAD + rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("capabilities\\.tsv:[23]: .*");
  }

  @Test
  void fileWithoutItsHeadIsRefused() {
    assertThatThrownBy(() -> CapabilityTable.parse("# nothing\n"))
        .isInstanceOf(IllegalStateException.class);
  }
}

package io.postern.notation;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the profiles make of each command and of each capability that there is: a new one is a
 * compile error or a failure here, until somebody has decided.
 */
class ProfileDecisionsTest {
  private static final List<String> PROFILES =
      List.of("read-only", "no-permanent-delete", "hide-server");

  private enum Decision {
    PASSES,
    REFUSED,
    /** Another command goes in its place. */
    REPLACED,
    /** A function decides. */
    JUDGED,
    /** The gateway answers. */
    ANSWERED
  }

  @Test
  void readOnlyDecidesEachCommand() {
    Policy policy = Loads.profile("read-only.yaml");
    for (CommandName name : CommandName.values()) {
      assertThat(decision(policy, name)).as(name.text()).isEqualTo(readOnly(name));
    }
  }

  private static Decision readOnly(CommandName name) {
    return switch (name) {
      case CAPABILITY, NOOP, LOGOUT, ID, STARTTLS, AUTHENTICATE, LOGIN, ENABLE -> Decision.PASSES;
      case EXAMINE, LIST, LSUB, NAMESPACE, STATUS, IDLE, UNSELECT -> Decision.PASSES;
      case SEARCH, UID_SEARCH -> Decision.PASSES;
      case SELECT, FETCH, UID_FETCH -> Decision.JUDGED;
      case CHECK, CLOSE -> Decision.REPLACED;
      case CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE -> Decision.REFUSED;
      case APPEND, STORE, COPY, MOVE, EXPUNGE -> Decision.REFUSED;
      case UID_STORE, UID_COPY, UID_MOVE, UID_EXPUNGE -> Decision.REFUSED;
    };
  }

  @Test
  void noPermanentDeleteDecidesEachCommand() {
    Policy policy = Loads.profile("no-permanent-delete.yaml");
    for (CommandName name : CommandName.values()) {
      assertThat(decision(policy, name)).as(name.text()).isEqualTo(noPermanentDelete(name));
    }
  }

  private static Decision noPermanentDelete(CommandName name) {
    return switch (name) {
      case CAPABILITY, NOOP, LOGOUT, ID, STARTTLS, AUTHENTICATE, LOGIN, ENABLE -> Decision.PASSES;
      case SELECT, EXAMINE, LIST, LSUB, NAMESPACE, STATUS, IDLE, CHECK, UNSELECT -> Decision.PASSES;
      case CREATE, SUBSCRIBE, UNSUBSCRIBE -> Decision.PASSES;
      case SEARCH, UID_SEARCH, FETCH, UID_FETCH -> Decision.PASSES;
      case COPY, UID_COPY, MOVE, UID_MOVE -> Decision.PASSES;
      case APPEND, STORE, UID_STORE -> Decision.JUDGED;
      case CLOSE -> Decision.REPLACED;
      case DELETE, RENAME, EXPUNGE, UID_EXPUNGE -> Decision.REFUSED;
    };
  }

  /** It is about what the server says; what clients say passes as under its base. */
  @Test
  void hideServerDecidesEachCommand() {
    Policy policy = Loads.profile("hide-server.yaml");
    for (CommandName name : CommandName.values()) {
      assertThat(decision(policy, name))
          .as(name.text())
          .isEqualTo(name == CommandName.ID ? Decision.ANSWERED : Decision.PASSES);
    }
  }

  /** Every status that a server can say to anything, and every way to say hello. */
  @Test
  void hideServerLeavesNoTextOfTheServer() {
    Policy policy = Loads.profile("hide-server.yaml");
    List<Owner> owners = new ArrayList<>(List.of(Owner.UNSOLICITED, Owner.GREETING));
    for (CommandName name : CommandName.values()) {
      owners.add(Owner.of(name));
    }
    for (Owner owner : owners) {
      for (ResponseName name : ResponseName.values()) {
        for (ResponseType type : ResponseType.values()) {
          if (name.isStatus() && canBe(owner, type, name)) {
            assertThat(policy.response(owner, type, name).action())
                .as(owner + " " + type + " " + name)
                .isInstanceOf(ResponseAction.Rewrite.class);
          }
        }
      }
    }
  }

  private static boolean canBe(Owner owner, ResponseType type, ResponseName name) {
    return type == ResponseType.TAGGED
        ? name.isTaggable() && !owner.equals(Owner.GREETING)
        : name != ResponseName.PREAUTH || owner.equals(Owner.GREETING);
  }

  @Test
  void eachRowOfTheCapabilityTableIsDecided() throws IOException {
    List<List<String>> decided = decided();
    List<List<String>> known = new ArrayList<>();
    for (CapabilityTable.Row row : CapabilityTable.rows()) {
      known.add(List.of(row.name(), cell(row.commands(), ", "), cell(row.arguments(), "; ")));
    }
    assertThat(decided.stream().map(row -> row.subList(0, 3))).containsExactlyElementsOf(known);
    for (int i = 0; i < PROFILES.size(); i++) {
      Policy policy = Loads.profile(PROFILES.get(i) + ".yaml");
      for (List<String> row : decided) {
        String sample = row.getFirst().replace("*", "SAMPLE");
        assertThat(policy.accepts(sample) ? "shown" : "hidden")
            .as(PROFILES.get(i) + ": " + sample)
            .isEqualTo(row.get(3 + i));
      }
    }
  }

  /** What the engine will follow one day is refused until the profile names it. */
  @Test
  void commandsThatNobodyNamedAreRefused() {
    for (String profile : List.of("read-only.yaml", "no-permanent-delete.yaml")) {
      Policy policy = Loads.profile(profile);
      assertThat(policy.requests().get("*").value()).isEqualTo(RequestAction.REJECT);
      for (String command : CapabilityTable.knownCommands()) {
        if (CommandName.of(command).isEmpty() && policy.requests().containsKey(command)) {
          assertThat(policy.requests().get(command).value())
              .as(command)
              .isInstanceOf(RequestAction.Reject.class);
        }
      }
    }
  }

  private static Decision decision(Policy policy, CommandName name) {
    return switch (policy.request(name).action()) {
      case RequestAction.Accept accept -> Decision.PASSES;
      case RequestAction.Reject reject -> Decision.REFUSED;
      case RequestAction.Drop drop -> Decision.REFUSED;
      case RequestAction.Abort abort -> Decision.REFUSED;
      case RequestAction.Rewrite rewrite -> Decision.REPLACED;
      case RequestAction.RewriteForm rewrite -> Decision.REPLACED;
      case RequestAction.Call call -> Decision.JUDGED;
      case RequestAction.Respond respond -> Decision.ANSWERED;
    };
  }

  private static String cell(List<String> values, String separator) {
    return Optional.of(String.join(separator, values)).filter(text -> !text.isEmpty()).orElse("-");
  }

  private static List<List<String>> decided() throws IOException {
    try (InputStream in = ProfileDecisionsTest.class.getResourceAsStream("profile-decisions.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    }
  }
}

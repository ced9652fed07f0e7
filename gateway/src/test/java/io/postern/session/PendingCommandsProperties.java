package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.Command;
import io.postern.imap.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands in progress, in whatever order they end, beside a list of the same. */
class PendingCommandsProperties {
  /** Four of each six have one hash: tags of a client that wants them to be compared. */
  private static final String[] TAGS = {"AaAa", "AaBB", "BBAa", "BBBB", "b1", "b2"};

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void sayWhatAListSays(long seed) {
    SplittableRandom random = Seeds.random(seed);
    OwnTags tags = new OwnTags("T");
    PendingCommands pending = new PendingCommands(tags);
    List<Pending> list = new ArrayList<>();
    int most = 1;
    for (int i = 0; i < 5_000; i++) {
      most = i % 500 == 0 ? 1 + random.nextInt(40) : most;
      if (list.size() < most && random.nextInt(8) < 5) {
        Tag tag = new Tag(TAGS[random.nextInt(TAGS.length)]);
        Pending made = new Pending(tag, tags.next(), Command.Plain.NOOP);
        pending.add(made);
        list.add(made);
      } else if (!list.isEmpty()) {
        int at = random.nextBoolean() ? 0 : random.nextInt(list.size());
        Pending over = list.remove(at);
        pending.remove(over);
        pending.remove(over);
        assertThat(pending.contains(over)).isFalse();
        assertThat(pending.numbered(over.ownNumber)).isEmpty();
      }
      List<Pending> seen = new ArrayList<>();
      pending.oldest(
          each -> {
            seen.add(each);
            return false;
          });
      assertThat(seen).isEqualTo(list);
      assertThat(pending.size()).isEqualTo(list.size());
      assertThat(pending.isEmpty()).isEqualTo(list.isEmpty());
      for (Pending each : list) {
        assertThat(pending.contains(each)).isTrue();
        assertThat(pending.byOwnTag("T" + each.ownNumber)).isEqualTo(Optional.of(each));
      }
      for (String text : TAGS) {
        Tag tag = new Tag(text);
        assertThat(pending.inUse(tag))
            .isEqualTo(list.stream().anyMatch(each -> each.clientTag.equals(tag)));
      }
    }
  }
}

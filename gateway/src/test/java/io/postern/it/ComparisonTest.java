package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A referee that sees nothing would find everything equal. */
class ComparisonTest {
  @Test
  void whatDiffersByTimeIsTheSame() {
    same(
        "a1 OK [APPENDUID 1 7] Append completed (0.001 + 0.000 secs).\r\n",
        "a1 OK [APPENDUID 2 7] Append completed (1.201 + 0.010 + 0.001 secs).\r\n");
    same("* STATUS x (UIDVALIDITY 5 UIDNEXT 1)\r\n", "* STATUS x (UIDVALIDITY 6 UIDNEXT 1)\r\n");
    same("+ OK\r\n", "+ Go on\r\n");
  }

  @Test
  void theOrderOfListDataIsFree() {
    assertThat(
            Comparison.direct(
                heard("* LIST () \"/\" a\r\n", "* LIST () \"/\" b\r\n", "a1 OK\r\n"),
                heard("* LIST () \"/\" b\r\n", "* LIST () \"/\" a\r\n", "a1 OK\r\n")))
        .isEmpty();
  }

  @Test
  void everythingElseIsADifference() {
    different("a1 OK [APPENDUID 1 7] done\r\n", "a1 OK [APPENDUID 1 8] done\r\n");
    different("* 1 FETCH (UID 1)\r\n", "* 1 FETCH (UID 2)\r\n");
    different("* 1 FETCH (BODY[] {1}\r\na)\r\n", "* 1 FETCH (BODY[] {1}\r\nb)\r\n");
    different("a1 OK done\r\n", "a1 OK Done\r\n");
    different("a1 OK done\r\n", "a2 OK done\r\n");
    different("* SEARCH 1\r\n", "* SEARCH  1\r\n");
    different("* OK x\r\n", "* OK x\n");
  }

  @Test
  void theOrderOfOtherDataIsNotFree() {
    assertThat(
            Comparison.direct(
                heard("* 1 EXISTS\r\n", "* 0 RECENT\r\n"),
                heard("* 0 RECENT\r\n", "* 1 EXISTS\r\n")))
        .isNotEmpty();
  }

  @Test
  void aLineMoreOrLessIsADifference() {
    assertThat(Comparison.direct(heard("a1 OK\r\n"), heard("* 1 EXISTS\r\n", "a1 OK\r\n")))
        .isNotEmpty();
    assertThat(Comparison.direct(heard("* 1 EXISTS\r\n", "a1 OK\r\n"), heard("a1 OK\r\n")))
        .isNotEmpty();
  }

  @Test
  void throughTheGatewayOnlyWhatIsNamedIsGone() {
    List<Exchange> direct = heard("* CAPABILITY IMAP4rev1 SORT IDLE\r\n");
    assertThat(
            Comparison.through(
                direct, heard("* CAPABILITY IMAP4rev1 IDLE\r\n"), name -> !name.equals("SORT")))
        .isEmpty();
    assertThat(
            Comparison.through(
                direct, heard("* CAPABILITY IMAP4rev1\r\n"), name -> !name.equals("SORT")))
        .isNotEmpty();
  }

  @Test
  void aMeantDifferenceMustBeThere() {
    Exchange direct =
        new Exchange(
            "a x",
            List.of("a1 OK done\r\n"),
            Optional.of(new Exchange.Through("refused", List.of(Pattern.compile("a1 BAD .+")))));
    assertThat(Comparison.through(List.of(direct), heard("a1 BAD no\r\n"), name -> true)).isEmpty();
    assertThat(Comparison.through(List.of(direct), heard("a1 OK done\r\n"), name -> true))
        .isNotEmpty();
  }

  private static void same(String one, String other) {
    assertThat(Comparison.direct(heard(one), heard(other))).isEmpty();
  }

  private static void different(String one, String other) {
    assertThat(Comparison.direct(heard(one), heard(other))).as(one).isNotEmpty();
  }

  private static List<Exchange> heard(String... responses) {
    return List.of(new Exchange("a x", List.of(responses), Optional.empty()));
  }
}

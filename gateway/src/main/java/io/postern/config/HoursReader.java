package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.service.Hours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys {@code days}, {@code hours} and {@code time_zone} of a rule. */
final class HoursReader {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final String DAY = "days such as mon, mon-fri or [mon, wed-fri]";

  private static final String RANGE =
      "hours such as 07:00-19:00, or 22:00-06:00 up to the next day's morning";

  private static final String CLOCK = "a time zone such as Europe/Budapest or UTC";

  private static final Pattern HOURS =
      Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])");

  private HoursReader() {}

  /** Empty where the rule holds always, and where what it says is wrong. */
  static Optional<Hours> read(Fields fields) {
    Optional<YamlNode> days = fields.optional("days");
    Optional<YamlNode> hours = fields.optional("hours");
    Optional<YamlNode> clock = fields.optional("time_zone");
    if (days.isEmpty() && hours.isEmpty()) {
      clock.ifPresent(node -> fields.wrong("time_zone", node, "days or hours beside it"));
      return Optional.empty();
    }
    Optional<Set<DayOfWeek>> onDays =
        days.isEmpty() ? Optional.of(Hours.EVERY_DAY) : days(fields, days.get());
    Optional<int[]> range =
        hours.isEmpty()
            ? Optional.of(new int[] {0, Hours.DAY_MINUTES})
            : fields.value("hours", hours.get(), RANGE, scalar -> range(scalar.text()));
    Optional<ZoneId> at =
        clock.isEmpty()
            ? Optional.of(ZoneId.systemDefault())
            : fields.value("time_zone", clock.get(), CLOCK, scalar -> zone(scalar.text()));
    if (onDays.isEmpty() || range.isEmpty() || at.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Hours(onDays.get(), range.get()[0], range.get()[1], at.get()));
  }

  private static Optional<Set<DayOfWeek>> days(Fields fields, YamlNode node) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    boolean whole = true;
    for (YamlNode item : Values.each(fields, "days", node, DAY)) {
      Optional<Set<DayOfWeek>> some =
          fields.value("days", item, DAY, scalar -> days(scalar.text()));
      some.ifPresent(days::addAll);
      whole &= some.isPresent();
    }
    return whole && !days.isEmpty() ? Optional.of(days) : Optional.empty();
  }

  private static Optional<Set<DayOfWeek>> days(String text) {
    String[] ends = text.split("-", -1);
    int first = DAYS.indexOf(ends[0]);
    int last = DAYS.indexOf(ends[ends.length - 1]);
    if (first < 0 || last < 0 || ends.length > 2) {
      return Optional.empty();
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (int i = first; i != last; i = (i + 1) % DAYS.size()) {
      days.add(DayOfWeek.of(i + 1));
    }
    days.add(DayOfWeek.of(last + 1));
    return Optional.of(days);
  }

  private static Optional<int[]> range(String text) {
    Matcher matcher = HOURS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int from = minute(matcher, 1);
    int until = minute(matcher, 3);
    boolean fits = from < Hours.DAY_MINUTES && until <= Hours.DAY_MINUTES && from != until;
    return fits ? Optional.of(new int[] {from, until}) : Optional.empty();
  }

  private static int minute(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group)) * 60 + Integer.parseInt(matcher.group(group + 1));
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }
}

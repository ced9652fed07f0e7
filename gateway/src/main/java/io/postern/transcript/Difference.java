package io.postern.transcript;

import java.util.List;

/**
 * Where a talk went another way than its transcript.
 *
 * @param line the transcript's line, from 1
 * @param what the first difference in one sentence
 * @param talk both talks side by side, up to there
 * @param decided what was decided last, the latest at the end
 */
public record Difference(
    Transcript transcript, Cut cut, int line, String what, List<Row> talk, List<Told> decided) {
  /** For a console without a size. */
  private static final int WIDTH = 160;

  public Difference {
    talk = List.copyOf(talk);
    decided = List.copyOf(decided);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%s:%d: %s (%s)\n".formatted(transcript.file(), line, what, cut));
    SideBySide.lines(talk, WIDTH).forEach(each -> text.append(each.text()).append('\n'));
    decided.forEach(told -> text.append("  ").append(told).append('\n'));
    return text.toString();
  }
}

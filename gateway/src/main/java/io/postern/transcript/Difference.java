package io.postern.transcript;

/**
 * Where a talk went another way than its transcript.
 *
 * @param line the transcript's line, from 1
 * @param what the first difference in one sentence
 * @param talk both talks side by side, up to there
 */
public record Difference(Transcript transcript, Cut cut, int line, String what, String talk) {
  @Override
  public String toString() {
    return "%s:%d: %s (%s)\n%s".formatted(transcript.file(), line, what, cut, talk);
  }
}

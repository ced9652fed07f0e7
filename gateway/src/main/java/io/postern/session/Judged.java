package io.postern.session;

import io.postern.audit.Event;
import io.postern.policy.Lookup;
import io.postern.policy.RuleRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What is told of a verdict (design decision 10).
 *
 * @param action the word of it
 * @param reason why, in a few words; may be empty
 * @param code the response code of our own answer, without brackets; may be empty
 * @param tried the look-ups, in order
 * @param mode {@link #ENFORCE} or {@link #OBSERVE}
 */
record Judged(
    String action, RuleRef where, String reason, String code, List<Lookup> tried, String mode) {
  static final String ENFORCE = "enforce";
  static final String OBSERVE = "observe";

  /** No table was asked. */
  static Judged byEngine(String action, String reason) {
    return new Judged(action, RuleRef.ENGINE, reason, "", List.of(), ENFORCE);
  }

  static Judged byRule(String action, RuleRef where, List<Lookup> tried) {
    return new Judged(action, where, "", "", tried, ENFORCE);
  }

  /** The same in {@code mode: observe}: nothing of it is done. */
  Judged observed() {
    return new Judged(action, where, reason, "", tried, OBSERVE);
  }

  Judged because(String why) {
    return new Judged(action, where, why, code, tried, mode);
  }

  /** {@code text}: what the client is told, from its code on. */
  Judged saying(String text) {
    return new Judged(action, where, reason, Texts.codeOf(text), tried, mode);
  }

  List<Event.Tried> told() {
    List<Event.Tried> told = new ArrayList<>(tried.size());
    for (Lookup each : tried) {
      told.add(new Event.Tried(each.table(), each.key(), each.action(), each.place()));
    }
    return told;
  }
}

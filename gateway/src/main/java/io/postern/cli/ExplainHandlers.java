package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlHandler;
import io.postern.audit.ObserveSummary;
import io.postern.audit.RecentDecisions;
import io.postern.service.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code postern explain} asks of a gateway that runs. */
final class ExplainHandlers {
  /** {@code id}: a decision's. */
  static final String EXPLAIN = "explain";

  /** {@code service}: of this one only. */
  static final String SUMMARY = "explain_summary";

  private ExplainHandlers() {}

  static Map<String, ControlHandler> of(
      RecentDecisions recent, ObserveSummary observed, Supplier<List<Service>> services) {
    return Map.of(
        EXPLAIN,
        (request, _) -> {
          String id =
              request
                  .text("id")
                  .orElseThrow(() -> new IllegalArgumentException("id: expected a decision id"));
          List<RecentDecisions.Kept> kept = recent.find(id);
          return kept.isEmpty()
              ? ControlAnswer.refused(
                  ControlAnswer.NOT_FOUND,
                  "the gateway knows no decision "
                      + id
                      + "; it keeps the last "
                      + RecentDecisions.KEPT_MAX
                      + " that were told, and plain accepts are not")
              : ControlAnswer.done(Explanation.of(id, kept, lines(services.get())));
        },
        SUMMARY,
        (request, _) -> {
          Optional<String> service = request.text("service");
          return ControlAnswer.done(
              SummaryText.fields(observed.summary(service), lines(services.get())));
        });
  }

  private static RuleLines lines(List<Service> services) {
    return new RuleLines(
        services.stream().flatMap(service -> service.policies().stream()).toList());
  }
}

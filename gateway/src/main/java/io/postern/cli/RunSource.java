package io.postern.cli;

import io.postern.config.Configuration;
import io.postern.service.Plan;

/** Where a run has its services from: a file, or its command line; read at the start and again. */
interface RunSource {
  /** Reads all of it; whatever is wrong is in the report. */
  Checker.Report read();

  /** Those of its services that this run is for, with the rules that lead to them. */
  Plan chosen(Configuration configuration);

  /** Whether the control socket would be elsewhere. */
  boolean controlMoved(Configuration now, Configuration next);

  /** By which the file is told apart from what it was; empty where there is none. */
  default String hash() {
    return "";
  }
}

package io.postern.cli;

/** Where the launcher enters. */
public final class Main {
  private Main() {}

  /** Answers usage until the verbs are there. */
  public static void main(String[] args) {
    System.err.println("postern: this build has no verbs yet");
    System.exit(64);
  }
}

package io.postern.admin;

/**
 * How patient the HTTP listener is.
 *
 * @param requestMillis until a request is whole
 * @param answerMillis from then until its answer has been made and taken
 * @param lingerMillis how long what comes behind a request is swallowed, so that its answer arrives
 */
record HttpTimes(long requestMillis, long answerMillis, long lingerMillis) {
  static final HttpTimes DEFAULT = new HttpTimes(5_000, 10_000, 1_000);
}

package io.postern.cli;

/** How a verb tells its results; {@code --output}. */
enum Output {
  text,
  json
}

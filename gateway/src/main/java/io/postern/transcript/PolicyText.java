package io.postern.transcript;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The policy that a transcript names.
 *
 * @param file the transcript: relative names are relative to it, and errors in the table are found
 *     there
 * @param line where the policy is named, from 1
 * @param name a base class, or a policy file with {@code #CLASS} if it needs one
 * @param table the indented YAML below it, as written, beginning on the line behind {@code line};
 *     absent without one
 */
public record PolicyText(Path file, int line, String name, Optional<String> table) {}

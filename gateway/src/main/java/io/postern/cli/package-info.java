/**
 * The command line: the verbs, their help, and the exit codes.
 *
 * <p>{@link io.postern.cli.Main} is where the launcher enters; each verb is a class of its own and
 * says what it does by an exit code of {@link io.postern.cli.Exit}. Modules add verbs by {@link
 * io.postern.cli.Verb}. May import everything; the only package that ends the process. Data go to
 * standard output, messages to standard error.
 */
package io.postern.cli;

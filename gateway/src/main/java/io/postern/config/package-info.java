/**
 * The configuration file: YAML in, {@link io.postern.service.Service} values out, or all mistakes
 * at once with line and column.
 *
 * <p>Start with {@link io.postern.config.ConfigReader}. {@link io.postern.config.ConfigSchema} is
 * the same knowledge for editors; a test keeps the two equal. Runs at load, on any one thread;
 * opens no socket and looks no name up. May import {@code service}, {@code notation}, {@code
 * policy}, {@code inspect}, {@code cluster} and {@code imap}.
 */
package io.postern.config;

package io.postern.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON schema (2020-12) of the configuration, for editors. The gateway itself doesn't use it:
 * {@link ConfigReader} says more.
 */
public final class ConfigSchema {
  private static final String RESOURCE = "postern.schema.json";

  private ConfigSchema() {}

  /** The schema's text. */
  public static String text() {
    try (InputStream in = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("this build lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
  }
}

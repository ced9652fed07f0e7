package io.postern.imap;

/**
 * The announcement of a message literal; its octets stream past and are never held (design.md,
 * section 4).
 *
 * @param octets how many follow, 0 and more
 * @param synchronizing {@code {n}}: the client waits for {@code +}; false for {@code {n+}}
 * @param literal8 {@code ~{n}}: NUL is allowed in it (RFC 3516)
 */
public record MessageLiteral(long octets, boolean synchronizing, boolean literal8) {
  public MessageLiteral {
    if (octets < 0) {
      throw new IllegalArgumentException("negative literal");
    }
  }
}

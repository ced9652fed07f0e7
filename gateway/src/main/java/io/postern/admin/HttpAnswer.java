package io.postern.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer to a request, whole in memory: what can be asked for has a bound.
 *
 * @param allow the methods that are allowed, of a 405; else empty
 */
record HttpAnswer(int status, String type, String body, String allow) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** RFC 9110, section 15. */
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          421, "Misdirected Request",
          431, "Request Header Fields Too Large",
          500, "Internal Server Error",
          503, "Service Unavailable");

  HttpAnswer {
    if (!REASONS.containsKey(status)) {
      throw new IllegalArgumentException("no status " + status);
    }
  }

  /** A sentence, or a few. */
  static HttpAnswer text(int status, String body) {
    return new HttpAnswer(status, PLAIN, body + "\n", "");
  }

  static HttpAnswer typed(String type, String body) {
    return new HttpAnswer(200, type, body, "");
  }

  static HttpAnswer json(Map<String, Object> fields) {
    return typed("application/json", Json.write(fields) + "\n");
  }

  static HttpAnswer notAllowed() {
    return new HttpAnswer(405, PLAIN, "this listener only reads\n", "GET, HEAD");
  }

  /** The octets; of an answer to HEAD the head alone. */
  ByteBuffer octets(boolean head) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String fields =
        "HTTP/1.1 "
            + status
            + " "
            + REASONS.get(status)
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + content.length
            + (allow.isEmpty() ? "" : "\r\nAllow: " + allow)
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff"
            + "\r\nConnection: close\r\n\r\n";
    byte[] start = fields.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer octets = ByteBuffer.allocate(start.length + (head ? 0 : content.length));
    octets.put(start);
    if (!head) {
      octets.put(content);
    }
    return octets.flip();
  }
}

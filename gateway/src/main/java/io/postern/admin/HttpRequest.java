package io.postern.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP request (RFC 9112, sections 3 and 5), as far as a listener needs it that only
 * reads: a body isn't looked at, and the connection ends with its answer.
 *
 * @param path decoded, without the query
 * @param query decoded; each key stands once
 */
record HttpRequest(String method, String path, Map<String, String> query, Optional<String> host) {
  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) (/[!-~]{0,2047}) HTTP/1\\.([01])");

  /** RFC 9110, section 5.6.2, and no line that goes on an earlier one. */
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t -~\\x80-\\xFF]*)");

  HttpRequest {
    query = Map.copyOf(query);
  }

  /**
   * Reads a head, its lines ended by CRLF and the empty line left out.
   *
   * @throws IllegalArgumentException if it isn't one; the text quotes nothing
   */
  static HttpRequest parse(String head) {
    List<String> lines = List.of(head.split("\r\n", -1));
    Matcher line = LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw new IllegalArgumentException("not an HTTP/1.1 request for a path");
    }
    Optional<String> host = Optional.empty();
    for (String field : lines.subList(1, lines.size())) {
      Matcher parts = FIELD.matcher(field);
      if (!parts.matches()) {
        throw new IllegalArgumentException("a malformed header field");
      }
      if (parts.group(1).equalsIgnoreCase("Host")) {
        if (host.isPresent()) {
          throw new IllegalArgumentException("two Host fields");
        }
        host = Optional.of(parts.group(2).strip());
      }
    }
    if (host.isEmpty() && line.group(3).equals("1")) {
      throw new IllegalArgumentException("no Host field");
    }
    String target = line.group(2);
    int mark = target.indexOf('?');
    return new HttpRequest(
        line.group(1),
        decoded(mark < 0 ? target : target.substring(0, mark)),
        mark < 0 ? Map.of() : query(target.substring(mark + 1)),
        host);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a query that isn't KEY=VALUE");
      }
      String before =
          query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      if (before != null) {
        throw new IllegalArgumentException("a key that stands twice in the query");
      }
    }
    return query;
  }

  /** Throws {@link IllegalArgumentException} for a percent sign that begins nothing. */
  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

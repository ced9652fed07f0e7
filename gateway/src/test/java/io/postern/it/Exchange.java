package io.postern.it;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client said and what it heard upon that.
 *
 * @param said for people: shortened, with the name of the connection
 * @param heard whole responses, in their order
 * @param through what is heard through the gateway instead, if that differs for a good reason
 */
record Exchange(String said, List<String> heard, Optional<Through> through) {
  Exchange {
    heard = List.copyOf(heard);
  }

  /**
   * A difference that is meant.
   *
   * @param why the reason, for the reader of the talk
   * @param lines one pattern for each response, without CRLF; nothing else is heard
   */
  record Through(String why, List<Pattern> lines) {
    Through {
      lines = List.copyOf(lines);
    }
  }
}

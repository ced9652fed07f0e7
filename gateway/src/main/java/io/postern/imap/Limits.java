package io.postern.imap;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every bound of a session, by direction (design.md, section 4). Octets unless a name says
 * otherwise; each key is the name in configuration and transcripts.
 *
 * @param clientLineBeforeLogin {@code client-line-before-login}
 * @param clientLine {@code client-line}: after login; SASL lines have it from the start
 * @param serverLineBeforeLogin {@code server-line-before-login}
 * @param serverLine {@code server-line}: without its literals
 * @param argumentBeforeLogin {@code argument-before-login}: one argument literal
 * @param argument {@code argument}: one argument literal, from either side
 * @param argumentsPerCommand {@code arguments-per-command}: all argument literals of a command
 *     together
 * @param argumentsPerResponse {@code arguments-per-response}
 * @param append {@code append}: one message literal from a client
 * @param fetch {@code fetch}: one message literal from a server; no bound but 63 bits unless
 *     configured
 * @param nesting {@code nesting}: parentheses
 * @param literals {@code literals}: literals of one command
 * @param pending {@code pending}: commands in progress at the server
 * @param unframed {@code unframed}: octets that wait behind a barrier before reading pauses
 * @param badBeforeLogin {@code bad-before-login}: BAD answers before the session ends
 * @param badAfterLogin {@code bad-after-login}
 */
public record Limits(
    int clientLineBeforeLogin,
    int clientLine,
    int serverLineBeforeLogin,
    int serverLine,
    int argumentBeforeLogin,
    int argument,
    int argumentsPerCommand,
    int argumentsPerResponse,
    long append,
    long fetch,
    int nesting,
    int literals,
    int pending,
    int unframed,
    int badBeforeLogin,
    int badAfterLogin) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** The bounds of design.md, section 4. */
  public static final Limits DEFAULT =
      new Limits(
          8 * KIB,
          64 * KIB,
          8 * KIB,
          16 * MIB,
          8 * KIB,
          64 * KIB,
          256 * KIB,
          MIB,
          100L * MIB,
          Long.MAX_VALUE,
          64,
          64,
          256,
          64 * KIB,
          10,
          50);

  /** The same bounds by key; the order is that of the documentation. */
  public Map<String, Long> byKey() {
    Map<String, Long> keys = new LinkedHashMap<>();
    keys.put("client-line-before-login", (long) clientLineBeforeLogin);
    keys.put("client-line", (long) clientLine);
    keys.put("server-line-before-login", (long) serverLineBeforeLogin);
    keys.put("server-line", (long) serverLine);
    keys.put("argument-before-login", (long) argumentBeforeLogin);
    keys.put("argument", (long) argument);
    keys.put("arguments-per-command", (long) argumentsPerCommand);
    keys.put("arguments-per-response", (long) argumentsPerResponse);
    keys.put("append", append);
    keys.put("fetch", fetch);
    keys.put("nesting", (long) nesting);
    keys.put("literals", (long) literals);
    keys.put("pending", (long) pending);
    keys.put("unframed", (long) unframed);
    keys.put("bad-before-login", (long) badBeforeLogin);
    keys.put("bad-after-login", (long) badAfterLogin);
    return keys;
  }

  /**
   * These bounds with some replaced; an unknown key or a value outside 1 to its range is an {@link
   * IllegalArgumentException}.
   */
  public Limits with(Map<String, Long> changes) {
    Map<String, Long> keys = byKey();
    changes.forEach(
        (key, value) -> {
          if (!keys.containsKey(key)) {
            throw new IllegalArgumentException("unknown limit " + key);
          }
          boolean wide = key.equals("append") || key.equals("fetch");
          if (value < 1 || (!wide && value > Integer.MAX_VALUE / 2)) {
            throw new IllegalArgumentException("limit " + key + " is out of range");
          }
          keys.put(key, value);
        });
    return new Limits(
        narrow(keys, "client-line-before-login"),
        narrow(keys, "client-line"),
        narrow(keys, "server-line-before-login"),
        narrow(keys, "server-line"),
        narrow(keys, "argument-before-login"),
        narrow(keys, "argument"),
        narrow(keys, "arguments-per-command"),
        narrow(keys, "arguments-per-response"),
        keys.get("append"),
        keys.get("fetch"),
        narrow(keys, "nesting"),
        narrow(keys, "literals"),
        narrow(keys, "pending"),
        narrow(keys, "unframed"),
        narrow(keys, "bad-before-login"),
        narrow(keys, "bad-after-login"));
  }

  private static int narrow(Map<String, Long> keys, String key) {
    return Math.toIntExact(keys.get(key));
  }
}

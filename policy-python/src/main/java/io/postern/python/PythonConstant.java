package io.postern.python;

import java.util.Arrays;
import java.util.List;

/**
 * The constants of the tradition, by their names. Their numbers are ours: the tradition doesn't
 * tell them, and a policy that writes a number in place of a name is refused.
 */
enum PythonConstant {
  IMAP_REQ_ACCEPT,
  IMAP_REQ_REJECT,
  IMAP_REQ_DROP,
  IMAP_REQ_ABORT,
  IMAP_REQ_POLICY,
  IMAP_REQ_REWRITE,
  IMAP_REQ_RESPOND,
  IMAP_RSP_ACCEPT,
  IMAP_RSP_REJECT,
  IMAP_RSP_DROP,
  IMAP_RSP_ABORT,
  IMAP_RSP_POLICY,
  IMAP_RSP_REWRITE,
  IMAP_CAP_ACCEPT,
  IMAP_CAP_DROP,
  IMAP_IS_INITIAL,
  IMAP_IS_NONAUTH,
  IMAP_IS_AUTHENTICATING,
  IMAP_IS_AUTH,
  IMAP_IS_SELECTED,
  IMAP_IS_QUIT,
  IMAP_BODY_FULL,
  IMAP_BODY_PART,
  IMAP_BODY_TEXT,
  Z_STACK_PROXY,
  Z_STACK_PROGRAM,
  Z_STACK_REMOTE,
  Z_STACK_PROVIDER,
  Z_STACK_CUSTOM,
  Z_STACK_PROXY_IN_SESSION;

  private static final List<PythonConstant> ALL = List.of(values());

  /** From 1: none of them is false. */
  int number() {
    return ordinal() + 1;
  }

  static PythonConstant of(int number) {
    return ALL.get(number - 1);
  }

  /** Name, number, name, number... as the context takes them. */
  static List<Object> pairs() {
    return ALL.stream()
        .flatMap(each -> List.<Object>of(each.name(), each.number()).stream())
        .toList();
  }

  /** The names that begin so, for a message. */
  static List<String> names(String prefix) {
    return Arrays.stream(values())
        .map(PythonConstant::name)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}

package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Octets;
import io.postern.imap.ResponseName;
import java.util.List;
import java.util.SplittableRandom;

/**
 * For tests: an endless stream of valid responses, each with the arguments that policies must see.
 * The same seed gives the same stream.
 */
public final class RandomResponses {
  /**
   * A response.
   *
   * @param octets with its literals and CRLF
   * @param name what it is
   * @param segments the arguments of its segments: one, and one more for each message literal
   */
  public record Sample(Octets octets, ResponseName name, List<List<Argument>> segments) {}

  private static final String[] PLAIN_CODES = {
    "ALERT",
    "PARSE",
    "READ-ONLY",
    "READ-WRITE",
    "TRYCREATE",
    "UIDNOTSTICKY",
    "CLOSED",
    "HASCHILDREN",
    "NOTSAVED",
    "UNKNOWN-CTE",
    "NOMODSEQ",
    "NOTIFICATIONOVERFLOW",
    "TOOBIG",
    "UNAVAILABLE",
    "AUTHENTICATIONFAILED",
    "AUTHORIZATIONFAILED",
    "EXPIRED",
    "PRIVACYREQUIRED",
    "CONTACTADMIN",
    "NOPERM",
    "INUSE",
    "EXPUNGEISSUED",
    "CORRUPTION",
    "SERVERBUG",
    "CLIENTBUG",
    "CANNOT",
    "LIMIT",
    "OVERQUOTA",
    "ALREADYEXISTS",
    "NONEXISTENT",
    "BADCHARSET",
    "INPROGRESS",
    "X-VENDOR"
  };

  private final SplittableRandom random;
  private final boolean utf8;
  private ResponseDraft draft;

  /** With {@code utf8}, strings, text and mailbox names hold UTF-8 now and then. */
  public RandomResponses(SplittableRandom random, boolean utf8) {
    this.random = random;
    this.utf8 = utf8;
    this.draft = new ResponseDraft(random, utf8);
  }

  /** Any response, under any tag of {@code [a-zA-Z0-9]}. */
  public Sample next() {
    ResponseName[] names = ResponseName.values();
    ResponseName name = names[random.nextInt(names.length)];
    return name.isTaggable() && random.nextBoolean()
        ? tagged("T" + random.nextInt(100), name)
        : untagged(name);
  }

  /** A tagged status. */
  public Sample tagged(String tag, ResponseName name) {
    begin();
    draft.raw(tag).sp().word(name.name());
    status();
    return sample(name);
  }

  /** An untagged response of that name. */
  public Sample untagged(ResponseName name) {
    begin();
    draft.raw("* ");
    switch (name) {
      case EXISTS, RECENT -> draft.anyNumber(32, 0).sp().word(name.name());
      case EXPUNGE -> draft.anyNumber(32, 1).sp().word(name.name());
      case FETCH -> new RandomFetch(random, draft).write();
      default -> {
        draft.word(name.name());
        data(name);
      }
    }
    return sample(name);
  }

  private void begin() {
    draft = new ResponseDraft(random, utf8);
  }

  private Sample sample(ResponseName name) {
    draft.raw("\r\n");
    return new Sample(Octets.copyOf(draft.octets()), name, draft.segments());
  }

  private void data(ResponseName name) {
    switch (name) {
      case OK, NO, BAD, BYE, PREAUTH -> status();
      case CAPABILITY -> capabilities(1);
      case ENABLED -> capabilities(0);
      case ID -> id();
      case NAMESPACE -> draft.times(3, 3, () -> namespace());
      case LIST -> list(true);
      case LSUB -> list(false);
      case STATUS -> mailboxStatus();
      case SEARCH -> draft.times(0, 6, () -> draft.sp().anyNumber(32, 1));
      case ESEARCH -> extendedSearch();
      case FLAGS -> {
        draft.sp();
        draft.flags();
      }
      case VANISHED -> {
        if (random.nextBoolean()) {
          draft.raw(" ").open().keyword("EARLIER").close();
        }
        draft.sp().set(false);
      }
      case EXISTS, RECENT, EXPUNGE, FETCH -> throw new IllegalArgumentException();
    }
  }

  private void status() {
    draft.sp();
    if (random.nextBoolean()) {
      draft.openBracket();
      code();
      draft.close().sp();
    }
    draft.statusText(draft.anyStatusText());
  }

  private void code() {
    switch (random.nextInt(16)) {
      case 0 -> draft.keyword("UIDVALIDITY").sp().anyNumber(32, 1);
      case 1 -> draft.keyword("UIDNEXT").sp().anyNumber(32, 1);
      case 2 -> draft.keyword("UNSEEN").sp().anyNumber(32, 1);
      case 3 -> draft.keyword("HIGHESTMODSEQ").sp().anyNumber(63, 1);
      case 4 -> draft.keyword("APPENDUID").sp().anyNumber(32, 1).sp().set(false);
      case 5 -> draft.keyword("COPYUID").sp().anyNumber(32, 1).sp().set(false).sp().set(false);
      case 6 -> draft.keyword("MODIFIED").sp().set(true);
      case 7 -> {
        draft.keyword("CAPABILITY");
        capabilities(1);
      }
      case 8 -> {
        draft.keyword("PERMANENTFLAGS").sp();
        draft.list(0, 4, () -> anyPermanentFlag());
      }
      case 9 -> {
        draft.keyword("BADCHARSET").sp();
        draft.list(1, 3, () -> draft.shown("UTF-" + random.nextInt(9)));
      }
      case 10 -> progress();
      case 11 -> draft.keyword("NOUPDATE").sp().quoted("tag" + random.nextInt(9));
      case 12 -> draft.keyword("REFERRAL").sp().shown("imap://u;AUTH=*@host.example/m%20b");
      case 13 ->
          draft
              .keyword("BADURL")
              .sp()
              .shown("/INBOX;UID=" + draft.anyAtom().replaceAll("[\\[{}]", "") + " x");
      case 14 -> draft.keyword("XCODE").sp().shown("some (free text, 5 words");
      default -> draft.keyword(PLAIN_CODES[random.nextInt(PLAIN_CODES.length)]);
    }
  }

  private void anyPermanentFlag() {
    if (random.nextInt(4) == 0) {
      draft.flag("\\*");
    } else {
      draft.flag(random.nextBoolean() ? "\\Seen" : "$k" + random.nextInt(9));
    }
  }

  private void progress() {
    draft.keyword("INPROGRESS").sp().open();
    if (random.nextBoolean()) {
      draft.quoted("A142").sp();
    } else {
      draft.nil().sp();
    }
    if (random.nextInt(3) == 0) {
      draft.nil().sp().nil();
    } else {
      draft.anyNumber(32, 0).sp();
      if (random.nextBoolean()) {
        draft.anyNumber(32, 1);
      } else {
        draft.nil();
      }
    }
    draft.close();
  }

  private void capabilities(int least) {
    String[] names = {"IMAP4rev1", "IMAP4rev2", "AUTH=PLAIN", "LITERAL+", "IDLE", "X-1"};
    draft.times(least, 6, () -> draft.sp().keyword(names[random.nextInt(names.length)]));
  }

  private void id() {
    draft.sp();
    if (random.nextInt(4) == 0) {
      draft.nil();
    } else {
      draft.list(0, 3, () -> draft.anyString().sp().nstring());
    }
  }

  private void namespace() {
    draft.sp();
    if (random.nextInt(3) == 0) {
      draft.nil();
      return;
    }
    draft.open();
    draft.times(
        1,
        2,
        () -> {
          draft.open().anyString().sp();
          delimiter();
          draft.times(
              0,
              1,
              () -> {
                draft.sp().anyString().sp();
                draft.list(1, 2, () -> draft.anyString());
              });
          draft.close();
        });
    draft.close();
  }

  private void delimiter() {
    if (random.nextInt(5) == 0) {
      draft.nil();
    } else {
      draft.quoted(random.nextInt(4) == 0 ? "\\" : random.nextBoolean() ? "/" : ".");
    }
  }

  private void list(boolean extended) {
    draft.sp();
    draft.list(0, 3, () -> draft.flag(random.nextBoolean() ? "\\HasNoChildren" : "\\Sent"));
    draft.sp();
    delimiter();
    draft.sp().mailbox();
    if (!extended || random.nextBoolean()) {
      return;
    }
    draft.sp();
    draft.list(0, 2, () -> extendedItem());
  }

  private void extendedItem() {
    switch (random.nextInt(4)) {
      case 0 -> draft.raw("\"").keyword("OLDNAME").raw("\" ").open().mailbox().close();
      case 1 -> {
        draft.keyword("CHILDINFO").sp();
        draft.list(1, 2, () -> draft.quoted("SUBSCRIBED"));
      }
      case 2 ->
          draft.keyword("X-SET").sp().open().astring("a").sp().open().astring("b]").close().close();
      default -> draft.keyword("X-NUMBER").sp().anyNumber(63, 0);
    }
  }

  private void mailboxStatus() {
    draft.sp().mailbox().sp();
    draft.list(
        0,
        4,
        () -> {
          switch (random.nextInt(4)) {
            case 0 -> draft.keyword("MESSAGES").sp().anyNumber(32, 0);
            case 1 -> draft.keyword("UIDNEXT").sp().anyNumber(32, 1);
            case 2 -> draft.keyword("SIZE").sp().anyNumber(63, 0);
            default -> draft.keyword("DELETED").sp().anyNumber(32, 0);
          }
        });
  }

  private void extendedSearch() {
    if (random.nextBoolean()) {
      draft.sp().open().keyword("TAG").sp().astring("a" + random.nextInt(99)).close();
    }
    if (random.nextBoolean()) {
      draft.sp().keyword("UID");
    }
    draft.times(
        0,
        3,
        () -> {
          draft.sp();
          switch (random.nextInt(4)) {
            case 0 -> draft.keyword("MIN").sp().anyNumber(32, 1);
            case 1 -> draft.keyword("MAX").sp().anyNumber(32, 1);
            case 2 -> draft.keyword("COUNT").sp().anyNumber(32, 0);
            default -> draft.keyword("ALL").sp().set(true);
          }
        });
  }
}

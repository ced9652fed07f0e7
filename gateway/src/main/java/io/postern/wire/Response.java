package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import io.postern.imap.CodeName;
import io.postern.imap.FetchKind;
import io.postern.imap.ResponseName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A view of the response in a frame: spans of octets and facts; values are made when somebody asks.
 * It lives as long as the frame's line; behind a streamed literal it speaks of the segment that
 * follows (kind, name and number stay).
 *
 * <p>The parser writes its findings by the methods called {@code note}.
 */
public final class Response {
  /** The first alternative of the grammar. */
  public enum Kind {
    CONTINUATION,
    TAGGED,
    UNTAGGED,
    /** Untagged and of no known name; soundly framed. */
    UNKNOWN
  }

  private static final int ABSENT = -1;

  private Frame frame = new Frame();
  private Syntax syntax = Syntax.STRICT;
  private ResponseParser.Outcome outcome = ResponseParser.Outcome.UNGRAMMATICAL;
  private Kind kind = Kind.UNKNOWN;

  /** Null where there is none: an Optional would be an allocation a line. */
  private ResponseName name;

  private long number;
  private int nameToken;
  private int firstToken;
  private int endToken;
  private int fetchKinds;
  private int quirks;
  private int codeToken;
  private int codeNameEnd;
  private int codeEndToken;
  private Optional<CodeName> codeName = Optional.empty();
  private int textToken;
  private int capabilityFirst;
  private int capabilityEnd;
  private int tagReferenceFirst;
  private int tagReferenceEnd;
  private boolean earlier;
  private boolean continuesList;

  Response() {}

  public Kind kind() {
    return kind;
  }

  /** TAGGED: the tag as sent by the server. */
  public String tag() {
    if (kind != Kind.TAGGED) {
      throw new IllegalStateException("no tag");
    }
    return TokenText.raw(frame, 0, nameToken);
  }

  /** TAGGED: the offset behind the tag; a line begins with it. */
  public int tagEnd() {
    if (kind != Kind.TAGGED) {
      throw new IllegalStateException("no tag");
    }
    return TokenText.outerEnd(frame, nameToken - 1);
  }

  /** Not for CONTINUATION and UNKNOWN. */
  public ResponseName name() {
    if (name == null) {
      throw new IllegalStateException("no name");
    }
    return name;
  }

  /** The number before EXISTS, RECENT, EXPUNGE, FETCH; else -1. */
  public long number() {
    return number;
  }

  /**
   * FETCH: the {@link io.postern.imap.FetchKind} bits of the items in this segment (for HEAD: up to
   * the announced literal).
   */
  public int fetchKinds() {
    return fetchKinds;
  }

  /** Bits of the {@link io.postern.imap.Quirk}s (1 &lt;&lt; ordinal) that the segment needed. */
  public int quirks() {
    return quirks;
  }

  /** Whether a status carries a response code; a continuation's is part of its text. */
  public boolean hasCode() {
    return codeToken != ABSENT;
  }

  /** The code's name if the engine knows it. */
  public Optional<CodeName> codeName() {
    return codeName;
  }

  /** The code's name as sent, in upper case: for look-ups of unknown codes. */
  public String codeText() {
    return Ascii.upper(TokenText.raw(frame, present(codeToken) + 1, codeNameEnd));
  }

  /** Where the code begins, with its bracket. */
  public int codeStart() {
    return frame.start(present(codeToken));
  }

  /** The offset behind the code's closing bracket. */
  public int codeEnd() {
    return frame.end(present(codeEndToken));
  }

  /**
   * Where the human-readable text of a status, or the text of a continuation, begins; the line's
   * end if there is none.
   */
  public int textStart() {
    return textToken == ABSENT ? frame.length() - 2 : frame.start(textToken);
  }

  public int textEnd() {
    return textToken == ABSENT ? frame.length() - 2 : frame.end(textToken);
  }

  /**
   * Whether the text begins with a bracket, or a lenient reader that skips SP and controls would
   * think so. Behind a code that is sound; where the code is taken away such text would be one.
   */
  public boolean textPassesForCode() {
    int start = textStart();
    while (start < textEnd() && frame.array()[start] >= 0 && frame.array()[start] <= ' ') {
      start++;
    }
    return start < textEnd() && frame.array()[start] == '[';
  }

  /** CAPABILITY data or code, or ENABLED: the names in upper case. */
  public List<String> capabilities() {
    List<String> names = capabilitiesAsSent();
    names.replaceAll(Ascii::upper);
    return names;
  }

  /** The same names in the server's letters: some clients know IMAP4rev1 in that case only. */
  public List<String> capabilitiesAsSent() {
    List<String> names = new ArrayList<>();
    if (capabilityFirst != ABSENT) {
      int token = capabilityFirst;
      while (token < capabilityEnd) {
        int next = TokenText.behind(frame, token, capabilityEnd);
        names.add(TokenText.raw(frame, token, next));
        token = next;
      }
    }
    return names;
  }

  /** Where the names of {@link #capabilities} begin: the first octet of the first name. */
  public int capabilitiesStart() {
    return capabilityFirst == ABSENT ? frame.length() - 2 : frame.start(capabilityFirst);
  }

  /** The offset behind the last name. */
  public int capabilitiesEnd() {
    return capabilityFirst == ABSENT ? frame.length() - 2 : frame.end(capabilityEnd - 1);
  }

  /** How many tag references the segment holds. */
  public int tagReferences() {
    return tagReferenceFirst == ABSENT ? 0 : 1;
  }

  /** The tag that the reference names. */
  public String tagReference(int index) {
    return TokenText.of(frame, reference(index), tagReferenceEnd);
  }

  /** The whole string as it stands in the frame, with quotes or with its literal's marker. */
  public int tagReferenceStart(int index) {
    return TokenText.outerStart(frame, reference(index));
  }

  public int tagReferenceEnd(int index) {
    reference(index);
    return TokenText.outerEnd(frame, tagReferenceEnd - 1);
  }

  /** VANISHED (EARLIER). */
  public boolean earlier() {
    return earlier;
  }

  /**
   * The arguments in the form of policies; tags in them as sent. At HEAD: ends with the literal,
   * open lists closed; behind it: the items of the segment in a list of their own. Not for what the
   * parser hasn't accepted, nor for UNKNOWN.
   */
  public List<Argument> arguments() {
    boolean accepted =
        outcome == ResponseParser.Outcome.WHOLE || outcome == ResponseParser.Outcome.HEAD;
    if (!accepted || kind == Kind.UNKNOWN) {
      throw new IllegalStateException("nothing accepted");
    }
    return ResponseArguments.of(this);
  }

  Frame frame() {
    return frame;
  }

  boolean utf8() {
    return syntax.utf8();
  }

  /** Whether the segment goes on in a list that an earlier one opened. */
  boolean continuesList() {
    return continuesList;
  }

  /** The segment's first token behind name and number. */
  int firstToken() {
    return firstToken;
  }

  /** Behind the segment's last token. */
  int endToken() {
    return endToken;
  }

  private static int present(int token) {
    if (token == ABSENT) {
      throw new IllegalStateException("absent");
    }
    return token;
  }

  private int reference(int index) {
    return present(index == 0 ? tagReferenceFirst : ABSENT);
  }

  /** A new response. */
  void begin(Frame newFrame, Syntax newSyntax) {
    kind = Kind.UNKNOWN;
    name = null;
    number = -1;
    nameToken = 0;
    segment(newFrame, 0, false, newSyntax);
  }

  /** A new segment of the response; it begins at that token. */
  void segment(Frame newFrame, int token, boolean inList, Syntax newSyntax) {
    frame = newFrame;
    syntax = newSyntax;
    firstToken = token;
    continuesList = inList;
    fetchKinds = 0;
    quirks = 0;
    codeToken = ABSENT;
    codeNameEnd = ABSENT;
    codeEndToken = ABSENT;
    codeName = Optional.empty();
    textToken = ABSENT;
    capabilityFirst = ABSENT;
    capabilityEnd = ABSENT;
    tagReferenceFirst = ABSENT;
    tagReferenceEnd = ABSENT;
    earlier = false;
  }

  void judged(ResponseParser.Outcome newOutcome, int newQuirks) {
    outcome = newOutcome;
    quirks = newQuirks;
    endToken = frame.tokens();
  }

  void noteContinuation() {
    kind = Kind.CONTINUATION;
  }

  void noteTagged(int token, ResponseName newName) {
    kind = Kind.TAGGED;
    nameToken = token;
    name = newName;
  }

  void noteUntagged(ResponseName newName) {
    kind = Kind.UNTAGGED;
    name = newName;
  }

  void noteNumber(long newNumber) {
    number = newNumber;
  }

  void noteFetchKind(FetchKind fetchKind) {
    fetchKinds |= fetchKind.bit();
  }

  void noteText(int token) {
    textToken = token;
  }

  void noteCode(int bracket, int behindName, Optional<CodeName> known) {
    codeToken = bracket;
    codeNameEnd = behindName;
    codeName = known;
  }

  void noteCodeEnd(int bracket) {
    codeEndToken = bracket;
  }

  void noteCapability(int first, int behind) {
    if (capabilityFirst == ABSENT) {
      capabilityFirst = first;
    }
    capabilityEnd = behind;
  }

  void noteTagReference(int first, int behind) {
    tagReferenceFirst = first;
    tagReferenceEnd = behind;
  }

  void noteEarlier() {
    earlier = true;
  }
}

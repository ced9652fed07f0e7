package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Violation;

/**
 * The framer's lexer: notes the tokens of a line while its octets pass, whatever the pieces that
 * they come in.
 *
 * <p>It looks at the input where it lies and speaks of offsets in the frame, into which the framer
 * copies each piece afterwards in one go. One table look-up an octet; nothing is allocated.
 */
final class Lexer {
  /** What {@link #scan} met. */
  enum Outcome {
    /** The piece is used up. */
    MORE,
    LINE,
    /** A literal's marker with its CRLF: see {@link #marker}. */
    LITERAL,
    VIOLATION
  }

  // The table: Ascii's classes in the low eight bits, then where runs of octets stop, then the kind
  // of a token of one octet.
  private static final int CLASSES = 0xFF;
  private static final int STOPS_ATOM = 1 << 8;
  private static final int STOPS_QUOTED = 1 << 9;
  private static final int STOPS_TEXT = 1 << 10;
  private static final int KIND_SHIFT = 16;
  private static final int[] TABLE = new int[256];

  static {
    for (int c = 0; c < 256; c++) {
      TABLE[c] = Ascii.of(c);
    }
    for (char c : new char[] {' ', '(', ')', '[', ']', '"', '{', '\r', '\n', 0}) {
      TABLE[c] |= STOPS_ATOM;
    }
    for (char c : new char[] {'"', '\\', '\r', '\n', 0}) {
      TABLE[c] |= STOPS_QUOTED;
    }
    for (char c : new char[] {'\r', '\n', 0}) {
      TABLE[c] |= STOPS_TEXT;
    }
    TABLE['('] |= Frame.OPEN << KIND_SHIFT;
    TABLE[')'] |= Frame.CLOSE << KIND_SHIFT;
    TABLE['['] |= Frame.OPEN_BRACKET << KIND_SHIFT;
    TABLE[']'] |= Frame.CLOSE_BRACKET << KIND_SHIFT;
  }

  /** Where in the grammar of lines the next octet stands. */
  private enum State {
    /** The first octet of a server's line: {@code +} or not. */
    FIRST,
    GAP,
    ATOM,
    QUOTED,
    ESCAPE,
    /** Behind a status word: one SP, then a code or text. */
    AFTER_STATUS,
    /** Behind a status word and one SP: {@code [} begins a code. */
    BEFORE_CODE,
    /** Behind {@code +} or a code's bracket: one SP may stand before the text. */
    BEFORE_TEXT,
    TEXT,
    PLAIN,
    /** Behind an opening brace. */
    MARKER,
    CR
  }

  /** Which word of a server's line is being read; the second decides whether the rest is text. */
  private enum Word {
    FIRST,
    SECOND,
    LATER
  }

  private final boolean server;
  private final Frame frame;
  private State state;
  private Word word;
  private int tokenStart;
  private int tokenClasses;
  private int spaces;

  /** Whether the frame's first octet stands behind a streamed literal of the same line. */
  private boolean continues;

  /**
   * Inside a response code: it ends at the first closing bracket outside quotes (RFC 9051, section
   * 9).
   */
  private boolean inCode;

  private final LiteralMarker marker;
  private int stopped;
  private Violation.Kind kind = Violation.Kind.LITERAL_MARKER;

  Lexer(Framer.Side side, Frame frame) {
    this.server = side == Framer.Side.SERVER;
    this.marker = new LiteralMarker(!server);
    this.frame = frame;
    beginLine();
  }

  void beginLine() {
    begin(server ? State.FIRST : State.GAP);
  }

  void beginPlain() {
    begin(State.PLAIN);
  }

  /** The frame has been cleared behind a literal's marker; the line goes on. */
  void beginSegment() {
    continues = true;
  }

  private void begin(State first) {
    continues = false;
    state = first;
    word = server ? Word.FIRST : Word.LATER;
    spaces = 0;
    inCode = false;
  }

  /** Behind the last {@link #scan}: the index of the first octet that wasn't used. */
  int stopped() {
    return stopped;
  }

  /** What the last VIOLATION was. */
  Violation.Kind kind() {
    return kind;
  }

  /** Behind LITERAL: what was announced. */
  LiteralMarker marker() {
    return marker;
  }

  /** Lexes {@code in[from, end)}, which will stand at the frame's end. */
  Outcome scan(byte[] in, int from, int end) {
    int delta = frame.length() - from;
    int i = from;
    while (i < end) {
      switch (state) {
        case GAP -> {
          if (!inCode) {
            i = tokens(in, i, end, delta);
            if (i == end || state != State.GAP) {
              break;
            }
          }
          int t = TABLE[in[i] & 0xFF];
          if ((t & STOPS_ATOM) == 0) {
            tokenStart = i + delta;
            tokenClasses = t;
            state = State.ATOM;
            i++;
          } else if (in[i] == ' ') {
            i++;
            spaces++;
            nextWord();
          } else {
            Violation.Kind broken = special(in[i], i + delta);
            if (broken != null) {
              return violation(broken, i);
            }
            i++;
          }
        }
        case ATOM -> {
          int classes = tokenClasses;
          int t = 0;
          while (i < end && ((t = TABLE[in[i] & 0xFF]) & STOPS_ATOM) == 0) {
            classes |= t;
            i++;
          }
          tokenClasses = classes;
          if (i == end) {
            break;
          }
          if (in[i] == '{') {
            if (inCode) {
              i++; // Text announces nothing, and a code is text to the ABNF's last alternative.
              break;
            }
            if (!startsLiteral8(in, i, delta)) {
              return violation(Violation.Kind.LITERAL_MARKER, i);
            }
            marker.begin(true);
            state = State.MARKER;
            behindWord();
            i++;
            break;
          }
          if (word == Word.SECOND) {
            word = Word.LATER;
            if ((in[i] == ' ' || in[i] == '\r') && isStatus(in, i, delta)) {
              add(Frame.ATOM, tokenStart, i + delta);
              state = State.AFTER_STATUS;
              break;
            }
          }
          add(Frame.ATOM, tokenStart, i + delta);
          state = State.GAP;
        }
        case QUOTED -> {
          int classes = tokenClasses;
          int t = 0;
          while (i < end && ((t = TABLE[in[i] & 0xFF]) & STOPS_QUOTED) == 0) {
            classes |= t;
            i++;
          }
          tokenClasses = classes;
          if (i == end) {
            break;
          }
          switch (in[i]) {
            case '"' -> {
              add(Frame.QUOTED, tokenStart, i + delta);
              state = State.GAP;
              // A piece that ended within it came here from the hot path, which hadn't counted it.
              behindWord();
            }
            case '\\' -> {
              tokenClasses |= Ascii.BACKSLASH;
              state = State.ESCAPE;
            }
            case '\n' -> {
              return violation(Violation.Kind.BARE_LF, i);
            }
            case 0 -> {
              return violation(Violation.Kind.NUL, i);
            }
            default -> {
              return violation(Violation.Kind.UNTERMINATED_QUOTE, i);
            }
          }
          i++;
        }
        case ESCAPE -> {
          if (in[i] != '"' && in[i] != '\\') {
            return violation(Violation.Kind.BAD_ESCAPE, i);
          }
          state = State.QUOTED;
          i++;
        }
        case FIRST -> {
          if (in[i] == '+') {
            frame.add(Frame.ATOM, i + delta, i + delta + 1, Ascii.of('+'), 0);
            state = State.BEFORE_TEXT;
            i++;
          } else {
            state = State.GAP;
          }
        }
        case AFTER_STATUS -> {
          if (in[i] == '\r') {
            state = State.CR;
          } else {
            spaces = 1; // A status word is one only before SP or CR.
            state = State.BEFORE_CODE;
          }
          i++;
        }
        case BEFORE_CODE -> {
          if (in[i] == '[') {
            inCode = true;
            add(Frame.OPEN_BRACKET, i + delta, i + delta + 1, Ascii.ATOM);
            state = State.GAP;
            i++;
          } else {
            beginText(i + delta);
          }
        }
        case BEFORE_TEXT -> {
          if (in[i] == '\r') {
            state = State.CR;
            i++;
            break;
          }
          if (in[i] == ' ') {
            spaces = 1;
            i++;
          }
          beginText(i + delta);
        }
        case TEXT, PLAIN -> {
          int classes = tokenClasses;
          int t = 0;
          while (i < end && ((t = TABLE[in[i] & 0xFF]) & STOPS_TEXT) == 0) {
            classes |= t;
            i++;
          }
          tokenClasses = classes;
          if (i == end) {
            break;
          }
          if (in[i] != '\r') {
            return violation(in[i] == 0 ? Violation.Kind.NUL : Violation.Kind.BARE_LF, i);
          }
          if (state == State.TEXT) {
            add(Frame.TEXT, tokenStart, i + delta);
          }
          state = State.CR;
          i++;
        }
        case MARKER -> {
          switch (marker.read(in[i])) {
            case MORE -> i++;
            case BROKEN -> {
              return violation(marker.kind(), i);
            }
            case WHOLE -> {
              i++;
              add(Frame.MARKER, i + delta, i + delta, 0);
              state = State.GAP;
              stopped = i;
              return Outcome.LITERAL;
            }
          }
        }
        case CR -> {
          if (in[i] != '\n') {
            return violation(Violation.Kind.BARE_CR, i);
          }
          i++;
          frame.spacesAtEnd(spaces);
          stopped = i;
          return Outcome.LINE;
        }
      }
    }
    stopped = i;
    return Outcome.MORE;
  }

  /**
   * The hot path: octets from a gap on, up to one that it leaves to {@link #scan}. It knows atoms,
   * plain quoted strings, parentheses and brackets.
   *
   * <p>Its shape is measured (docs/performance.md): the end of the piece leaves the inner loops by
   * a return of its own, and the SP behind an atom doesn't go the long way round.
   */
  private int tokens(byte[] in, int from, int end, int delta) {
    int i = from;
    int gap = spaces;
    boolean later = word == Word.LATER;
    while (i < end) {
      int t = TABLE[in[i] & 0xFF];
      if ((t & STOPS_ATOM) == 0) {
        int start = i;
        int classes = 0;
        do {
          classes |= t;
          if (++i >= end) {
            resume(State.ATOM, start + delta, classes, gap);
            return i;
          }
          t = TABLE[in[i] & 0xFF];
        } while ((t & STOPS_ATOM) == 0);
        if (in[i] == '{' || (!later && mayBeStatus(classes, i - start))) {
          resume(State.ATOM, start + delta, classes, gap);
          return i;
        }
        frame.add(Frame.ATOM, start + delta, i + delta, classes & CLASSES, gap);
        gap = 0;
        if (!later) {
          later = behindWord();
        }
        if (in[i] == ' ') {
          gap = 1;
          i++;
          if (!later) {
            nextWord();
          }
        }
      } else if (in[i] == ' ') {
        gap++;
        i++;
        if (!later) {
          nextWord();
        }
      } else if (t >>> KIND_SHIFT != 0) {
        frame.add(t >>> KIND_SHIFT, i + delta, i + delta + 1, t & CLASSES, gap);
        gap = 0;
        i++;
        if (!later) {
          later = behindWord();
        }
      } else if (in[i] == '"') {
        int start = i + 1;
        int classes = 0;
        t = 0;
        do {
          classes |= t;
          if (++i >= end) {
            resume(State.QUOTED, start + delta, classes, gap);
            return i;
          }
          t = TABLE[in[i] & 0xFF];
        } while ((t & STOPS_QUOTED) == 0);
        if (in[i] != '"') {
          resume(State.QUOTED, start + delta, classes, gap);
          return i;
        }
        frame.add(Frame.QUOTED, start + delta, i + delta, classes & CLASSES, gap);
        gap = 0;
        i++;
        if (!later) {
          later = behindWord();
        }
      } else {
        break;
      }
    }
    spaces = gap;
    return i;
  }

  /**
   * Whether an atom is the second word of a server's line and could be OK, NO, BAD, BYE, PREAUTH.
   */
  private boolean mayBeStatus(int classes, int length) {
    return word == Word.SECOND && (classes & Ascii.DIGIT) == 0 && length <= 7;
  }

  /** SP was read. */
  private void nextWord() {
    if (word == Word.FIRST && frame.tokens() > 0) {
      word = Word.SECOND;
    }
  }

  /** A token was read that isn't a status word; true if none can follow. */
  private boolean behindWord() {
    if (word == Word.SECOND) {
      word = Word.LATER;
    }
    return word == Word.LATER;
  }

  /** What {@link #scan} goes on with. */
  private void resume(State next, int start, int classes, int gap) {
    state = next;
    tokenStart = start;
    tokenClasses = classes;
    spaces = gap;
  }

  private void beginText(int at) {
    tokenStart = at;
    tokenClasses = 0;
    state = State.TEXT;
  }

  /** In a gap, an octet that neither begins an atom nor is SP; null if it is sound. */
  private Violation.Kind special(byte c, int at) {
    switch (c) {
      case '(' -> add(Frame.OPEN, at, at + 1, 0);
      case ')' -> add(Frame.CLOSE, at, at + 1, 0);
      case '[' -> add(Frame.OPEN_BRACKET, at, at + 1, Ascii.ATOM);
      case ']' -> {
        add(Frame.CLOSE_BRACKET, at, at + 1, Ascii.RESP_SPECIAL);
        if (inCode) {
          inCode = false;
          state = State.BEFORE_TEXT;
        }
      }
      case '"' -> {
        tokenStart = at + 1;
        tokenClasses = 0;
        state = State.QUOTED;
      }
      case '{' -> {
        if (inCode) {
          tokenStart = at;
          tokenClasses = 0;
          state = State.ATOM;
        } else if (beginsToken()) {
          marker.begin(false);
          state = State.MARKER;
        } else {
          return Violation.Kind.LITERAL_MARKER;
        }
      }
      case '\r' -> state = State.CR;
      case '\n' -> {
        return Violation.Kind.BARE_LF;
      }
      default -> {
        return Violation.Kind.NUL;
      }
    }
    if (word == Word.SECOND && c != '\r') {
      word = Word.LATER;
    }
    return null;
  }

  /**
   * Whether what comes now is a token of its own: behind SP or an opening parenthesis, and not the
   * line's first.
   */
  private boolean beginsToken() {
    int last = frame.tokens() - 1;
    if (last < 0) {
      return continues && spaces > 0;
    }
    return spaces > 0 || frame.kind(last) == Frame.OPEN;
  }

  /** Whether the atom before the brace at {@code i} is a whole {@code ~}. */
  private boolean startsLiteral8(byte[] in, int i, int delta) {
    return i + delta - tokenStart == 1 && beginsToken() && octet(in, tokenStart, delta) == '~';
  }

  /** {@code OK NO BAD BYE PREAUTH} in any case: what follows is for people. */
  private boolean isStatus(byte[] in, int i, int delta) {
    int length = i + delta - tokenStart;
    return switch (length) {
      case 2 ->
          switch (upper(in, 0, delta)) {
            case 'O' -> upper(in, 1, delta) == 'K';
            case 'N' -> upper(in, 1, delta) == 'O';
            default -> false;
          };
      case 3 -> matches(in, delta, "BAD") || matches(in, delta, "BYE");
      case 7 -> matches(in, delta, "PREAUTH");
      default -> false;
    };
  }

  private boolean matches(byte[] in, int delta, String text) {
    for (int k = 0; k < text.length(); k++) {
      if (upper(in, k, delta) != text.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  private int upper(byte[] in, int index, int delta) {
    return Ascii.upper(octet(in, tokenStart + index, delta));
  }

  /** An octet of the token being read, which may have begun in an earlier piece. */
  private byte octet(byte[] in, int at, int delta) {
    return at < frame.length() ? frame.array()[at] : in[at - delta];
  }

  private void add(byte tokenKind, int start, int end) {
    add(tokenKind, start, end, tokenClasses & CLASSES);
  }

  private void add(byte tokenKind, int start, int end, int classes) {
    frame.add(tokenKind, start, end, classes, spaces);
    spaces = 0;
  }

  private Outcome violation(Violation.Kind broken, int at) {
    kind = broken;
    stopped = at;
    return Outcome.VIOLATION;
  }
}

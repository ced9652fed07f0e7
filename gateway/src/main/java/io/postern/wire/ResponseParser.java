package io.postern.wire;

import io.postern.imap.Limits;
import io.postern.imap.ResponseName;

/**
 * The grammar of responses (RFC 9051 section 7, RFC 3501 section 7), written once: it validates
 * every token of a frame without allocating, notes roles beside the tokens, and leaves its findings
 * in one reused {@link Response}.
 *
 * <p>A response that is cut by literals comes in several calls. Behind each the parser remembers
 * where the grammar goes on and how far it has counted parentheses, so that no token is looked at
 * more than twice, however many literals there are.
 */
public final class ResponseParser {
  /** What a frame is by the grammar. */
  public enum Outcome {
    /** A whole response, or the rest of one behind a streamed literal. */
    WHOLE,
    /**
     * A valid beginning of a FETCH response up to an announced message literal, which is to be
     * streamed.
     */
    HEAD,
    /** The announced literal is an argument: hold it (nothing has been validated yet). */
    ARGUMENT,
    /**
     * Soundly framed, but not by the grammar; {@link Response#name} is known where {@link
     * Response#kind} isn't UNKNOWN.
     */
    UNGRAMMATICAL
  }

  private final TokenCursor cursor;
  private final Response response = new Response();
  private final int nesting;
  private final ResponseHead head;
  private final ServerGrammar server;
  private final StatusGrammar status;
  private final ListGrammar lists;
  private final SearchGrammar searches;
  private final FetchGrammar fetches;

  /** A response is in progress: the next call continues it. */
  private boolean begun;

  /** The response in progress is beyond help; its remaining segments aren't looked at. */
  private boolean broken;

  /** The grammar goes on in a FETCH list, behind message data. */
  private boolean behindData;

  /** The frame's filling that the token numbers below speak of. */
  private int filling;

  /** The token at which the grammar goes on. */
  private int resume;

  /**
   * How far parentheses have been counted for {@link #announcesData}, and how many are open there.
   */
  private int counted;

  private int openParentheses;

  /** Tokens looked at since the parser was made: what a test of linearity counts. */
  private long steps;

  public ResponseParser(Limits limits) {
    nesting = limits.nesting();
    cursor = new TokenCursor(nesting);
    head = new ResponseHead(cursor, response);
    server = new ServerGrammar(cursor, response);
    status = new StatusGrammar(cursor, response, server);
    lists = new ListGrammar(cursor);
    searches = new SearchGrammar(cursor, response);
    fetches = new FetchGrammar(cursor, response);
  }

  /**
   * At {@link Framer.Event#LINE} (announced false) or {@link Framer.Event#LITERAL} (announced
   * true).
   */
  public Outcome parse(Frame frame, boolean announced, Syntax syntax) {
    if (!begun) {
      begin(frame, syntax);
    } else {
      if (filling != frame.filling()) {
        filling = frame.filling();
        resume = 0;
        counted = 0;
        openParentheses = behindData ? 1 : 0;
      }
      response.segment(frame, resume, behindData, syntax);
    }
    begun = announced;
    Outcome outcome = broken ? Outcome.UNGRAMMATICAL : segment(frame, announced, syntax);
    broken = outcome == Outcome.UNGRAMMATICAL;
    response.judged(outcome, cursor.quirks());
    return outcome;
  }

  /** The findings of the last {@link #parse}: valid until the frame is cleared. */
  public Response response() {
    return response;
  }

  /** Forgets a response that will not be continued: the next call begins a new one. */
  public void reset() {
    begun = false;
    cursor.forget();
  }

  long steps() {
    return steps;
  }

  private void begin(Frame frame, Syntax syntax) {
    filling = frame.filling();
    broken = false;
    behindData = false;
    counted = 0;
    openParentheses = 0;
    response.begin(frame, syntax);
    cursor.start(frame, 0, 0, false, syntax);
    broken = !head.read(frame);
    resume = cursor.at();
    response.segment(frame, resume, false, syntax);
  }

  private Outcome segment(Frame frame, boolean announced, Syntax syntax) {
    if (announced) {
      if (response.kind() == Response.Kind.UNKNOWN) {
        return Outcome.UNGRAMMATICAL;
      }
      if (!announcesData(frame)) {
        return Outcome.ARGUMENT;
      }
    }
    steps += frame.tokens() - resume;
    cursor.start(frame, resume, behindData ? 1 : 0, announced, syntax);
    if (!grammar() || (announced && !fetches.atLiteral())) {
      return Outcome.UNGRAMMATICAL;
    }
    if (!announced) {
      return Outcome.WHOLE;
    }
    behindData = true;
    resume = cursor.at();
    return Outcome.HEAD;
  }

  /**
   * Whether the literal that is announced is a message's: counts parentheses from where the last
   * call stopped.
   */
  private boolean announcesData(Frame frame) {
    int marker = frame.tokens() - 1;
    if (response.name() != ResponseName.FETCH) {
      return false;
    }
    for (int token = Math.max(counted, resume); token < marker; token++) {
      steps++;
      switch (frame.kind(token)) {
        case Frame.OPEN -> openParentheses++;
        case Frame.CLOSE -> openParentheses--;
        default -> {
          // Only parentheses count.
        }
      }
    }
    counted = marker;
    return openParentheses == 1 && FetchGrammar.announcesData(frame, marker);
  }

  private boolean grammar() {
    return switch (response.kind()) {
      case CONTINUATION -> status.behindPlus() && cursor.lineEnd();
      case TAGGED -> status.behindStatus() && cursor.lineEnd();
      case UNTAGGED -> data(response.name()) && (fetches.atLiteral() || cursor.lineEnd());
      case UNKNOWN -> unknown();
    };
  }

  private boolean data(ResponseName name) {
    fetches.begin();
    return switch (name) {
      case OK, NO, BAD, BYE, PREAUTH -> status.behindStatus();
      case CAPABILITY -> server.capabilities(1);
      case ENABLED -> server.capabilities(0);
      case ID -> server.id();
      case NAMESPACE -> server.namespaces();
      case LIST -> lists.list(true);
      case LSUB -> lists.list(false);
      case STATUS -> lists.status();
      case SEARCH -> searches.search();
      case ESEARCH -> searches.extended();
      case FLAGS -> cursor.space() && cursor.flagList(false);
      case EXISTS, RECENT, EXPUNGE -> true;
      case VANISHED -> searches.vanished();
      case FETCH -> behindData ? fetches.rest() : fetches.list();
    };
  }

  /** Soundly framed: parentheses balance within their bound, and no literal. */
  private boolean unknown() {
    Frame frame = cursor.frame();
    int depth = 0;
    while (cursor.hasNext()) {
      switch (cursor.kind()) {
        case Frame.OPEN -> depth++;
        case Frame.CLOSE -> depth--;
        case Frame.LITERAL, Frame.LITERAL8, Frame.MARKER -> {
          return false;
        }
        default -> {
          // Of no interest: the response is withheld.
        }
      }
      if (depth < 0 || depth > nesting) {
        return false;
      }
      cursor.take(Roles.SYNTAX);
    }
    return depth == 0 && frame.tokens() > 0;
  }
}

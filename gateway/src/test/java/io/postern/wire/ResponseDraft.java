package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * For tests: writes a response's octets and, beside them, the arguments that policies must see.
 * Where the grammar leaves a choice (case, quotes or a literal), the random stream chooses.
 */
final class ResponseDraft {
  private static final String ATOM_CHARS = "abcXYZ019-_.!#$&'+,/:;<=>?@[^`|}~";
  private static final String TEXT_CHARS = "abcXYZ 019()[]{}*%\"\\-&~@.<>\t";

  private final SplittableRandom random;
  private final boolean utf8;
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final List<List<Argument>> segments = new ArrayList<>();
  private final Deque<List<Argument>> open = new ArrayDeque<>();
  private final Deque<Boolean> brackets = new ArrayDeque<>();

  ResponseDraft(SplittableRandom random, boolean utf8) {
    this.random = random;
    this.utf8 = utf8;
    open.push(new ArrayList<>());
  }

  byte[] octets() {
    return octets.toByteArray();
  }

  /** The arguments of each segment: one, and one more for each streamed literal. */
  List<List<Argument>> segments() {
    List<List<Argument>> all = new ArrayList<>(segments);
    all.add(List.copyOf(open.getFirst()));
    return all;
  }

  private void add(Argument argument) {
    open.getFirst().add(argument);
  }

  private void text(String text) {
    add(new Argument.Text(text));
  }

  ResponseDraft raw(String written) {
    octets.writeBytes(written.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ResponseDraft sp() {
    return raw(" ");
  }

  /** A word that isn't shown, such as the response's name. */
  ResponseDraft word(String word) {
    return raw(anyCase(word));
  }

  ResponseDraft keyword(String word) {
    text(Ascii.upper(word));
    return raw(anyCase(word));
  }

  ResponseDraft number(long number) {
    add(new Argument.Number(number, Long.toString(number)));
    return raw(Long.toString(number));
  }

  /** A number of up to so many bits, from {@code least} on; small ones more often. */
  ResponseDraft anyNumber(int bits, long least) {
    return number(Math.max(least, random.nextLong() >>> (64 - 1 - random.nextInt(bits))));
  }

  ResponseDraft nil() {
    add(Argument.Mark.NIL);
    return raw(anyCase("NIL"));
  }

  ResponseDraft open() {
    open.push(new ArrayList<>());
    brackets.push(false);
    return raw("(");
  }

  ResponseDraft openBracket() {
    open.push(new ArrayList<>());
    brackets.push(true);
    return raw("[");
  }

  ResponseDraft close() {
    raw(brackets.getFirst() ? "]" : ")");
    end();
    return this;
  }

  private void end() {
    List<Argument> items = open.pop();
    add(brackets.pop() ? new Argument.Brackets(items) : new Argument.Parens(items));
  }

  /** An argument as it is written. */
  ResponseDraft shown(String written) {
    text(written);
    return raw(written);
  }

  String anyAtom() {
    return chars(ATOM_CHARS, 1 + random.nextInt(9));
  }

  /** A string in any of its forms. */
  ResponseDraft string(String text) {
    text(text);
    return writeString(text);
  }

  ResponseDraft anyString() {
    return string(anyText());
  }

  ResponseDraft nstring() {
    return random.nextInt(4) == 0 ? nil() : anyString();
  }

  ResponseDraft quoted(String text) {
    text(text);
    return writeQuoted(text);
  }

  String anyText() {
    String plain = chars(TEXT_CHARS, random.nextInt(20));
    return utf8 && random.nextInt(3) == 0 ? plain + "\u00e9\u65e5\ud83d\ude00" : plain;
  }

  /** Text behind a status: not empty, and no bracket begins it. */
  String anyStatusText() {
    return "t" + anyText();
  }

  /** An astring; what can be an atom is one now and then. */
  ResponseDraft astring(String text) {
    text(text);
    return writeAstring(text);
  }

  ResponseDraft flag(String flag) {
    String written = flag.startsWith("\\") ? anyCase(flag) : flag;
    text(flag.startsWith("\\") ? Ascii.upper(flag) : flag);
    return raw(written);
  }

  ResponseDraft anyFlag() {
    String[] flags = {"\\Seen", "\\Answered", "\\Deleted", "\\Recent", "$Forwarded", "\\X-1", ""};
    String flag = flags[random.nextInt(flags.length)];
    return flag(flag.isEmpty() ? anyAtom() : flag);
  }

  /** So many times, or a number between. */
  void times(int least, int most, Runnable each) {
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      each.run();
    }
  }

  /** A list in parentheses with SP between its items. */
  ResponseDraft list(int least, int most, Runnable each) {
    open();
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      raw(i > 0 ? " " : "");
      each.run();
    }
    return close();
  }

  ResponseDraft flags() {
    return list(0, 4, this::anyFlag);
  }

  ResponseDraft mailbox() {
    String[] names = {
      "INBOX", "Sent", "a b", "Entw\u00fcrfe", "x&y", "\u53f0\u5317", "[Gmail]/All"
    };
    String name = names[random.nextInt(names.length)];
    if (random.nextInt(4) == 0) {
      name = anyText().replaceAll("[\t{}]", "m");
    }
    String shown = Ascii.upper(name).equals("INBOX") ? "INBOX" : name;
    text(shown);
    String written = utf8 ? name : ModifiedUtf7.encode(name);
    return writeAstring(name.equals("INBOX") ? anyCase(name) : written);
  }

  ResponseDraft set(boolean star) {
    List<Argument> elements = new ArrayList<>();
    StringBuilder written = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      long first = seqNumber(star);
      if (random.nextBoolean()) {
        elements.add(new Argument.Number(first, seqText(first)));
        written.append(seqText(first));
      } else {
        long last = seqNumber(star);
        elements.add(new Argument.Range(first, last));
        written.append(seqText(first)).append(':').append(seqText(last));
      }
      written.append(i > 0 ? "," : "");
    }
    add(elements.size() == 1 ? elements.getFirst() : new Argument.Commas(elements));
    return raw(written.toString());
  }

  private long seqNumber(boolean star) {
    return star && random.nextInt(5) == 0 ? -1 : 1 + (random.nextInt() & 0xFFFF_FFFFL) / 2;
  }

  private static String seqText(long number) {
    return number == -1 ? "*" : Long.toString(number);
  }

  /** Message data: NIL, a quoted string, or a literal, behind which a new segment begins. */
  ResponseDraft message(long number, boolean literal8) {
    int form = random.nextInt(6);
    if (form == 0) {
      return nil();
    }
    add(Argument.Mark.LITERAL);
    if (form == 1) {
      return writeQuoted(anyText());
    }
    byte[] data = new byte[random.nextInt(40)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) random.nextInt(256);
    }
    raw((literal8 && random.nextBoolean() ? "~{" : "{") + data.length + "}\r\n");
    octets.writeBytes(data);
    end();
    segments.add(List.copyOf(open.pop()));
    open.push(new ArrayList<>());
    add(new Argument.Number(number, Long.toString(number)));
    open.push(new ArrayList<>());
    brackets.push(false);
    return this;
  }

  ResponseDraft statusText(String text) {
    text(text);
    return raw(text);
  }

  private ResponseDraft writeAstring(String text) {
    boolean atom = !text.isEmpty() && !Ascii.upper(text).equals("NIL");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      atom &= c < 0x7F && Ascii.isAstringChar(c);
    }
    return atom && random.nextBoolean() ? raw(text) : writeString(text);
  }

  private ResponseDraft writeString(String text) {
    if (random.nextInt(5) > 0) {
      return writeQuoted(text);
    }
    return raw("{" + text.getBytes(StandardCharsets.UTF_8).length + "}\r\n").raw(text);
  }

  private ResponseDraft writeQuoted(String text) {
    return raw("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  String chars(String from, int count) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < count; i++) {
      made.append(from.charAt(random.nextInt(from.length())));
    }
    return made.toString();
  }

  private String anyCase(String word) {
    if (random.nextInt(3) > 0) {
      return word;
    }
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean flip = random.nextBoolean() && (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      made.append(flip ? (char) (c ^ 0x20) : c);
    }
    return made.toString();
  }
}

package io.postern.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Messages of all shapes that matter to FETCH; made up, and always the same octets. */
final class SampleMessages {
  /** Big enough for many reads and for every buffer on the way. */
  private static final int LARGE_OCTETS = 2 << 20;

  /**
   * Headers that are folded, encoded and repeated; an address group, a route, an empty subject
   * part.
   */
  static final String PLAIN =
      crlf(
          """
          Return-Path: <ada@example.org>
          Received: from one.example.org by two.example.org; Thu, 05 Nov 2026 10:20:30 +0100
          Received: from zero.example.org by one.example.org; Thu, 05 Nov 2026 10:20:29 +0100
          Date: Thu, 05 Nov 2026 10:20:30 +0100
          From: "Ada \\"the first\\" L." <ada@example.org>, =?utf-8?q?Gr=C3=BCn?= <gruen@example.org>
          To: Friends: bob@example.org, "C. D." <cd@example.org>;, undisclosed:;
          Cc: carol@example.org
          Subject: A subject that is so long that it was folded, in the way that
           RFC 5322 allows
          Message-ID: <one@example.org>
          In-Reply-To: <zero@example.org>

          Good morning,

          lines that look like IMAP are no IMAP:
          a1 OK done
          * BYE bye
          + go on
          a2 FETCH 1 BODY[] {5}

          Ada
          """);

  /** text/plain and text/html, then an attachment in base64 with a name per RFC 2231. */
  static final String MULTIPART =
      crlf(
          """
          Date: Fri, 06 Nov 2026 11:22:33 +0000
          From: bob@example.org
          To: ada@example.org
          Subject: =?iso-8859-1?Q?Gr=FC=DFe?= and a picture
          Message-ID: <two@example.org>
          MIME-Version: 1.0
          Content-Type: multipart/mixed; boundary="out(er)"

          This is the preamble.
          --out(er)
          Content-Type: multipart/alternative; boundary=inner

          --inner
          Content-Type: text/plain; charset=utf-8; format=flowed
          Content-Transfer-Encoding: quoted-printable
          Content-Language: en, de

          Gr=C3=BC=C3=9Fe =
          from Bob
          --inner
          Content-Type: text/html; charset=us-ascii
          Content-ID: <html@example.org>
          Content-Description: the same in "HTML"

          <p>Greetings from Bob</p>
          --inner--
          --out(er)
          Content-Type: image/png; name="dot.png"
          Content-Disposition: attachment; filename*=utf-8''p%C3%BCnktchen.png; size=8
          Content-Transfer-Encoding: base64
          Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==

          iVBORw0KGgo=
          --out(er)--
          This is the epilogue.
          """);

  /** A message within a message, itself with parts. */
  static final String NESTED =
      crlf(
              """
              Date: Sat, 07 Nov 2026 12:00:00 +0000
              From: carol@example.org
              To: ada@example.org
              Subject: Fwd: Gruesse
              Message-ID: <three@example.org>
              MIME-Version: 1.0
              Content-Type: multipart/digest; boundary=d

              --d

              """)
          + MULTIPART
          + crlf(
              """
              --d
              Content-Type: message/rfc822

              """)
          + PLAIN
          + crlf(
              """
              --d--
              """);

  /** Raw 8-bit octets in headers and body, which no RFC allows and which all have. */
  static final String EIGHT_BIT =
      crlf("From: J\u00fcrgen <j@example.org>\nTo: ada@example.org\nSubject: ")
          + utf8("Grüße ☃")
          + crlf("\nDate: Sun, 08 Nov 2026 13:00:00 +0000\nMessage-ID: <four@example.org>\n")
          + crlf("Content-Type: text/plain; charset=iso-8859-1\n")
          + crlf(
              "Content-Transfer-Encoding: 8bit\n\nSm\u00f8rrebr\u00f8d \u0001\u007f\u0080\u00ff\n");

  /** No body, hardly a header. */
  static final String EMPTY = crlf("Subject:\n\n");

  /** MIME that is broken: no closing boundary, a type that is none. */
  static final String BROKEN =
      crlf(
          """
          From: not an address
          To: <>, @, "unfinished
          Date: yesterday
          Subject: broken
          Content-Type: multipart/mixed; boundary="b

          --b
          Content-Type: whatever

          x
          """);

  /** All small ones, in the order of their message numbers in the talks. */
  static final List<String> SMALL = List.of(PLAIN, MULTIPART, NESTED, EIGHT_BIT, EMPTY, BROKEN);

  private SampleMessages() {}

  /** Two MiB of lines that differ, so that a shifted or doubled chunk shows. */
  static String large() {
    StringBuilder large = new StringBuilder(crlf("From: d@example.org\nSubject: large\n\n"));
    for (int line = 0; large.length() < LARGE_OCTETS; line++) {
      large.append("line %08d of a message that is large {%d}\r\n".formatted(line, line));
    }
    return large.toString();
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}

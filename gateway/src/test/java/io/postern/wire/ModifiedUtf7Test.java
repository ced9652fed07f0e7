package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiedUtf7Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "INBOX=INBOX",
        "~peter/mail/&U,BTFw-/&ZeVnLIqe-=~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e",
        "Entw&APw-rfe=Entw\u00fcrfe",
        "a&-b=a&b",
        "&-&-=&&",
        "&2D3eAA-x=\ud83d\ude00x",
        "&AAE-=\u0001",
        "&AH8-=\u007f",
        "&IKw-&-=\u20ac&"
      })
  void nameHasOneSpelling(String encoded, String name) {
    assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded);
    assertThat(decode(encoded)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&AGE-", // printable ASCII in base64
        "&AGEA6Q-", // the same beside another
        "&ACY-", // the ampersand itself
        "&U,BTFw-&ZeVnLIqe-", // two shifts side by side: RFC 3501's own example
        "&U,BTFw", // not ended
        "&", // not ended
        "a&b", // not ended
        "&U,BTFx-", // unused bits set
        "&U,BTFwA-", // a digit too many
        "&A-", // no whole character
        "&AOkA-", // half a character more
        "&AOk=-", // padding
        "&AO/-", // the other alphabet
        "&2D0-", // half a surrogate pair
        "&3gA-", // the other half
        "&AAA-", // NUL
        "&\u00e9-",
        "x\u00e9",
        "x\u007f",
        "x\u0001",
        "x\r\n"
      })
  void otherSpellingsAreRefused(String encoded) {
    assertThat(decode(encoded)).isEmpty();
  }

  @Test
  void everyCharacterOfThePlaneComesBack() {
    for (int c = 1; c <= 0xFFFF; c++) {
      if (!Character.isSurrogate((char) c)) {
        String name = "x" + (char) c;
        assertThat(decode(ModifiedUtf7.encode(name))).contains(name);
      }
    }
  }

  private static Optional<String> decode(String latin1) {
    byte[] octets = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return ModifiedUtf7.decode(octets, 0, octets.length);
  }
}

package io.postern.it;

import static io.postern.it.DovecotServer.PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who is there, and who may come in. */
final class LoginTalks {
  /**
   * Texts of the gateway's own answers aren't compared; that it is BAD, and under which tag, is.
   */
  private static final String OWN_BAD = "a\\d+ BAD .+";

  static final List<Talk> ALL =
      List.of(
          new Talk("login", LoginTalks::login),
          new Talk("login-by-literals", LoginTalks::loginByLiterals),
          new Talk("login-fails", LoginTalks::loginFails),
          new Talk("authenticate-plain", LoginTalks::authenticatePlain),
          new Talk("authenticate-login", LoginTalks::authenticateLogin),
          new Talk("authenticate-cram-md5", LoginTalks::authenticateCramMd5),
          new Talk("authenticate-fails", LoginTalks::authenticateFails),
          new Talk("wrong-state", LoginTalks::wrongState),
          new Talk("enable-id", LoginTalks::enableAndId));

  private LoginTalks() {}

  private static void login(Client client) throws IOException {
    client.run("CAPABILITY");
    client.run("NOOP");
    client.login();
    client.run("CAPABILITY");
    client.run("noop");
    client.run("LOGOUT");
    client.hearClose();
  }

  private static void loginByLiterals(Client client) throws IOException {
    client.command("LOGIN ").literal(client.user()).text(" ").literalPlus(PASSWORD).end();
    client.run("LOGOUT");
    client.hearClose();
    Client quoted = client.another("b");
    quoted.run("login \"" + client.user() + "\" \"sec\\\\\\\"ret\"");
    quoted.run("login \"" + client.user() + "\" \"" + PASSWORD + "\"");
    Client plus = client.another("c");
    plus.command("LOGIN ").literalPlus(client.user()).text(" ").literal(PASSWORD).end();
    plus.run("LOGOUT");
  }

  private static void loginFails(Client client) throws IOException {
    client.run("LOGIN " + client.user() + " wrong");
    client.command("LOGIN ").literalPlus(client.user()).text(" ").literalPlus("\"\\").end();
    client.run("LOGIN " + client.user() + " \"\"");
    client.login();
    client.run("NOOP");
  }

  private static void authenticatePlain(Client client) throws IOException {
    String tag = client.start("AUTHENTICATE PLAIN");
    challenge(client, tag, "");
    client.send(base64("\0" + client.user() + "\0" + PASSWORD) + "\r\n");
    client.hearTagged("(credentials)", tag);
    client.run("NOOP");
    Client initial = client.another("b");
    initial.run("AUTHENTICATE PLAIN " + base64("\0" + client.user() + "\0" + PASSWORD));
    initial.run("CAPABILITY");
    initial.run("LOGOUT");
    initial.hearClose();
  }

  private static void authenticateLogin(Client client) throws IOException {
    String tag = client.start("AUTHENTICATE LOGIN");
    challenge(client, tag, "Username:");
    client.send(base64(client.user()) + "\r\n");
    challenge(client, tag, "Password:");
    client.send(base64(PASSWORD) + "\r\n");
    client.hearTagged("(credentials)", tag);
    client.run("NOOP");
  }

  private static void authenticateCramMd5(Client client) throws IOException {
    String tag = client.start("AUTHENTICATE CRAM-MD5");
    String challenge = client.hearContinuation("(challenge)", tag);
    client.send(base64(client.user() + " " + hmac(challenge)) + "\r\n");
    client.hearTagged("(response)", tag);
    client.run("NOOP");
  }

  private static void authenticateFails(Client client) throws IOException {
    String wrong = client.start("AUTHENTICATE PLAIN");
    challenge(client, wrong, "");
    client.send(base64("\0" + client.user() + "\0wrong") + "\r\n");
    client.hearTagged("(wrong password)", wrong);
    String cancelled = client.start("AUTHENTICATE PLAIN");
    challenge(client, cancelled, "");
    client.send("*\r\n");
    client.hearTagged("(cancelled)", cancelled);
    client
        .through("the gateway refuses an initial response that isn't base64 itself", OWN_BAD)
        .run("AUTHENTICATE PLAIN not-base64");
    client
        .through("a mechanism that may open a layer is refused by the engine", "a\\d+ NO .+")
        .run("AUTHENTICATE GSSAPI");
    client.run("AUTHENTICATE PLAIN " + base64("\0" + client.user() + "\0wrong"));
    client.login();
  }

  private static void wrongState(Client client) throws IOException {
    client.through("the gateway knows the state", OWN_BAD).run("SELECT INBOX");
    client.through("the gateway knows the state", OWN_BAD).run("FETCH 1 FLAGS");
    client.login();
    client.through("the gateway knows the state", OWN_BAD).run("LOGIN a b");
    client.through("the gateway knows the state", OWN_BAD).run("FETCH 1 FLAGS");
    client.through("the gateway knows the state", OWN_BAD).run("CLOSE");
    client.through("no such command", OWN_BAD).run("FROBNICATE");
    client.through("no such command", OWN_BAD).run("UID FROBNICATE 1");
    client.through("an argument too many", OWN_BAD).run("NOOP NOOP");
    client.through("no mailbox", OWN_BAD).run("SELECT");
    client.through("SORT isn't followed yet", OWN_BAD).run("SORT (DATE) UTF-8 ALL");
    client.through("THREAD isn't followed yet", OWN_BAD).run("THREAD REFS UTF-8 ALL");
    client.through("without TLS there is none to start", OWN_BAD).run("STARTTLS");
    client.through("COMPRESS would be a blind tunnel", OWN_BAD).run("COMPRESS DEFLATE");
    client.run("NOOP");
  }

  private static void enableAndId(Client client) throws IOException {
    client.run("ID NIL");
    client.login();
    client.run("ID (\"name\" \"a test\" \"version\" NIL)");
    client.command("ID (\"name\" ").literalPlus("a literal").text(")").end();
    client
        .through(
            "CONDSTORE isn't followed yet: nothing is left to enable, and the gateway answers",
            "\\* ENABLED",
            "a\\d+ OK .+")
        .run("ENABLE CONDSTORE");
    client
        .through(
            "nothing that ENABLE takes is left, and the gateway answers",
            "\\* ENABLED",
            "a\\d+ OK .+")
        .run("ENABLE IMAP4rev1");
    client.run("NAMESPACE");
    client.run("LOGOUT");
  }

  /**
   * Challenges of SASL pass decoded and encoded anew, so they are compared here and not by the
   * record.
   */
  private static void challenge(Client client, String tag, String text) throws IOException {
    String heard = client.hearContinuation("(challenge)", tag);
    String expected = "+ " + base64(text) + "\r\n";
    if (!heard.equals(expected)) {
      throw new AssertionError("the challenge is " + Comparison.shown(heard));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** RFC 2195. */
  private static String hmac(String challenge) {
    if (!Pattern.matches("\\+ [A-Za-z0-9+/]+=*\r\n", challenge)) {
      throw new AssertionError("the challenge is " + Comparison.shown(challenge));
    }
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(PASSWORD.getBytes(UTF_8), "HmacMD5"));
      byte[] nonce = Base64.getDecoder().decode(challenge.substring(2).strip());
      return HexFormat.of().formatHex(mac.doFinal(nonce));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

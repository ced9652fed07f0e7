package io.postern.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.icegreen.greenmail.imap.AuthorizationException;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.slf4j.LoggerFactory;

/** The server behind the demo's gateway: GreenMail with one user, in memory. */
final class MailServer implements AutoCloseable {
  private static final String USER = "demo";

  /** In the order of their message numbers. */
  private static final List<String> MAILS =
      List.of("welcome.eml", "picture.eml", "lunch.eml", "umlauts.eml");

  private static final List<String> FOLDERS = List.of("Plans", "Sent", "Trash");

  private final GreenMail greenMail;

  private MailServer(GreenMail greenMail) {
    this.greenMail = greenMail;
  }

  /** The port of {@code --server-port} is taken. */
  static final class PortInUse extends Exception {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortInUse(int port, Throwable cause) {
      super("port " + port, cause);
      this.port = port;
    }

    int port() {
      return port;
    }
  }

  /** Starts it; port 0 is any free one. */
  static MailServer start(String host, int port) throws PortInUse {
    // It warns of each NO that it says; the screen is for the gateway's decisions.
    ((Logger) LoggerFactory.getLogger("com.icegreen.greenmail")).setLevel(Level.OFF);
    // Asked before: GreenMail's own words about it are forty lines.
    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(host, port));
    } catch (IOException taken) {
      throw new PortInUse(port, taken);
    }
    ServerSetup setup = new ServerSetup(port, host, ServerSetup.PROTOCOL_IMAP);
    GreenMail greenMail = new GreenMail(setup);
    try {
      greenMail.start();
    } catch (RuntimeException failure) {
      // Somebody was quicker; it has no other reason not to start.
      greenMail.stop();
      throw new PortInUse(port, failure);
    }
    MailServer server = new MailServer(greenMail);
    try {
      server.fill();
    } catch (UserException | MessagingException | FolderException | AuthorizationException e) {
      throw new AssertionError("the demo's own mails", e);
    }
    return server;
  }

  int port() {
    return greenMail.getImap().getPort();
  }

  @Override
  public void close() {
    greenMail.stop();
  }

  private void fill()
      throws UserException, MessagingException, FolderException, AuthorizationException {
    GreenMailUser user = greenMail.setUser(USER + "@example.org", USER, USER);
    ImapHostManager mailboxes = greenMail.getManagers().getImapHostManager();
    for (String folder : FOLDERS) {
      mailboxes.createMailbox(user, folder);
    }
    MailFolder inbox = mailboxes.getInbox(user);
    for (String mail : MAILS) {
      MimeMessage message = message("mails/" + mail);
      Date received = message.getSentDate();
      inbox.appendMessage(message, new Flags(), received);
    }
  }

  private static MimeMessage message(String name) throws MessagingException {
    byte[] octets = Resources.text(name).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
  }
}

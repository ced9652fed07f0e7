package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The mail library of Java programs, through the gateway, to Dovecot: a stricter reader than most.
 */
class AngusMailIT {
  private static final int SECONDS_MAX = 30;

  private static DovecotServer dovecot;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() throws Exception {
    dovecot = DovecotServer.start("AngusMailIT");
    gateway = GatewayUnderTest.start(dovecot.port(), "ImapProxy");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    dovecot.close();
  }

  @Test
  void aDayOfMail() throws Exception {
    try (IMAPStore store = connect("angus")) {
      Folder box = store.getFolder("B\u00fcro & mehr");
      assertThat(box.create(Folder.HOLDS_MESSAGES)).isTrue();
      assertThat(Arrays.stream(store.getDefaultFolder().list("*")).map(Folder::getFullName))
          .contains("INBOX", "B\u00fcro & mehr");
      IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
      inbox.appendMessages(
          new Message[] {
            message(SampleMessages.PLAIN),
            message(SampleMessages.MULTIPART),
            message(SampleMessages.large())
          });
      inbox.open(Folder.READ_WRITE);
      readAll(inbox);
      assertThat(inbox.search(new SubjectTerm("picture"))).hasSize(1);
      inbox.getMessage(1).setFlag(Flags.Flag.FLAGGED, true);
      inbox.copyMessages(new Message[] {inbox.getMessage(1)}, box);
      inbox.moveMessages(new Message[] {inbox.getMessage(2)}, box);
      inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
      // The library keeps the numbers of messages that went until it is told to forget them.
      inbox.expunge();
      assertThat(inbox.getMessageCount()).isEqualTo(1);
      inbox.close(false);
      box.open(Folder.READ_ONLY);
      assertThat(box.getMessageCount()).isEqualTo(2);
      assertThat(box.getMessage(1).isSet(Flags.Flag.FLAGGED)).isTrue();
      box.close(false);
      assertThat(box.delete(false)).isTrue();
    }
  }

  @Test
  void mailThatComesDuringIdleIsTold() throws Exception {
    try (IMAPStore store = connect("idle");
        IMAPStore other = connect("idle")) {
      IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      CountDownLatch told = new CountDownLatch(1);
      inbox.addMessageCountListener(
          new MessageCountAdapter() {
            @Override
            public void messagesAdded(MessageCountEvent event) {
              told.countDown();
            }
          });
      Thread idling =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      // Once: it returns with the first news.
                      inbox.idle(true);
                    } catch (MessagingException failure) {
                      throw new AssertionError(failure);
                    }
                  });
      ((IMAPFolder) other.getFolder("INBOX"))
          .appendMessages(new Message[] {message(SampleMessages.PLAIN)});
      assertThat(told.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      idling.join();
      assertThat(inbox.getMessageCount()).isEqualTo(1);
    }
  }

  private static void readAll(IMAPFolder inbox) throws MessagingException, IOException {
    FetchProfile wanted = new FetchProfile();
    wanted.add(FetchProfile.Item.ENVELOPE);
    wanted.add(FetchProfile.Item.CONTENT_INFO);
    wanted.add(FetchProfile.Item.FLAGS);
    wanted.add("X-Nothing");
    Message[] messages = inbox.getMessages();
    inbox.fetch(messages, wanted);
    assertThat(messages).hasSize(3);
    assertThat(messages[1].getSubject()).isEqualTo("Gr\u00fc\u00dfe and a picture");
    MimeMultipart parts = (MimeMultipart) messages[1].getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("p\u00fcnktchen.png");
    // In ranges of 16 KiB, as this library reads.
    try (InputStream body = messages[2].getInputStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(SampleMessages.large()).endsWith(text).hasSizeLessThan(text.length() + 100);
    }
  }

  private static IMAPStore connect(String user) throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.decodeparameters", "true");
    properties.setProperty("mail.imap.timeout", Integer.toString(SECONDS_MAX * 1000));
    IMAPStore store = (IMAPStore) Session.getInstance(properties).getStore("imap");
    store.connect("127.0.0.1", gateway.port(), user, DovecotServer.PASSWORD);
    return store;
  }

  private static MimeMessage message(String octets) throws MessagingException {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
  }
}

package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each statement is two octets; "?" makes the session ask. */
class RecordedClientTest implements RecordedClient.To {
  private final RecordedClient client = new RecordedClient(this);
  private final List<String> told = new ArrayList<>();
  private long asked;

  @Override
  public int statement(byte[] octets, int offset, int length) {
    return Math.min(2, length);
  }

  @Override
  public void octets(byte[] octets, int offset, int length, long now) {
    String said = new String(octets, offset, length, US_ASCII);
    told.add(said);
    if (said.contains("?")) {
      client.asked(++asked);
    }
  }

  @Override
  public void closed(long now) {
    told.add("closed");
  }

  private void says(String text) {
    byte[] octets = text.getBytes(US_ASCII);
    client.octets(octets, 0, octets.length, 0);
    // The array is the network's.
    java.util.Arrays.fill(octets, (byte) '!');
  }

  @Test
  void statementsGoOneByOne() {
    says("a1a2a3");
    assertThat(told).containsExactly("a1", "a2", "a3");
    assertThat(client.held()).isZero();
  }

  @Test
  void behindAQuestionTheyWaitForItsAnswer() {
    says("a1a?a3b?");
    says("b1");
    assertThat(told).containsExactly("a1", "a?");
    assertThat(client.held()).isEqualTo(6);
    client.answered(1, 0);
    assertThat(told).containsExactly("a1", "a?", "a3", "b?");
    client.answered(7, 0);
    assertThat(told).hasSize(4);
    client.answered(2, 0);
    assertThat(told).containsExactly("a1", "a?", "a3", "b?", "b1");
    assertThat(client.held()).isZero();
  }

  @Test
  void ofSeveralQuestionsTheLastAnswerCounts() {
    client.asked(11);
    client.asked(12);
    says("a1");
    client.answered(11, 0);
    assertThat(told).isEmpty();
    client.answered(12, 0);
    assertThat(told).containsExactly("a1");
  }

  @Test
  void theCloseIsBehindWhatWasSaid() {
    says("a?a2b?b2");
    client.closed(0);
    assertThat(told).containsExactly("a?");
    client.answered(1, 0);
    assertThat(told).containsExactly("a?", "a2", "b?");
    client.answered(2, 0);
    assertThat(told).containsExactly("a?", "a2", "b?", "b2", "closed");
  }

  @Test
  void whereNothingWaitsTheCloseIsToldAtOnce() {
    says("a?");
    client.closed(0);
    client.answered(1, 0);
    assertThat(told).containsExactly("a?", "closed");
  }
}

package io.postern.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.service.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP listener, asked over loopback. */
class HttpListenerTest {
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);

  /** For tests that wait for an end. */
  private static final HttpTimes SOON = new HttpTimes(300, 300, 100);

  /** A failure only, never a pace. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final FakeControl control = new FakeControl();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpListener listener;

  @AfterEach
  void close() {
    client.close();
    if (listener != null) {
      listener.close();
    }
  }

  @Test
  void healthIsAStatusAndASentence() throws Exception {
    serve(HttpTimes.DEFAULT);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ok\n");
    control.ready = new Health(List.of("service a takes no new sessions: draining", "another"));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .isEqualTo("service a takes no new sessions: draining\nanother\n");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    control.live = new Health(List.of("an event loop"));
    assertThat(get("/livez").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsAreWhatPrometheusReads() throws Exception {
    serve(HttpTimes.DEFAULT);
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body())
        .startsWith(
            "# HELP postern_x_total X.\n# TYPE postern_x_total counter\npostern_x_total 3\n")
        .contains("\nprocess_open_fds ", "\njvm_memory_used_bytes{area=\"heap\"} ");
  }

  @Test
  void sessionsAreFilteredSortedAndBounded() throws Exception {
    serve(HttpTimes.DEFAULT);
    Map<?, ?> all = json("/sessions");
    assertThat(all.get("total")).isEqualTo(1200L);
    assertThat(ids(all)).hasSize(100).startsWith("s01199", "s01198");
    Map<?, ?> some =
        json("/sessions?service=even&client=192.0.2.0%2F30&sort=octets&limit=2&user=user0");
    assertThat(some.get("total")).isEqualTo(2L);
    assertThat(ids(some)).containsExactly("s00600", "s00000");
    assertThat(ids(json("/sessions?limit=1000"))).hasSize(1000);
    assertThat(ids(json("/sessions?id=s00007"))).containsExactly("s00007");
    assertThat(get("/sessions?id=s00007").body())
        .contains(
            "\"tls_version\":\"TLSv1.3\",\"tls_cipher\":\"TLS_AES_128_GCM_SHA256\","
                + "\"sni\":\"mail.example.org\",\"server_tls_version\":\"\",");
    assertThat(all.get("complete")).isEqualTo(true);
    control.complete = false;
    assertThat(json("/sessions").get("complete")).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource({
    "/sessions?limit=1001,limit: expected 1 to 1000",
    "/sessions?limit=0,limit: expected 1 to 1000",
    "/sessions?limit=x,limit: expected a whole number",
    "/sessions?limit=,limit: expected a whole number",
    "/sessions?sort=name,'sort: expected one of age, client, idle, octets, service, user'",
    "/sessions?client=example.org,'client: expected an address or a network such as 192.0.2.0/24:"
        + " '",
    "/sessions?page=2,'the query takes client, id, limit, service, sort, user'",
    "/sessions?user=a&user=b,a key that stands twice in the query",
    "/sessions?user,a query that isn't KEY=VALUE",
    "/metrics?x=1,this path takes no query"
  })
  void aWrongQueryIsToldWhatIsRight(String path, String sentence) throws Exception {
    serve(HttpTimes.DEFAULT);
    assertThat(get(path).statusCode()).isEqualTo(400);
    assertThat(get(path).body()).startsWith(sentence);
  }

  @Test
  void serversAndVersionAreJson() throws Exception {
    serve(HttpTimes.DEFAULT);
    assertThat(get("/servers").body())
        .isEqualTo(
            "{\"servers\":[{\"server\":\"192.0.2.20:143\",\"services\":[\"even\",\"odd\"],"
                + "\"state\":\"up\",\"sessions\":7,\"failure\":\"timed out\","
                + "\"failed_at\":\"1970-01-01T00:00:00Z\"}]}\n");
    assertThat(get("/version").body()).isEqualTo("{\"version\":\"9.9\"}\n");
    assertThat(get("/version").headers().firstValue("Content-Type")).contains("application/json");
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void itOnlyReads(String method) throws Exception {
    serve(HttpTimes.DEFAULT);
    HttpResponse<String> answer =
        client.send(
            java.net.http.HttpRequest.newBuilder(uri("/sessions"))
                // More than a request may have: it must not cost the answer.
                .method(method, BodyPublishers.ofString("x".repeat(50_000)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(control.ended).isEmpty();
  }

  @Test
  void headHasTheHeadOnly() throws Exception {
    serve(HttpTimes.DEFAULT);
    String answer = said("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    assertThat(answer).containsPattern("Content-Length: [1-9][0-9]{2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /livez\r\n\r\n",
        "GET livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://localhost/livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /livez HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: a\nb\r\n\r\n",
        "get /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String octets) throws Exception {
    serve(HttpTimes.DEFAULT);
    assertThat(said(octets)).startsWith("HTTP/1.1 400 Bad Request\r\n");
  }

  @Test
  void theBoundOfARequestIsItsBound() throws Exception {
    serve(HttpTimes.DEFAULT);
    String start = "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ";
    int room = HttpConnection.REQUEST_OCTETS_MAX - start.length() - 4;
    assertThat(said(start + "x".repeat(room) + "\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(said(start + "x".repeat(room + 1) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
    assertThat(said(start + "x".repeat(40_000))).startsWith("HTTP/1.1 431 ");
  }

  /** A name of a stranger's that leads to loopback is how a web page would get in. */
  @ParameterizedTest
  @CsvSource({
    "localhost,200",
    "LOCALHOST:9143,200",
    "127.0.0.1:9143,200",
    "[::1]:9143,200",
    "evil.example,421",
    "localhost.evil.example:9143,421",
    "127.0.0.1.evil.example,421",
    "'',421"
  })
  void onLoopbackNoOtherNameLeadsHere(String host, int status) throws Exception {
    serve(HttpTimes.DEFAULT);
    assertThat(said("GET /sessions HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void whoeverSaysNothingIsHungUpOn() throws Exception {
    serve(SOON);
    for (String start : List.of("", "GET /livez HT")) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(start.getBytes(ISO_8859_1));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  /** Not even by an octet now and then. */
  @Test
  void aRequestThatDripsIsHungUpOn() throws Exception {
    serve(SOON);
    try (Socket socket = connect()) {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(10);
      long began = System.nanoTime();
      boolean ended = false;
      while (!ended && System.nanoTime() - began < PATIENCE_MILLIS * 1_000_000L) {
        try {
          socket.getOutputStream().write('G');
          ended = in.read() == -1;
        } catch (java.net.SocketTimeoutException notYet) {
          assertThat(notYet).isNotNull();
        } catch (IOException hungUp) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
    }
  }

  @Test
  void whoeverDoesNotTakeTheAnswerIsHungUpOn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    String large = "x".repeat(64 * 1024 * 1024);
    listener = HttpListener.bind(ANY_PORT, SOON);
    listener.serve(
        request -> {
          asked.incrementAndGet();
          return HttpAnswer.text(200, request.path().equals("/large") ? large : "small");
        });
    try (Socket slow = connect()) {
      slow.getOutputStream()
          .write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      // Others are answered meanwhile.
      assertThat(get("/small").body()).isEqualTo("small\n");
      // It reads nothing until its time is over: what comes then is short.
      awaitPlaces();
      long taken = 0;
      try {
        taken = slow.getInputStream().readAllBytes().length;
      } catch (IOException reset) {
        assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
      }
      assertThat(taken).isLessThan(large.length());
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void tooManyAreToldSo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    listener = HttpListener.bind(ANY_PORT);
    listener.serve(
        _ -> {
          try {
            go.await();
          } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
          }
          return HttpAnswer.text(200, "late");
        });
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < HttpListener.CONNECTIONS_MAX; i++) {
        Socket one = connect();
        one.getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        waiting.add(one);
      }
      assertThat(said("")).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
      go.countDown();
      for (Socket one : waiting) {
        assertThat(text(one)).startsWith("HTTP/1.1 200 OK\r\n");
      }
      awaitPlaces();
      assertThat(said("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("late");
    } finally {
      for (Socket one : waiting) {
        one.close();
      }
    }
  }

  @Test
  void aFaultOfOursIsOneAnswer() throws Exception {
    listener = HttpListener.bind(ANY_PORT);
    listener.serve(
        request -> {
          if (request.path().equals("/bad")) {
            throw new IllegalStateException("secret");
          }
          return HttpAnswer.text(200, "fine");
        });
    assertThat(get("/bad").statusCode()).isEqualTo(500);
    assertThat(get("/bad").body()).isEqualTo("internal error\n");
    assertThat(get("/good").body()).isEqualTo("fine\n");
  }

  @Test
  void anAddressInUseIsRefusedAndAClosedOneIsFree() throws Exception {
    serve(HttpTimes.DEFAULT);
    Address taken = listener.address();
    assertThatThrownBy(() -> HttpListener.bind(taken)).isInstanceOf(BindException.class);
    listener.close();
    try (HttpListener again = HttpListener.bind(taken)) {
      assertThat(again.address()).isEqualTo(taken);
      assertThat(again.loopback()).isTrue();
    }
  }

  private void serve(HttpTimes times) throws IOException {
    listener = HttpListener.bind(ANY_PORT, times);
    listener.serve(control);
  }

  /** All who were answered have gone. */
  private void awaitPlaces() {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (listener.connections() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + listener.address() + path);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        java.net.http.HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private Map<?, ?> json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return (Map<?, ?>) Json.read(answer.body().strip());
  }

  private static List<String> ids(Map<?, ?> answer) {
    return ((List<?>) answer.get("sessions"))
        .stream()
            .map(session -> ((Map<?, ?>) session).get("id").toString())
            .collect(Collectors.toList());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), listener.address().port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private String said(String octets) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
      return text(socket);
    }
  }

  private static String text(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }
}

package io.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service manager hears: a Unix datagram socket, which Java doesn't have and Python has. A
 * name that begins with {@code @} is in the abstract namespace.
 */
final class Datagrams implements AutoCloseable {
  private static final String PROGRAM =
      """
      import socket, sys
      name = sys.argv[1]
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind("\\0" + name[1:] if name.startswith("@") else name)
      print("bound", flush=True)
      while True:
          print(s.recv(65536).decode().replace("\\n", "|"), flush=True)
      """;

  private final Process process;
  private final BufferedReader lines;

  Datagrams(String name) throws IOException {
    process =
        new ProcessBuilder("python3", "-c", PROGRAM, name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"bound".equals(lines.readLine())) {
      throw new AssertionError("no datagram socket");
    }
  }

  /** The datagrams up to one that begins so, which is the last; their lines are parted by bars. */
  List<String> until(String beginning) throws IOException {
    List<String> heard = new ArrayList<>();
    while (heard.isEmpty() || !heard.getLast().startsWith(beginning)) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("ended before " + beginning + ": " + heard);
      }
      heard.add(line);
    }
    return heard;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

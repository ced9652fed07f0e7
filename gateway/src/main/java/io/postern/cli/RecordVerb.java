package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern record}. */
@Command(
    name = "record",
    description = {
      "Write the next session of a client as a transcript, which 'postern test' plays.",
      "The gateway itself replaces secrets and the octets of messages by filler of equal length"
          + " before anything leaves it; names of mailboxes, flags, envelopes and searches stay."
          + " Ctrl-C ends it with what there is."
    },
    footer = {
      "",
      "Exit codes: 0 recorded, 1 no session came or a part of it is missing,",
      "69 no gateway is running there, 73 can't create the file, 77 the gateway's",
      "control socket is another user's.",
      "",
      "Examples:",
      "  postern record --service intra_imap --client 192.0.2.7 \\",
      "                 --output alice.transcript",
      "  postern test alice.transcript"
    })
final class RecordVerb implements Callable<Integer> {
  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Mixin private ControlOption gateway = new ControlOption();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Whose session. Default: the gateway's only service.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--client",
      paramLabel = "ADDR",
      required = true,
      description = "The client's IP address.")
  private String client;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "A file that isn't there yet. Default: standard output.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description =
          "The policy that the transcript names: a base class, or a file relative to the"
              + " transcript. Default: the service's.")
  private Optional<String> policy = Optional.empty();

  private Optional<PrintStream> opened = Optional.empty();
  private long lines;

  RecordVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    output.ifPresent(RecordVerb::checkNew);
    try (ControlClient asked = gateway.connect()) {
      Thread.ofVirtual().start(() -> stopAtSignal(asked));
      ControlAnswer answer = asked.ask("record", request(), this::told);
      return ended(answer);
    } catch (ControlException failure) {
      throw ControlOption.failure(failure);
    } finally {
      opened.ifPresent(PrintStream::close);
    }
  }

  private Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    service.ifPresent(name -> request.put("service", name));
    request.put("client", client);
    policy.ifPresent(name -> request.put("policy", name));
    Path file = output.orElse(Path.of("recorded")).toAbsolutePath();
    request.put("folder", Optional.ofNullable(file.getParent()).orElse(file).toString());
    request.put("name", name(file));
    return request;
  }

  private void told(Map<String, Object> line) {
    if (line.containsKey("waiting")) {
      console.say(
          "waiting for the next session"
              + service.map(name -> " of service " + name).orElse("")
              + " from "
              + client
              + "; Ctrl-C ends");
    } else if (line.get("session") instanceof String session) {
      console.say("recording session " + session);
    } else if (line.get("lines") instanceof List<?> piece) {
      piece.forEach(text -> stream().println(text));
      stream().flush();
      lines += piece.size();
      if (stream().checkError()) {
        throw new VerbFailure(
            Exit.CANNOT_CREATE,
            "can't write to " + output.map(Path::toString).orElse("standard output"));
      }
    }
  }

  private int ended(ControlAnswer answer) {
    if (!answer.ok()) {
      console.say(answer.error());
      return switch (answer.code()) {
        case ControlAnswer.BAD_REQUEST -> Exit.USAGE;
        case ControlAnswer.REFUSED -> Exit.CONFIG;
        case ControlAnswer.NOT_FOUND -> Exit.WARNINGS;
        default -> Exit.SOFTWARE;
      };
    }
    boolean whole = Boolean.TRUE.equals(answer.fields().get("whole"));
    console.say(
        "recorded"
            + output.map(file -> " to " + file).orElse("")
            + ", "
            + lines
            + " lines"
            + (whole ? "" : ", but not to the end: " + answer.fields().get("end")));
    return whole ? Exit.OK : Exit.WARNINGS;
  }

  private PrintStream stream() {
    if (output.isEmpty()) {
      return console.out();
    }
    if (opened.isEmpty()) {
      try {
        // ASCII whatever the locale; and a file that has come meanwhile is not written over.
        opened =
            Optional.of(
                new PrintStream(
                    Files.newOutputStream(
                        output.get(),
                        java.nio.file.StandardOpenOption.CREATE_NEW,
                        java.nio.file.StandardOpenOption.WRITE),
                    false,
                    StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new VerbFailure(
            Exit.CANNOT_CREATE, "can't create " + output.get() + ": " + e.getMessage());
      }
    }
    return opened.get();
  }

  private static void checkNew(Path file) {
    if (Files.exists(file)) {
      throw new VerbFailure(Exit.CANNOT_CREATE, file + " is there already");
    }
    if (!Files.isDirectory(Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file))) {
      throw new VerbFailure(Exit.CANNOT_CREATE, file + ": there is no such folder");
    }
  }

  private static void stopAtSignal(ControlClient asked) {
    try {
      int _ = new Signals(() -> {}).await();
      asked.stop();
    } catch (InterruptedException impossible) {
      // Nobody interrupts this thread.
      throw new AssertionError(impossible);
    }
  }

  /** A transcript's name, made of a file's: small letters, digits and hyphens. */
  static String name(Path file) {
    String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    String name =
        stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "recorded" : name;
  }
}

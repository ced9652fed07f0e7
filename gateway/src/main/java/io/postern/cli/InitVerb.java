package io.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern init}. */
@Command(
    name = "init",
    description = "Write a commented configuration to start from. An existing file is left alone.",
    footer = {
      "",
      "Examples:",
      "  postern init                 writes postern.yaml",
      "  postern init --stdout        shows what it would write"
    })
final class InitVerb implements Callable<Integer> {
  private static final String RESOURCE = "postern.yaml";

  private final Console console;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin
  private HelpOption help;

  @Option(names = "--stdout", description = "Print it instead.")
  private boolean stdout;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "postern.yaml",
      description = "Where to write it. Default: postern.yaml.")
  private Path file;

  InitVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (stdout) {
      console.out().print(text());
      return Exit.OK;
    }
    try {
      Files.writeString(file, text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new VerbFailure(
          Exit.CANNOT_CREATE, file + ": is there already; name another file, or use --stdout");
    } catch (NoSuchFileException e) {
      throw new VerbFailure(Exit.CANNOT_CREATE, file + ": its folder doesn't exist");
    } catch (AccessDeniedException e) {
      throw new VerbFailure(Exit.NO_PERMISSION, file + ": may not write there");
    } catch (IOException e) {
      throw new VerbFailure(Exit.CANNOT_CREATE, file + ": can't be written: " + e.getMessage());
    }
    console.say("wrote " + file + "; next: postern check " + file);
    return Exit.OK;
  }

  /** The configuration to start from. */
  static String text() {
    try (InputStream in = InitVerb.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("this build lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
  }
}

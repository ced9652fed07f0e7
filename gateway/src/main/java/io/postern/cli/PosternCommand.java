package io.postern.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; all work is the verbs'. */
@Command(
    name = "postern",
    versionProvider = VersionVerb.Provider.class,
    description = {
      "An IMAP application firewall: it stands between mail clients and an IMAP server, parses"
          + " every command and response, and passes on only what it understood and what your"
          + " policy allows."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  postern demo",
      "      a mail server and the gateway in front of it, to look at",
      "  postern run --listen 127.0.0.1:1143 --server 127.0.0.1:143",
      "      guards the server on port 143 with the policy ImapProxy",
      "  postern init && postern check postern.yaml && postern run -c postern.yaml",
      "      writes a configuration, checks it, runs it",
      "",
      "postern VERB --help tells more."
    })
final class PosternCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli's
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli's
  private boolean version;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }
}

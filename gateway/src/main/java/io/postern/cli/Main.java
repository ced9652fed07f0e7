package io.postern.cli;

import io.postern.policy.Nearest;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where the launcher enters. */
public final class Main {
  /** No message of a parser needs more; what a user typed may be of any length. */
  private static final int MESSAGE_MAX = 500;

  private Main() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] args) {
    int exit = run(args, Console.ofProcess(System.getenv()));
    System.out.flush();
    System.exit(exit);
  }

  /** Runs a verb and returns its exit code. */
  public static int run(String[] args, Console console) {
    CommandLine line = commandLine(console);
    if (args.length == 0) {
      line.usage(console.err(), ansi(console.colourErr()));
      return Exit.USAGE;
    }
    return line.execute(args);
  }

  /** The whole command line; completion is made from it, too. */
  static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new PosternCommand());
    line.addSubcommand("run", new RunVerb(console));
    line.addSubcommand("check", new CheckVerb(console));
    line.addSubcommand("test", new TestVerb(console));
    line.addSubcommand("explain", new ExplainVerb(console));
    line.addSubcommand("status", new StatusVerb(console));
    line.addSubcommand("sessions", SessionsVerb.line(console));
    line.addSubcommand("servers", ServersVerb.line(console));
    line.addSubcommand("reload", new ReloadVerb(console));
    line.addSubcommand("drain", new DrainVerb(console));
    line.addSubcommand("record", new RecordVerb(console));
    line.addSubcommand("init", new InitVerb(console));
    addDemo(line, console);
    line.addSubcommand("schema", new SchemaVerb(console));
    line.addSubcommand("completion", new CompletionVerb(console));
    line.addSubcommand("version", new VersionVerb(console));
    line.addSubcommand("help", new CommandLine.HelpCommand());
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(console.colourOut())));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((fault, arguments) -> usage(fault, console));
    line.setExecutionExceptionHandler((fault, command, parsed) -> failed(fault, console));
    return line;
  }

  /** Verbs of other modules; a missing demo says where it is. */
  private static void addDemo(CommandLine line, Console console) {
    boolean demo = false;
    Iterator<Verb> verbs = ServiceLoader.load(Verb.class).iterator();
    while (verbs.hasNext()) {
      Verb verb = verbs.next();
      line.addSubcommand(verb.name(), verb.command(console));
      demo |= verb.name().equals("demo");
    }
    if (!demo) {
      CommandLine missing = new CommandLine(new MissingDemo());
      // Whatever was asked of it, it isn't there.
      missing.setUnmatchedArgumentsAllowed(true);
      line.addSubcommand("demo", missing);
    }
  }

  private static int usage(CommandLine.ParameterException fault, Console console) {
    String message = message(fault);
    console.say(
        message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) + "..." : message);
    console.say("for help: " + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static String message(CommandLine.ParameterException fault) {
    if (!(fault instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return String.valueOf(fault.getMessage());
    }
    String first = unmatched.getUnmatched().getFirst();
    boolean option = unmatched.isUnknownOption();
    CommandLine line = fault.getCommandLine();
    boolean verb = !option && !line.getSubcommands().isEmpty();
    List<String> known =
        option
            ? List.copyOf(line.getCommandSpec().optionsMap().keySet())
            : List.copyOf(line.getSubcommands().keySet());
    String what = option ? " is no option here" : verb ? " is no verb" : " is one word too many";
    String near = Nearest.to(first, known).map(name -> "; did you mean " + name + "?").orElse("");
    return "'" + first + "'" + what + near;
  }

  private static int failed(Exception fault, Console console) {
    if (fault instanceof VerbFailure failure) {
      console.say(failure.getMessage());
      return failure.exit();
    }
    console.say("internal error: " + fault);
    for (StackTraceElement at : fault.getStackTrace()) {
      console.err().println("    at " + at);
    }
    return Exit.SOFTWARE;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  private static Ansi ansi(boolean colour) {
    return colour ? Ansi.ON : Ansi.OFF;
  }
}

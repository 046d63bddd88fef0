package gradtwin.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program: reads arguments, runs one command, returns an exit code. */
public final class Main {
  private static final int WIDTH = 100;
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;
  private static final String TERMINAL_PROPERTY = "gradtwin.terminal";

  private final Surroundings surroundings;
  private final Installation installation;

  /**
   * @param out for results
   * @param err for progress, warnings and errors
   * @param environment the environment variables
   * @param workingDirectory where relative paths of the command line start
   */
  public Main(
      PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory) {
    Path absolute = workingDirectory.toAbsolutePath().normalize();
    this.installation = Installation.current(absolute);
    this.surroundings =
        new Surroundings(
            out,
            err,
            Map.copyOf(environment),
            absolute,
            installation.home(),
            err == System.err && errIsTerminal(),
            out == System.out && isTerminal(STANDARD_OUTPUT));
  }

  /**
   * Runs the program. Standard output carries its results alone: what libraries print there, such
   * as ND4J's "Added differentiated op" for each operation of a SameDiff graph, goes nowhere.
   */
  public static void main(String[] args) {
    Main program = new Main(System.out, System.err, System.getenv(), Path.of(""));
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    System.exit(program.run(args));
  }

  /** Runs one command line and returns its exit code, see {@link ExitCode}. */
  public int run(String... args) {
    CommandLine line = commandLine();
    try {
      return line.execute(args);
    } catch (Error e) {
      return errors(line).print(e);
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(new Gradtwin());
    boolean colour =
        surroundings.terminal()
            && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
    line.getCommandSpec()
        .versionProvider(
            () ->
                new String[] {
                  "gradtwin " + installation.version() + " (commit " + installation.commit() + ")"
                });
    line.addSubcommand(new InitCommand(surroundings));
    line.addSubcommand(new TrainCommand(surroundings, installation));
    line.addSubcommand(new CompareCommand(surroundings, installation));
    line.addSubcommand(new TraceCommand(surroundings, installation));
    line.addSubcommand(new FuzzCommand(surroundings));
    line.addSubcommand(new BenchCommand(surroundings, installation));
    line.addSubcommand(new EvaluateCommand(surroundings));
    line.addSubcommand(new PredictCommand(surroundings));
    line.addSubcommand(new ValidateCommand(surroundings));
    line.addSubcommand(new ExplainCommand(surroundings));
    line.addSubcommand(new SchemaCommand(surroundings));
    CommandLine data = new CommandLine(new DataCommand());
    data.addSubcommand(new DataListCommand(surroundings));
    data.addSubcommand(new DataFetchCommand(surroundings));
    data.addSubcommand(new DataVerifyCommand(surroundings));
    line.addSubcommand(data);
    line.addSubcommand(new DemoCommand(surroundings, this::run));
    line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF));
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(WIDTH);
    line.setParameterExceptionHandler((e, args) -> errors(e.getCommandLine()).printUsage(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> errors(command).print(e));
    return line;
  }

  private Errors errors(CommandLine command) {
    return new Errors(surroundings.err(), command);
  }

  /** As run.sh says, or else the system. */
  private static boolean errIsTerminal() {
    String property = System.getProperty(TERMINAL_PROPERTY, "");
    return property.isEmpty() ? isTerminal(STANDARD_ERROR) : Boolean.parseBoolean(property);
  }

  /** The JDK does not say what a standard stream is; Linux does. */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The command without a command: it shows what there is. */
  @Command(
      name = "gradtwin",
      synopsisSubcommandLabel = "COMMAND",
      description = {
        "Trains networks that are described in YAML on Deeplearning4j, and holds every gradient"
            + " against a twin written by hand."
      },
      footer = {
        "",
        "Any value of a configuration can be overridden: -o training.epochs=3",
        "",
        "Exit codes: 0 done; 1 the answer is no (the sides differ, training diverged, a"
            + " --require not met);"
            + " 2 the file or the command line is wrong; 3 the environment is wrong (data missing,"
            + " native library, disk full); 4 an error inside the program; 130 interrupted.",
        "",
        "Help on a command: gradtwin COMMAND --help"
      })
  static final class Gradtwin implements Runnable {
    @Mixin GeneralOptions general;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show version and commit.")
    boolean version;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}

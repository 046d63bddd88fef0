package gradtwin.report;

import java.util.List;

/**
 * What made a comparison: what a reader needs to make it again.
 *
 * @param version of the program
 * @param commit that the program was built from
 * @param commandLine the arguments, as given
 * @param data what the examples are, in one phrase
 */
public record Provenance(String version, String commit, List<String> commandLine, String data) {
  public Provenance {
    commandLine = List.copyOf(commandLine);
  }

  /** The command line as a shell reads it. */
  public String command() {
    StringBuilder command = new StringBuilder("./run.sh");
    for (String argument : commandLine) {
      boolean plain = argument.matches("[A-Za-z0-9_./:=,@%+-]+");
      command.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return command.toString();
  }
}

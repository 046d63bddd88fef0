package gradtwin.architecture.yaml;

import picocli.CommandLine;

/** Knows a library that is not its room's, and has a name that says nothing. */
public record ForeignHelper(CommandLine commandLine) {}

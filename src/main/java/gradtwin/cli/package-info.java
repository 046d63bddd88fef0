/**
 * The command line: one class per command, and the only place that prints and decides exit codes.
 *
 * <p>{@link gradtwin.cli.Main} reads arguments, calls one command, and turns whatever goes wrong
 * into one line and an {@link gradtwin.cli.ExitCode}. Commands compute nothing: they call the rooms
 * below and hand the results to {@code report}.
 */
package gradtwin.cli;

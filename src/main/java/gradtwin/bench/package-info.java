/**
 * The benchmark: this program's engines, stock DL4J and PyTorch side by side, and the kernels of
 * the twin.
 *
 * <p>Each subject is a process of its own that the driver asks in turn for some steps of training,
 * round after round, so that all see the same load of the machine. Knows what to measure and how;
 * prints nothing and renders nothing.
 */
package gradtwin.bench;

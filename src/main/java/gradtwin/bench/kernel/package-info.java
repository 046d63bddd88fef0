/**
 * The kernels of the benchmark, in the form that JMH measures: one class per kernel, whose state is
 * made once, and a method that is called again and again. They call the public methods of {@code
 * tensor} and {@code twin} that a training step calls.
 */
package gradtwin.bench.kernel;

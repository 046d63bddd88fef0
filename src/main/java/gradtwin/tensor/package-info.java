/**
 * Plain numbers that every room shares: {@link gradtwin.tensor.Tensor}, {@link
 * gradtwin.tensor.Shape}, {@link gradtwin.tensor.Parameter}, {@link gradtwin.tensor.Batch}, the
 * dense kernels and the one source of randomness.
 *
 * <p>All numbers are float64 in row-major order. Nothing here knows a network, a file format of the
 * user or a library: the JDK is the only dependency, and a test holds that.
 */
package gradtwin.tensor;

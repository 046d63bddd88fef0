/**
 * DL4J as the other network: built, stepped, opened, saved.
 *
 * <p>Every correction of a convention lives here, one named method each. Its arrays end here: the
 * other rooms see tensors, in row-major order, weights [in, out], gradients of the mean loss.
 */
package gradtwin.dl4j;

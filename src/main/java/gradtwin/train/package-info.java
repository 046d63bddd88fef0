/**
 * One training loop over either engine: epochs, metrics, early stopping, checkpoints, run
 * directories.
 *
 * <p>Knows an {@link gradtwin.train.Engine} and not which one; prints nothing and writes no JSON of
 * its own: who calls it gives it the functions for both.
 */
package gradtwin.train;

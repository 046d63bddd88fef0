/**
 * The experiment: the same parameters and the same batches through DL4J, the twin and a numerical
 * witness, and the verdict.
 *
 * <p>Computes everything that a report shows and prints nothing.
 */
package gradtwin.compare;

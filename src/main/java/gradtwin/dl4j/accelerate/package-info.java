/**
 * Layers that this program computes in DL4J's place when it trains: the same mathematics with the
 * numbers laid out so that nearly all of the time goes into matrix products; and steps in which
 * nothing is done twice, which leave the same bits.
 *
 * <p>It knows DL4J's layers and nothing of experiments. What it computes is held against the twin
 * by every comparison, like DL4J's own.
 */
package gradtwin.dl4j.accelerate;

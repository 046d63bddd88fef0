/**
 * Random networks over the whole vocabulary, compared one after the other; what fails is shrunk to
 * a small file that shows it.
 *
 * <p>What a network may consist of is asked of the vocabulary itself, so that a new word is tried
 * without a change here. Only the data are made by a rule of this room.
 */
package gradtwin.compare.fuzz;

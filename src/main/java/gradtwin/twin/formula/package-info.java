/**
 * The forward pass once more, as a formula: what the twin's layers compute, written as a graph of
 * elementary terms.
 *
 * <p>A layer's {@code forward} is written to be fast and to be gone back from; its {@code formula}
 * is written to be asked questions: what is the derivative in some direction, by the complex step
 * ({@link gradtwin.twin.formula.Formula#derivative}); how much rounding reaches each gradient
 * ({@link gradtwin.twin.formula.Rounding}); how far is the nearest kink. It shares no backward
 * pass, no stored mask and no index map with the layer, so that its answers are a witness.
 *
 * <p>Why a formula beside the forward pass rather than one forward pass over an abstract number:
 * the fast pass stays plain loops over {@code double[]}, the formula is a few lines per layer in
 * the terms of the paper, and a graph can be asked more than a number can. That both say the same
 * is tested on every network of the vocabulary.
 */
package gradtwin.twin.formula;

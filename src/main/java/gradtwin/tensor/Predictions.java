package gradtwin.tensor;

/**
 * What a network says of a batch, and what that costs.
 *
 * @param values [N, outputs], or [N, outputs, ...] with outputs at each of several positions
 * @param loss the mean loss over the batch, without penalties
 */
public record Predictions(Tensor values, double loss) {}

package gradtwin.train;

/**
 * One pass over the training examples.
 *
 * @param number counted from 1
 * @param steps training steps of the run so far
 * @param loss the mean of the losses before each of the epoch's updates, weighted by the batches'
 *     sizes: what training saw on its way, not what the network has at the end
 * @param measuredOn the part that was measured after the epoch
 * @param measured what it gave
 * @param best whether it is better than after every earlier epoch
 * @param seconds that the training steps took
 * @param measuringSeconds that measuring took
 */
public record Epoch(
    int number,
    long steps,
    double loss,
    Part measuredOn,
    Metrics measured,
    boolean best,
    double seconds,
    double measuringSeconds) {}

package gradtwin.compare.fuzz;

/**
 * A failure that was written down.
 *
 * @param network its number under the seed; -1 for one that an earlier run did not survive
 * @param failure of the network as it was shrunk
 * @param file the smallest network that shows it
 * @param layers how many it has
 * @param parameters how many numbers it learns; 0 if that is unknown
 */
public record Finding(long network, Failure failure, String file, int layers, int parameters) {}

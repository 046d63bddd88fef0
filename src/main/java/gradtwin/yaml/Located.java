package gradtwin.yaml;

/**
 * A value that while reading still knows where it came from. Positions end when reading ends.
 *
 * @param node what it was read from
 * @param path the key path, such as {@code network.layers[1]}
 * @param sound whether it was read without a fault; otherwise the value is in part a stand-in, and
 *     what follows from it must not be told to the user
 */
public record Located<T>(T value, Node node, String path, boolean sound) {}

package gradtwin.spec;

import gradtwin.tensor.Shape;

/**
 * Where a layer stands in its network.
 *
 * @param index counted from 0
 * @param input the shape of one example as it arrives
 * @param seed the experiment's
 * @param training what DL4J keeps on each layer: optimizer and gradient normalization
 */
public record LayerContext(int index, Shape input, long seed, TrainingSpec training) {}

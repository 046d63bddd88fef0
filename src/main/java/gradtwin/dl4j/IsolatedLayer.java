package gradtwin.dl4j;

import gradtwin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one layer of DL4J makes of an input and of the gradient with respect to its output, whatever
 * the layers around it do. Everything is in the conventions of this program.
 *
 * @param output [N, ...]
 * @param mask which steps of sequences are there as they leave: [N, T]; empty if none leaves
 * @param loss the mean loss over the batch, without penalties; empty for a layer without labels
 * @param penalty the value of the layer's L1, L2 and weight decay terms
 * @param delta the gradient of the mean loss with respect to the input: [N, ...]
 * @param gradients the gradient with respect to each parameter, by its key
 */
public record IsolatedLayer(
    Tensor output,
    Optional<Tensor> mask,
    OptionalDouble loss,
    double penalty,
    Tensor delta,
    Map<String, Tensor> gradients) {}

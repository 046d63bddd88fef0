package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.GRADIENT;
import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.compare.plant.WrongRecurrence.Slip;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.BidirectionalLayer;
import gradtwin.twin.layer.BidirectionalLayer.Mode;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.LstmLayer;
import gradtwin.twin.layer.SimpleRnnLayer;
import java.util.List;
import java.util.function.Predicate;

/** Bugs in layers that go through sequences step by step. */
final class RecurrentPlants {
  private static final int BLOCKS = 4;

  private static final String RECURRENT =
      "an lstm, gravesLstm or simpleRnn layer over several steps";
  private static final String LSTM = "an lstm or gravesLstm layer over several steps";
  private static final String PEEPHOLES = "a gravesLstm layer over several steps";
  private static final String CONCAT = "a bidirectional layer with concat";

  static final List<Plant> ALL =
      List.of(
          recurrence(
              "recurrence-cut",
              "nothing goes back from a step to the one before it",
              RECURRENT,
              RecurrentPlants::isRecurrence,
              Slip.RECURRENCE_CUT),
          recurrence(
              "recurrent-weights-not-transposed",
              "the delta goes back in time through the recurrent weights of each gate, not through"
                  + " their transpose",
              "an lstm, gravesLstm or simpleRnn layer of several units over several steps",
              RecurrentPlants::isRecurrence,
              Slip.NOT_TRANSPOSED),
          new Plant(
              "state-of-the-same-step",
              GRADIENT,
              "the gradient of the recurrent weights is made with the state that a step leaves,"
                  + " not with the one that it found",
              RECURRENT,
              Bug.back(
                  RecurrentPlants::isRecurrence,
                  (walk, dy) -> {
                    WrongRecurrence.of(walk.layer(), Slip.STATE_OF_THE_SAME_STEP).back(walk, dy);
                    Tensor gradient = walk.layer().parameters().get(1).gradient();
                    Tensor wrong = gradient.copy();
                    Tensor dx = walk.back(dy);
                    gradient.overwriteWith(wrong);
                    return dx;
                  })),
          recurrence(
              "memory-cut",
              "nothing goes back through the memory, only through the output",
              LSTM,
              LstmLayer.class::isInstance,
              Slip.MEMORY_CUT),
          recurrence(
              "forget-gate-by-new-memory",
              "the gradient of the forget gate is made with the memory after the step, not with the"
                  + " one before it",
              LSTM,
              LstmLayer.class::isInstance,
              Slip.NEW_MEMORY),
          recurrence(
              "peephole-term-missing",
              "nothing goes back to the memory through the peepholes",
              PEEPHOLES,
              RecurrentPlants::hasPeepholes,
              Slip.PEEPHOLE_CUT),
          new Plant(
              "peephole-gradient-missing",
              GRADIENT,
              "the peepholes never get a gradient",
              PEEPHOLES,
              Bug.back(
                  RecurrentPlants::hasPeepholes,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    Tensor gradient = walk.layer().parameters().get(1).gradient();
                    int gates = units(walk.layer()) * BLOCKS;
                    gradient.overwriteWith(
                        Tensors.alongAxis(gradient, 1, column -> column < gates ? column : -1));
                    return dx;
                  })),
          new Plant(
              "gates-permuted",
              GRADIENT,
              "the gradients of the output and the input gate are written in each other's place",
              "an lstm or gravesLstm layer",
              Bug.back(
                  LstmLayer.class::isInstance,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    int units = units(walk.layer());
                    for (Parameter parameter : walk.layer().parameters()) {
                      Tensor gradient = parameter.gradient();
                      gradient.overwriteWith(permuted(gradient, units));
                    }
                    return dx;
                  })),
          new Plant(
              "directions-swapped",
              LAYER,
              "each direction goes back with the half of the delta that belongs to the other",
              CONCAT,
              Bug.back(
                  layer -> mode(layer, Mode.CONCAT),
                  (walk, dy) -> {
                    int half = dy.shape().size(1) / 2;
                    return walk.back(Tensors.alongAxis(dy, 1, k -> (k + half) % (2 * half)));
                  })),
          new Plant(
              "direction-not-reversed",
              LAYER,
              "the delta of the backward direction is not turned round in time",
              CONCAT,
              Bug.back(
                  layer -> mode(layer, Mode.CONCAT),
                  (walk, dy) -> walk.back(secondHalfReversed(dy)))),
          new Plant(
              "directions-not-averaged",
              LAYER,
              "each direction goes back with the whole delta where their mean went forward",
              "a bidirectional layer with average",
              Bug.back(layer -> mode(layer, Mode.AVERAGE), (walk, dy) -> walk.back(dy.times(2)))),
          new Plant(
              "backward-direction-passes-nothing-down",
              DELTA,
              "only the first half of the features of a concatenated delta is passed down",
              CONCAT,
              Bug.back(
                  layer -> mode(layer, Mode.CONCAT),
                  (walk, dy) -> {
                    int half = dy.shape().size(1) / 2;
                    Tensor dx = walk.back(Tensors.alongAxis(dy, 1, k -> k < half ? k : -1));
                    walk.back(dy);
                    return dx;
                  })));

  private RecurrentPlants() {}

  private static boolean isRecurrence(Layer layer) {
    return layer instanceof LstmLayer || layer instanceof SimpleRnnLayer;
  }

  private static boolean hasPeepholes(Layer layer) {
    return layer instanceof LstmLayer && units(layer) * BLOCKS < recurrent(layer).columns();
  }

  private static Plant recurrence(
      String name, String summary, String needs, Predicate<Layer> fits, Slip slip) {
    return new Plant(
        name,
        LAYER,
        summary,
        needs,
        Bug.back(fits, (walk, dy) -> WrongRecurrence.of(walk.layer(), slip).back(walk, dy)));
  }

  private static Tensor recurrent(Layer layer) {
    return layer.parameters().get(1).value();
  }

  private static int units(Layer layer) {
    return recurrent(layer).rows();
  }

  private static boolean mode(Layer layer, Mode mode) {
    return layer instanceof BidirectionalLayer both && both.mode() == mode;
  }

  /** Blocks of columns i f o g written as i f g o; peepholes behind them stay. */
  private static Tensor permuted(Tensor gradient, int units) {
    int axis = gradient.shape().rank() - 1;
    return Tensors.alongAxis(
        gradient,
        axis,
        column ->
            switch (column / units) {
              case 2 -> column < 3 * units ? column + units : column;
              case 3 -> column - units;
              default -> column;
            });
  }

  private static Tensor secondHalfReversed(Tensor dy) {
    int half = dy.columns() / 2;
    int steps = dy.shape().size(2);
    return Tensors.moved(
        dy, i -> i % dy.columns() < half ? i : i - i % steps + steps - 1 - i % steps);
  }
}

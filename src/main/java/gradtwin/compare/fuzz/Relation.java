package gradtwin.compare.fuzz;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What has to hold between the gradients of a network and those of the same network where something
 * was changed that should make no difference, or a known one. It takes one implementation to check.
 */
enum Relation {
  /** The gradient of a batch is the mean of those of its parts, weighted by their sizes. */
  PARTS("the gradient of a batch is the weighted mean of those of its parts") {
    @Override
    Optional<Check> of(Point point) {
      int size = point.batch().size();
      if (size < 2 || point.mixesExamples()) {
        return Optional.empty();
      }
      int cut = (size + 1) / 2;
      if (point.isWeighted() && size - cut < 2) {
        return Optional.empty(); // DL4J uses the weight of a single example twice
      }
      return Optional.of(
          side -> {
            Gradients first = point.with(point.batch().slice(0, cut)).gradients(side);
            Gradients second = point.with(point.batch().slice(cut, size)).gradients(side);
            return first.times((double) cut / size).plus(second.times(1 - (double) cut / size));
          });
    }
  },

  /** The order of the examples does not matter. */
  ORDER("the order of the examples does not matter") {
    @Override
    Optional<Check> of(Point point) {
      int size = point.batch().size();
      if (size < 2 || point.draws()) {
        return Optional.empty();
      }
      int[] reversed = IntStream.range(0, size).map(i -> size - 1 - i).toArray();
      return Optional.of(side -> point.with(point.examples(reversed)).gradients(side));
    }
  },

  /** Each example twice gives the same mean. */
  TWICE("having every example twice changes nothing") {
    @Override
    Optional<Check> of(Point point) {
      if (point.draws() || point.isOfWholeBatch()) {
        return Optional.empty();
      }
      int size = point.batch().size();
      int[] twice = IntStream.range(0, 2 * size).map(i -> i % size).toArray();
      return Optional.of(side -> point.with(point.examples(twice)).gradients(side));
    }
  },

  /** What stands in steps that are not there does not matter. */
  MISSING_STEPS("what stands in steps that are not there does not matter") {
    @Override
    Optional<Check> of(Point point) {
      Optional<Tensor> mask = point.batch().featureMask();
      if (mask.isEmpty() || point.seesMissingSteps() || !endsAreMissing(mask.get())) {
        return Optional.empty();
      }
      Tensor features = point.batch().features().copy();
      int channels = features.shape().size(1);
      int steps = features.shape().size(2);
      boolean missing = false;
      for (int i = 0; i < features.size(); i++) {
        int at = i / (channels * steps) * steps + i % steps;
        if (mask.get().values()[at] == 0) {
          features.values()[i] = 0.75;
          missing = true;
        }
      }
      Batch batch = new Batch(features, point.batch().labels(), mask, point.batch().labelMask());
      return missing ? Optional.of(side -> point.with(batch).gradients(side)) : Optional.empty();
    }
  },

  /** A loss of which every output counts four times as much has four times the gradient. */
  SCALE("a loss of four times the weight has four times the gradient") {
    @Override
    Optional<Check> of(Point point) {
      return point
          .weighted()
          .map(heavy -> side -> point.with(heavy).gradients(side).times(1 / Point.WEIGHT));
    }
  },

  /** The units of a hidden layer in another order have the same gradients in that order. */
  UNITS("permuting hidden units permutes their gradients") {
    @Override
    Optional<Check> of(Point point) {
      return point
          .denseBelowDense()
          .map(
              layer ->
                  side -> {
                    List<Map<String, Tensor>> turned =
                        point.reversedUnits(layer, point.parameters());
                    Gradients gradients = point.at(turned).gradients(side);
                    return new Gradients(point.reversedUnits(layer, gradients.byLayer()));
                  });
    }
  };

  /**
   * Whether only steps behind the others are missing: what comes before them is read by a recurrent
   * layer, in DL4J and so in the twin.
   */
  private static boolean endsAreMissing(Tensor mask) {
    int steps = mask.columns();
    for (int i = 1; i < mask.size(); i++) {
      if (i % steps > 0 && mask.values()[i] > mask.values()[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private final String sentence;

  Relation(String sentence) {
    this.sentence = sentence;
  }

  /** What has to hold. */
  String sentence() {
    return sentence;
  }

  /** As a verdict: {@code relation parts}. */
  String verdict() {
    return "relation " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How to have the gradients in another way; empty if it does not apply to such a network. */
  abstract Optional<Check> of(Point point);

  /** The gradients, found in another way. */
  @FunctionalInterface
  interface Check {
    Gradients otherwise(Side side);
  }
}

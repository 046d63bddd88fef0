package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Some steps of a training, compared.
 *
 * @param steps how many were taken
 * @param verdict over both parts
 * @param sentence the verdict in words
 * @param defect what each step of DL4J is off by, from where DL4J stood before it
 * @param freeRun how far DL4J and the twin drift apart when each trains on its own
 * @param points step by step
 */
public record Trajectory(
    int steps,
    Verdict verdict,
    String sentence,
    Defect defect,
    FreeRun freeRun,
    List<Point> points) {
  public Trajectory {
    points = List.copyOf(points);
  }

  /**
   * One step. Distances are Euclidean, over all parameters of the network, and relative to the
   * length of the twin's.
   *
   * @param step from 1
   * @param loss DL4J's, before the step
   * @param defect from DL4J's parameters after the step to the twin's, which took the step from
   *     DL4J's parameters and memory before it
   * @param memory the same of what the optimizers remember: the largest of its tensors
   * @param share the largest share that any element's defect, of parameters or memory, has of what
   *     rounding allows; above 1 it is a defect
   * @param onKink whether the defect is no more than what units on a kink may make of it
   * @param distance from DL4J's parameters to the twin's, each trained on its own since the start
   * @param envelopeMinimum from the twin to the nearest of the twins that started one unit in the
   *     last place away
   * @param envelopeMaximum to the farthest of them
   */
  public record Point(
      int step,
      double loss,
      double defect,
      double memory,
      double share,
      boolean onKink,
      double distance,
      double envelopeMinimum,
      double envelopeMaximum) {
    /** Whether the step is off by more than rounding and kinks make of it. */
    public boolean defective() {
      return share > 1 && !onKink;
    }
  }

  /**
   * The defects of all steps.
   *
   * @param largest relative to the length of the parameters
   * @param largestShare of what rounding allows, kinks left out
   * @param onKink how many steps are beyond that because of a kink
   * @param defective how many are beyond it for no such reason
   * @param first the first of those, and the element that is farthest beyond; empty if there is
   *     none
   */
  public record Defect(
      Verdict verdict,
      double largest,
      double largestShare,
      int onKink,
      int defective,
      Optional<Element> first) {}

  /**
   * One element after one step.
   *
   * @param step from 1
   * @param index its coordinates
   */
  public record Element(int step, Place place, List<Integer> index, double dl4j, double twin) {}

  /**
   * The distance of the two trainings against the envelope.
   *
   * @param twins how many make the envelope
   * @param judged steps from the first on that were judged: until the envelope is too wide
   * @param medianRatio of the distance over the farthest twin's, which counts as one rounding at
   *     least
   * @param largestRatio of any step
   * @param leap the step in which the distance grows at once by more than chaos makes it; 0 if
   *     there is none. A rounding decides there: a kink, or an adaptive step whose gradient is
   *     nearly 0
   * @param growth of the distance
   * @param envelopeGrowth of the farthest twin's
   */
  public record FreeRun(
      Verdict verdict,
      int twins,
      int judged,
      double medianRatio,
      double largestRatio,
      int leap,
      Growth growth,
      Growth envelopeGrowth) {}

  /**
   * How a distance grows with the steps.
   *
   * @param kind which of the laws fits its logarithm best
   * @param exponent p of {@code step^p}
   * @param doubling steps in which it doubles, for exponential growth
   */
  public record Growth(Kind kind, double exponent, double doubling) {
    /** The laws. */
    public enum Kind {
      /** It stays within a small factor. */
      STEADY("does not grow"),
      /**
       * {@code step^p}: p about 1/2 for rounding that adds up at random, 1 for a constant error.
       */
      POWER("grows as a power of the steps"),
      /** It doubles in a fixed number of steps: chaos magnifies whatever is there. */
      EXPONENTIAL("grows exponentially");

      private final String words;

      Kind(String words) {
        this.words = words;
      }

      @Override
      public String toString() {
        return words;
      }
    }

    /** As a reader would say it. */
    @Override
    public String toString() {
      return switch (kind) {
        case STEADY -> "does not grow";
        case POWER ->
            String.format(Locale.ROOT, "grows like the steps to the power %.2f", exponent);
        case EXPONENTIAL ->
            String.format(Locale.ROOT, "grows exponentially, doubling in %.1f steps", doubling);
      };
    }
  }
}

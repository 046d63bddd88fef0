package gradtwin.compare;

import gradtwin.compare.StepDefect.Standing;
import gradtwin.compare.Trajectory.Defect;
import gradtwin.compare.Trajectory.Element;
import gradtwin.compare.Trajectory.FreeRun;
import gradtwin.compare.Trajectory.Point;
import gradtwin.compare.TrajectorySentence.End;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.dl4j.Dl4jState;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Trains DL4J for some steps and asks two questions. Is each step the twin's, from where DL4J stood
 * (see {@link StepDefect})? And does DL4J, on its own since the start, stay as near to a twin that
 * trains on its own as other twins do that started one unit in the last place away? The second
 * tells a fault, which adds up from the first step on, from chaos, which magnifies every rounding
 * alike.
 *
 * <p>The twins of the free run compute in float64. For a float32 network their parameters and
 * memory are rounded to float32 after each step: what DL4J loses there, it loses step by step, and
 * small steps are lost altogether; a twin that kept all digits would leave it behind for no fault
 * of DL4J's. And the twins of the envelope take each gradient one unit in the last place away from
 * where they stand, since DL4J rounds in every operation, and float64 would not.
 */
final class TrajectoryComparison {
  /** Twins that make the envelope. */
  private static final int TWINS = 4;

  /** Where the envelope is wider than this, relative to the parameters, nothing can be judged. */
  private static final double WIDEST = 1e-3;

  /** A single step may be off by this many times what rounding allows: it is an estimate. */
  private static final double LARGEST_SINGLE_SHARE = 2;

  /** Healthy networks stay within this many times the envelope, measured. */
  private static final double LARGEST_HEALTHY_RATIO = 10;

  /** Chaos does not magnify a distance so many times in one step. */
  private static final double SMALLEST_LEAP = 10;

  /**
   * A healthy network stays within some ten times the envelope; a fault is far beyond, from the
   * first step on. What gets there later, by steps that are the twin's, was a rounding's decision.
   */
  private static final double LARGEST_RATIO = 100;

  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final TrainingBatches batches;
  private final Supplier<Network> twins;
  private final Verdict known;

  /**
   * @param dl4j a network before its first step; it takes some, and is then put back
   * @param twins makes twins
   * @param known what is known of the gradients at the start: the side that deviates there deviates
   *     here
   */
  TrajectoryComparison(
      Experiment experiment,
      Dl4jNetwork dl4j,
      TrainingBatches batches,
      Supplier<Network> twins,
      Verdict known) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.batches = batches;
    this.twins = twins;
    this.known = known;
  }

  /**
   * Trains and compares; ends early where the numbers do.
   *
   * @param steps at least 1
   */
  Trajectory compare(int steps) {
    Dl4jState before = dl4j.state();
    try {
      return compareFromHere(steps);
    } finally {
      before.restore();
    }
  }

  private Trajectory compareFromHere(int steps) {
    StepDefect defects = new StepDefect(experiment, twins);
    List<Map<String, Tensor>> start = dl4j.parameters();
    TrainingTwin free = twinAt(start);
    List<TrainingTwin> envelope = new ArrayList<>();
    for (int i = 0; i < TWINS; i++) {
      TrainingTwin other = twinAt(start);
      other.nudge(random(i));
      envelope.add(other);
    }
    List<Point> points = new ArrayList<>();
    List<Element> worst = new ArrayList<>();
    Standing standing = standing();
    End end = End.LAST_STEP;
    for (int step = 0; step < steps && end == End.LAST_STEP; step++) {
      Moment moment = batches.moment(step);
      Batch batch = batches.of(step);
      Standing from = standing;
      dl4j.goTo(moment);
      double loss = dl4j.train(batch);
      Standing after = standing();
      StepDefect.Finding finding = defects.of(from, after, batch, moment);
      free.train(batch, moment);
      free.round();
      advance(envelope, batch, moment);
      if (!after.isFinite()) {
        end = finding.finite() ? End.DL4J_INFINITE : End.BOTH_INFINITE;
      } else {
        points.add(point(step + 1, loss, finding, after, free, envelope));
        worst.add(finding.worst());
      }
      standing = after;
    }
    return new Verdicts(points, worst, end).trajectory();
  }

  private TrainingTwin twinAt(List<Map<String, Tensor>> start) {
    TrainingTwin twin = new TrainingTwin(twins.get(), experiment);
    twin.put(start);
    return twin;
  }

  private void advance(List<TrainingTwin> envelope, Batch batch, Moment moment) {
    for (int i = 0; i < envelope.size(); i++) {
      if (experiment.precision() == Precision.FLOAT32) {
        int index = TWINS * (1 + (int) (moment.iteration() % 1_000_000)) + i;
        envelope.get(i).trainRoughly(batch, moment, random(index));
      } else {
        envelope.get(i).train(batch, moment);
      }
      envelope.get(i).round();
    }
  }

  private CounterRandom random(int index) {
    return new CounterRandom(experiment.seed(), CounterRandom.Stream.WITNESS, index);
  }

  private Standing standing() {
    return new Standing(dl4j.parameters(), dl4j.memory());
  }

  private static Point point(
      int step,
      double loss,
      StepDefect.Finding finding,
      Standing ofDl4j,
      TrainingTwin free,
      List<TrainingTwin> envelope) {
    List<Map<String, Tensor>> center = free.parameters();
    double[] others =
        envelope.stream().mapToDouble(twin -> distance(twin.parameters(), center)).toArray();
    return new Point(
        step,
        loss,
        finding.parameters(),
        finding.memory(),
        finding.share(),
        finding.onKink(),
        distance(ofDl4j.parameters(), center),
        Arrays.stream(others).min().orElseThrow(),
        Arrays.stream(others).max().orElseThrow());
  }

  /** Relative to the length of the second. */
  private static double distance(List<Map<String, Tensor>> from, List<Map<String, Tensor>> to) {
    double squares = 0;
    double length = 0;
    for (int layer = 0; layer < to.size(); layer++) {
      for (Map.Entry<String, Tensor> parameter : to.get(layer).entrySet()) {
        double[] a = from.get(layer).get(parameter.getKey()).values();
        double[] b = parameter.getValue().values();
        for (int i = 0; i < b.length; i++) {
          squares += (a[i] - b[i]) * (a[i] - b[i]);
          length += b[i] * b[i];
        }
      }
    }
    return squares == 0 ? 0 : Math.sqrt(squares / length);
  }

  /** Turns points into a verdict. */
  private final class Verdicts {
    private final List<Point> points;
    private final List<Element> worst;
    private final End end;

    /**
     * @param worst of each point, the element that is farthest beyond what is allowed
     */
    Verdicts(List<Point> points, List<Element> worst, End end) {
      this.points = points;
      this.worst = worst;
      this.end = end;
    }

    Trajectory trajectory() {
      Defect defect = defect();
      FreeRun freeRun = freeRun();
      Verdict verdict =
          defect.verdict().compareTo(freeRun.verdict()) >= 0 ? defect.verdict() : freeRun.verdict();
      if (end == End.DL4J_INFINITE) {
        verdict = Verdict.NOT_FINITE;
      }
      String sentence = new TrajectorySentence(points, defect, freeRun, end).text();
      return new Trajectory(points.size(), verdict, sentence, defect, freeRun, points);
    }

    private Defect defect() {
      int defective = (int) points.stream().filter(Point::defective).count();
      int onKink = (int) points.stream().filter(Point::onKink).count();
      Optional<Element> first =
          IntStream.range(0, points.size())
              .filter(i -> points.get(i).defective())
              .mapToObj(worst::get)
              .findFirst();
      double share =
          points.stream().filter(p -> !p.onKink()).mapToDouble(Point::share).max().orElse(0);
      Verdict harmless = onKink > 0 ? Verdict.KINK : Verdict.AGREE;
      return new Defect(
          defective > 1 || share > LARGEST_SINGLE_SHARE ? deviation() : harmless,
          points.stream().mapToDouble(Point::defect).max().orElse(0),
          share,
          onKink,
          defective,
          first);
    }

    /** That two steps differ does not say who is right; the gradients at the start may. */
    private Verdict deviation() {
      return known.namesASide() ? known : Verdict.INCONCLUSIVE;
    }

    /**
     * The step in which the distance leaves the healthy range and grows most; 0 if none does both
     * at once.
     */
    private int leap(List<Point> judged) {
      double largest = SMALLEST_LEAP;
      int leap = 0;
      for (int i = 1; i < judged.size(); i++) {
        Point point = judged.get(i);
        double factor = point.distance() / judged.get(i - 1).distance();
        boolean healthy = point.distance() <= LARGEST_HEALTHY_RATIO * point.envelopeMaximum();
        if (!healthy && !point.defective() && Double.isFinite(factor) && factor > largest) {
          largest = factor;
          leap = point.step();
        }
      }
      return leap;
    }

    private FreeRun freeRun() {
      double rounding = experiment.precision().unitRoundoff();
      List<Point> judged =
          points.stream().takeWhile(point -> point.envelopeMaximum() <= WIDEST).toList();
      double[] ratios =
          judged.stream()
              .mapToDouble(p -> p.distance() / Math.max(p.envelopeMaximum(), rounding))
              .toArray();
      double[] sorted = Arrays.stream(ratios).sorted().toArray();
      double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
      boolean fault = median > LARGEST_RATIO && ratios[0] > LARGEST_RATIO;
      return new FreeRun(
          fault ? deviation() : Verdict.AGREE,
          TWINS,
          judged.size(),
          median,
          sorted.length == 0 ? 0 : sorted[sorted.length - 1],
          leap(judged),
          GrowthFit.of(judged.stream().mapToDouble(Point::distance).toArray()),
          GrowthFit.of(judged.stream().mapToDouble(Point::envelopeMaximum).toArray()));
    }
  }
}

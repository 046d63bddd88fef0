package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.compare.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What a comparison's reports call things. */
final class AgreementWords {
  private AgreementWords() {}

  /** How a verdict is to be taken. */
  enum Tone {
    GOOD("32", "good", "✓"),
    UNSURE("33", "unsure", "?"),
    BAD("31", "bad", "✗");

    private final String ansi;
    private final String word;
    private final String sign;

    Tone(String ansi, String word, String sign) {
      this.ansi = ansi;
      this.word = word;
      this.sign = sign;
    }

    /** The parameter of a terminal's colour sequence. */
    String ansi() {
      return ansi;
    }

    /** A style sheet's class. */
    String word() {
      return word;
    }

    /** One character, for those who do not see the colour. */
    String sign() {
      return sign;
    }
  }

  static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case AGREE, KINK -> Tone.GOOD;
      case CLIPPED, INCONCLUSIVE, STOCHASTIC -> Tone.UNSURE;
      case COMMON_MODE,
          DIFFERENT_FUNCTION,
          ACCELERATION_DEVIATES,
          TWIN_DEVIATES,
          DL4J_DEVIATES,
          NOT_FINITE ->
          Tone.BAD;
    };
  }

  /** The verdict as a headline. */
  static String headline(Verdict verdict) {
    return switch (verdict) {
      case AGREE -> "Agreement";
      case KINK -> "Agreement, but for units on a kink";
      case CLIPPED -> "They differ where DL4J clips predictions";
      case INCONCLUSIVE -> "Inconclusive";
      case STOCHASTIC -> "DL4J does not give the same answer twice";
      case COMMON_MODE -> "Both sides agree, and both are wrong";
      case DIFFERENT_FUNCTION -> "The two sides compute different functions";
      case ACCELERATION_DEVIATES -> "The acceleration deviates";
      case TWIN_DEVIATES -> "The twin deviates";
      case DL4J_DEVIATES -> "DL4J deviates";
      case NOT_FINITE -> "A number is not finite";
    };
  }

  /** What a verdict means, in a sentence. */
  static String meaning(Verdict verdict) {
    return switch (verdict) {
      case AGREE ->
          "Every element is within 6 σ of predicted rounding (one alone may reach 12 σ, by chance),"
              + " and the complex step does not contradict them.";
      case KINK ->
          "They differ only by what depends on units that sit on a kink, where rounding decides"
              + " which of two right derivatives is taken. Counts as agreement.";
      case CLIPPED ->
          "They differ where DL4J's loss clips predictions, so that its score does not move and has"
              + " nothing to say.";
      case INCONCLUSIVE -> "They differ, and the witnesses cannot tell whose fault it is.";
      case STOCHASTIC -> "DL4J does not give the same answer twice for the same question.";
      case COMMON_MODE -> "Both sides agree, and the complex step contradicts both.";
      case DIFFERENT_FUNCTION ->
          "The losses or activations differ already: the gradients may be right, each of its own"
              + " function.";
      case ACCELERATION_DEVIATES ->
          "They agree, and a layer that this program computes in DL4J's place when it trains agrees"
              + " with neither.";
      case TWIN_DEVIATES -> "They differ, and the complex step sides with DL4J.";
      case DL4J_DEVIATES ->
          "They differ, and the complex step sides with the twin; where the gap is large enough for"
              + " it to be seen, DL4J's gradient contradicts DL4J's own score.";
      case NOT_FINITE -> "A NaN or an infinity stands where a number should.";
    };
  }

  /** A row's verdict, with where it stands in the flow. */
  static String marked(AgreementRow row) {
    return row.mark().isEmpty()
        ? row.verdict().toString()
        : row.verdict() + " (" + row.mark() + ")";
  }

  static String batches(Agreement agreement) {
    return Figures.count(agreement.batches(), "batch", "batches")
        + " with "
        + Figures.count(agreement.examples(), "example");
  }

  static String sides(double dl4j, double twin) {
    return "DL4J " + AgreementFigures.value(dl4j) + ", twin " + AgreementFigures.value(twin);
  }

  /** A layer's number and type. */
  static String layer(Agreement agreement, int layer) {
    return layer + " " + agreement.activations().get(layer).layerType();
  }

  /** The kind of a tensor. */
  static String role(Role role) {
    return switch (role) {
      case ACTIVATION -> "activation";
      case DELTA -> "delta";
      case GRADIENT -> "gradient";
      case MEMORY -> "memory";
      case UPDATE -> "update";
    };
  }

  /** A tensor of a layer: {@code gradient of W}. */
  static String tensor(Place place) {
    return role(place.role()) + (place.parameter().isEmpty() ? "" : " of " + place.parameter());
  }

  /** A tensor and its layer: {@code 1 output, gradient of W}. */
  static String name(Place place) {
    return place.layer() + " " + place.layerType() + ", " + tensor(place);
  }

  /** An accelerated layer's farthest tensor, and how far it is: {@code at most 1.4 σ, in delta}. */
  static String farthest(AcceleratedLayer layer) {
    return "at most "
        + AgreementFigures.z(layer.z())
        + " σ from the twin, in "
        + (layer.worst().role() == Role.ACTIVATION ? "its output" : tensor(layer.worst()));
  }

  static String tensor(ComplexStepBlock block) {
    return block.role() == Role.DELTA ? "delta" : block.parameter();
  }

  static String tensor(WitnessBlock block) {
    return block.parameter().isEmpty() ? "input" : block.parameter();
  }

  /** How much was compared, and what was not. */
  static String coverage(Coverage coverage) {
    if (coverage.gradientElements() == 0) {
      return "No gradient was compared: there is none.";
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        Figures.count(coverage.gradientElements(), "gradient element")
            + " compared with the twin, all of them");
    parts.add(
        Figures.count(coverage.witnessElements())
            + " of "
            + Figures.count(coverage.parameters(), "parameter")
            + " differentiated numerically");
    parts.add(
        Figures.count(coverage.complexElements(), "element")
            + " by the complex step one by one, and all together along "
            + Figures.count(coverage.complexDirections(), "direction"));
    if (coverage.notGradients() > 0) {
      parts.add(
          Figures.count(coverage.notGradients(), "element")
              + " of statistics and frozen parameters, which have no gradient");
    }
    parts.add(
        Figures.count(coverage.excluded())
            + " excluded"
            + (coverage.excluded() > 0 ? " (every step crossed a kink)" : ""));
    if (coverage.ambiguousUnits() > 0) {
      parts.add(
          Figures.count(coverage.ambiguousUnits(), "unit")
              + " so near a kink that rounding decides");
    }
    if (coverage.clippedPredictions() > 0) {
      parts.add(
          Figures.count(coverage.clippedPredictions(), "prediction") + " clipped by DL4J's loss");
    }
    return String.join("; ", parts) + ".";
  }
}

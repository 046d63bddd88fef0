package gradtwin.spec;

/** What is measured on a set of examples. */
public enum Metric {
  LOSS(false, false),
  ACCURACY(true, true),
  MEAN_SQUARED_ERROR(false, false),
  MEAN_ABSOLUTE_ERROR(false, false);

  private final boolean higherIsBetter;
  private final boolean classesOnly;

  Metric(boolean higherIsBetter, boolean classesOnly) {
    this.higherIsBetter = higherIsBetter;
    this.classesOnly = classesOnly;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Whether it needs labels that are classes. */
  public boolean classesOnly() {
    return classesOnly;
  }

  /** As the file writes it. */
  public String word() {
    return switch (this) {
      case LOSS -> "loss";
      case ACCURACY -> "accuracy";
      case MEAN_SQUARED_ERROR -> "meanSquaredError";
      case MEAN_ABSOLUTE_ERROR -> "meanAbsoluteError";
    };
  }
}

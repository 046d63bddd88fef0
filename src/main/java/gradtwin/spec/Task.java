package gradtwin.spec;

/** What there is to predict. */
public enum Task {
  CLASSIFICATION,
  REGRESSION
}

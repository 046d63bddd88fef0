package gradtwin.spec;

/** What a network's predictions are compared with. */
public enum Target {
  /** One label per example. */
  LABEL,
  /** One label per step of a sequence. */
  STEPS,
  /** The features themselves: the network learns to reproduce its input. */
  FEATURES
}

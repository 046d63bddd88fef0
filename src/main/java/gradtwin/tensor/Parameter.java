package gradtwin.tensor;

/**
 * One array that training changes: its value, the gradient of the mean loss with respect to it
 * (uphill, without the penalty), and its penalty. Value and gradient keep the same shape for ever.
 */
public final class Parameter {
  private final String key;
  private final Tensor value;
  private final Tensor gradient;
  private final Penalty penalty;

  /**
   * A parameter that starts at the given value, which is shared, not copied.
   *
   * @param key its short name within its layer, as DL4J has it: {@code W}, {@code b}
   */
  public Parameter(String key, Tensor value, Penalty penalty) {
    this.key = key;
    this.value = value;
    this.gradient = value.zerosLike();
    this.penalty = penalty;
  }

  public String key() {
    return key;
  }

  /** The live value. */
  public Tensor value() {
    return value;
  }

  /** The live gradient that the last backward pass left. */
  public Tensor gradient() {
    return gradient;
  }

  public Penalty penalty() {
    return penalty;
  }

  @Override
  public String toString() {
    return key + value.shape();
  }
}

package gradtwin.tensor;

/**
 * One array that training changes: its value, the gradient of the mean loss with respect to it
 * (uphill, without the penalty), and its penalty. Value and gradient keep the same shape for ever.
 */
public final class Parameter {
  private final String key;
  private final Tensor value;
  private final Tensor gradient;
  private final Role role;
  private final Penalty penalty;

  /** What a parameter is to the training. */
  public enum Role {
    /** Learned by the layer's optimizer. */
    WEIGHT,
    /** Learned by the layer's optimizer for biases. */
    BIAS,
    /**
     * Moved by the layer itself, such as a running mean: what the backward pass leaves in the
     * gradient is no gradient but the step, and is subtracted as it is.
     */
    STATISTIC,
    /** Kept as it is. */
    FROZEN
  }

  /**
   * A parameter that starts at the given value, which is shared, not copied.
   *
   * @param key its short name within its layer, as DL4J has it: {@code W}, {@code b}
   */
  public Parameter(String key, Tensor value, Role role, Penalty penalty) {
    this(key, value, value.zerosLike(), role, penalty);
  }

  private Parameter(String key, Tensor value, Tensor gradient, Role role, Penalty penalty) {
    this.key = key;
    this.value = value;
    this.gradient = gradient;
    this.role = role;
    this.penalty = penalty;
  }

  /** The same live value under another name, in another role. Its gradient is its own. */
  public Parameter renamed(String otherKey, Role otherRole) {
    return new Parameter(otherKey, value, otherRole, penalty);
  }

  /** The same live value and gradient under another name, as part of a larger layer. */
  public Parameter named(String otherKey) {
    return new Parameter(otherKey, value, gradient, role, penalty);
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

  public Role role() {
    return role;
  }

  /** Whether it is learned from its gradient. */
  public boolean isLearned() {
    return role == Role.WEIGHT || role == Role.BIAS;
  }

  public Penalty penalty() {
    return penalty;
  }

  @Override
  public String toString() {
    return key + value.shape();
  }
}

package gradtwin.spec;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/** What happens at the ends of an axis along which windows slide. */
public enum WindowMode {
  /** As many windows as fit; what is left over is not seen. */
  TRUNCATE(ConvolutionMode.Truncate),
  /** As truncate, but nothing may be left over. */
  STRICT(ConvolutionMode.Strict),
  /** One window for each stride; they stick out at both ends. */
  SAME(ConvolutionMode.Same),
  /** One window for each stride, which sees nothing later than its own place. */
  CAUSAL(ConvolutionMode.Causal);

  private final ConvolutionMode dl4j;

  WindowMode(ConvolutionMode dl4j) {
    this.dl4j = dl4j;
  }

  ConvolutionMode toDl4j() {
    return dl4j;
  }

  /** Whether the windows may be given room at both ends, rather than taking what they need. */
  boolean takesPadding() {
    return this == TRUNCATE || this == STRICT;
  }
}

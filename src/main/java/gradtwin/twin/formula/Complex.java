package gradtwin.twin.formula;

/**
 * A complex number, with the functions that formulas are made of. They are those of complex
 * analysis, continued from the positive real axis; where a real function chooses (absolute value,
 * maximum), the real part decides.
 *
 * <p>The complex step needs functions that keep a tiny imaginary part to full relative precision:
 * none here subtracts imaginary parts of like size where theory does not.
 */
public record Complex(double re, double im) {
  public static Complex of(double real) {
    return new Complex(real, 0);
  }

  public Complex plus(Complex other) {
    return new Complex(re + other.re, im + other.im);
  }

  public Complex plus(double real) {
    return new Complex(re + real, im);
  }

  public Complex minus(Complex other) {
    return new Complex(re - other.re, im - other.im);
  }

  public Complex negated() {
    return new Complex(-re, -im);
  }

  public Complex times(Complex other) {
    return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
  }

  public Complex times(double factor) {
    return new Complex(factor * re, factor * im);
  }

  public Complex square() {
    return times(this);
  }

  /** By Smith's method, which neither overflows nor underflows on the way. */
  public Complex dividedBy(Complex other) {
    if (Math.abs(other.re) >= Math.abs(other.im)) {
      double ratio = other.im / other.re;
      double denominator = other.re + other.im * ratio;
      return new Complex((re + im * ratio) / denominator, (im - re * ratio) / denominator);
    }
    double ratio = other.re / other.im;
    double denominator = other.re * ratio + other.im;
    return new Complex((re * ratio + im) / denominator, (im * ratio - re) / denominator);
  }

  /** 1/z */
  public Complex reciprocal() {
    return of(1).dividedBy(this);
  }

  /** e^a (cos b + i sin b) */
  public Complex exp() {
    double modulus = Math.exp(re);
    return new Complex(modulus * Math.cos(im), modulus * Math.sin(im));
  }

  /** exp(z) - 1 without cancellation near 0. */
  public Complex expm1() {
    double half = Math.sin(im / 2);
    return new Complex(
        Math.expm1(re) * Math.cos(im) - 2 * half * half, Math.exp(re) * Math.sin(im));
  }

  /** log |z| + i arg z */
  public Complex log() {
    return new Complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re));
  }

  /** log(1 + z) without cancellation near 0, and none near -1. */
  public Complex log1p() {
    if (re < -0.5) {
      return plus(1).log(); // 1 + re is exact here
    }
    return new Complex(Math.log1p(re * (2 + re) + im * im) / 2, Math.atan2(im, 1 + re));
  }

  /** The square root with the positive real part. */
  public Complex sqrt() {
    if (re == 0 && im == 0) {
      return of(0);
    }
    double root = Math.sqrt((Math.hypot(re, im) + Math.abs(re)) / 2);
    double other = im / (2 * root);
    return re >= 0
        ? new Complex(root, other)
        : new Complex(Math.abs(other), Math.copySign(root, im));
  }

  /** z^p = |z|^p (cos(p arg z) + i sin(p arg z)) */
  public Complex power(double p) {
    if (re == 0 && im == 0) {
      return of(Math.pow(0, p));
    }
    double modulus = Math.pow(Math.hypot(re, im), p);
    double angle = p * Math.atan2(im, re);
    return new Complex(modulus * Math.cos(angle), modulus * Math.sin(angle));
  }

  /** (tanh a (1 + tan² b), sin 2b / (cosh 2a + cos 2b)), the first over 1 + tanh² a tan² b */
  public Complex tanh() {
    double t = Math.tanh(re);
    double s = Math.tan(im);
    return new Complex(
        t * (1 + s * s) / (1 + t * t * s * s),
        Math.sin(2 * im) / (Math.cosh(2 * re) + Math.cos(2 * im)));
  }

  /** 1/(1 + exp(-z)), written so that no exponential overflows. */
  public Complex sigmoid() {
    if (re >= 0) {
      return negated().exp().plus(1).reciprocal();
    }
    Complex e = exp();
    return e.dividedBy(e.plus(1));
  }

  /** log(1 + exp(z)), written so that no exponential overflows. */
  public Complex softplus() {
    return re > 0 ? plus(negated().exp().log1p()) : exp().log1p();
  }

  /** z or -z, whichever has a positive real part; at the kink it stands still. */
  public Complex abs() {
    return re == 0 ? of(0) : re < 0 ? negated() : this;
  }

  /** z, or the bound if the real part does not lie above it: at a kink it stands still. */
  public Complex atLeast(double bound) {
    return re <= bound ? of(bound) : this; // NaN stays NaN
  }

  /** z, or the bound if the real part lies above it. */
  public Complex atMost(double bound) {
    return re > bound ? of(bound) : this;
  }
}

package gradtwin.twin.noise;

/** What a rate of dropping must be. */
final class Rate {
  private Rate() {}

  static void require(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a rate from 0 to below 1, got " + rate);
    }
  }
}

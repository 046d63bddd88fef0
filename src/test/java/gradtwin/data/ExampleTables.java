package gradtwin.data;

import java.util.Locale;

/**
 * How the example tables in {@code data} were made: by formulas, so that nobody else's data is in
 * them. The points spread evenly by multiples of irrational numbers instead of at random.
 */
final class ExampleTables {
  static final int ROWS = 300;

  private static final double ROOM_CELSIUS = 21;
  private static final double GRAVITY = 9.81;

  private ExampleTables() {}

  /**
   * Is the drink in a cup still hot? It cools towards the room by Newton's law:
   *
   * <pre>{@code
   * temperature = 21 + (start - 21) * exp(-minutes / tau)   tau: paper 20, glass 35, steel 120
   * cold below 45, hot above 60, pleasant between
   * }</pre>
   */
  static String cups() {
    StringBuilder text = new StringBuilder("cup,start,minutes,verdict\n");
    for (int i = 1; i <= ROWS; i++) {
      double start = rounded(65 + 30 * spread(i, 0.8191725134), 10);
      double minutes = rounded(60 * spread(i, 0.6710436067), 10);
      int material = (int) (3 * spread(i, 0.5497004779));
      double tau = new double[] {20, 35, 120}[material];
      double temperature = ROOM_CELSIUS + (start - ROOM_CELSIUS) * StrictMath.exp(-minutes / tau);
      String cup = new String[] {"paper", "glass", "steel"}[material];
      String verdict = temperature < 45 ? "cold" : temperature > 60 ? "hot" : "pleasant";
      text.append(String.format(Locale.ROOT, "%s,%.1f,%.1f,%s\n", cup, start, minutes, verdict));
    }
    return text.toString();
  }

  /**
   * How far does a ball fly? Thrown at an angle from some height, without air:
   *
   * <pre>{@code
   * up = speed * sin(angle), along = speed * cos(angle)
   * distance = along * (up + sqrt(up^2 + 2 * 9.81 * height)) / 9.81
   * }</pre>
   */
  static String throwsOfABall() {
    StringBuilder text = new StringBuilder("speed,angle,height,distance\n");
    for (int i = 1; i <= ROWS; i++) {
      double speed = rounded(3 + 9 * spread(i, 0.8191725134), 10);
      double angle = rounded(10 + 70 * spread(i, 0.6710436067), 10);
      double height = rounded(2 * spread(i, 0.5497004779), 100);
      double up = speed * StrictMath.sin(StrictMath.toRadians(angle));
      double along = speed * StrictMath.cos(StrictMath.toRadians(angle));
      double distance = along * (up + Math.sqrt(up * up + 2 * GRAVITY * height)) / GRAVITY;
      text.append(
          String.format(Locale.ROOT, "%.1f,%.1f,%.2f,%.2f\n", speed, angle, height, distance));
    }
    return text.toString();
  }

  private static double spread(int i, double step) {
    double multiple = i * step;
    return multiple - Math.floor(multiple);
  }

  private static double rounded(double value, int parts) {
    return Math.rint(value * parts) / parts;
  }
}

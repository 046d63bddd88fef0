package gradtwin.data;

import gradtwin.tensor.CounterRandom;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How the example tables in {@code data} were made: by formulas, so that nobody else's data is in
 * them. The points of tables for people spread evenly by multiples of irrational numbers instead of
 * at random; those of the small tables, on which networks are compared, are random numbers that
 * mean nothing.
 */
final class ExampleTables {
  static final int ROWS = 300;

  private static final double ROOM_CELSIUS = 21;
  private static final double GRAVITY = 9.81;
  private static final int RIDES = 60;
  private static final int GRID_ROWS = 12;
  private static final int GRID_FEATURES = 48;
  private static final int WORDS = 7;
  private static final int SENTENCE = 6;

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

  /**
   * What is a driver doing in each second of a ride, and on which road? Only the change of the
   * speed tells the one, and only the top speed the other.
   *
   * <pre>{@code
   * speeding up for some seconds to a top speed, steady for some, braking for some to a halt:
   * speed = top * second / up,   top,   top * (1 - second / down),   each with up to 1 km/h of noise
   * town below 60, motorway above 90, country between
   * }</pre>
   */
  static String rides() {
    StringBuilder text = new StringBuilder("ride,road,speed,doing\n");
    int row = 0;
    for (int ride = 1; ride <= RIDES; ride++) {
      int up = 3 + (int) (7 * spread(ride, 0.8191725134));
      int steady = 2 + (int) (7 * spread(ride, 0.6710436067));
      int down = 3 + (int) (7 * spread(ride, 0.5497004779));
      double top = 30 + 90 * spread(ride, 0.4503599627);
      String road = top < 60 ? "town" : top > 90 ? "motorway" : "country";
      for (int second = 1; second <= up + steady + down; second++) {
        int braking = second - up - steady;
        double share =
            second <= up ? (double) second / up : 1 - (double) Math.max(braking, 0) / down;
        double speed = Math.max(0, top * share + 2 * spread(++row, 0.8191725134) - 1);
        String doing = second <= up ? "speedingUp" : braking <= 0 ? "steady" : "braking";
        text.append(
            String.format(Locale.ROOT, "%d,%s,%.1f,%s\n", ride, road, rounded(speed, 10), doing));
      }
    }
    return text.toString();
  }

  /**
   * Numbers of the standard normal distribution, 48 a row, so that they can be looked at as images,
   * sequences and volumes of many sizes; the classes take turns.
   */
  static String grid() {
    return grid("kind", row -> List.of("a", "b", "c").get(row % 3));
  }

  /** The same rows with another such number as label. */
  static String gridValues() {
    CounterRandom random = random(1);
    return grid("amount", row -> decimal(random.normal(row, 0)));
  }

  private static String grid(String label, IntFunction<String> labelOf) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GRID_FEATURES; i++) {
      text.append('g').append(i).append(',');
    }
    text.append(label).append('\n');
    CounterRandom random = random(0);
    for (int row = 0; row < GRID_ROWS; row++) {
      for (int i = 0; i < GRID_FEATURES; i++) {
        text.append(decimal(random.normal(row, i))).append(',');
      }
      text.append(labelOf.apply(row)).append('\n');
    }
    return text.toString();
  }

  /** Sentences of six words out of seven, which are numbers; the classes take turns. */
  static String words() {
    StringBuilder text = new StringBuilder("w0,w1,w2,w3,w4,w5,kind\n");
    CounterRandom random = random(2);
    for (int row = 0; row < GRID_ROWS; row++) {
      for (int i = 0; i < SENTENCE; i++) {
        text.append((int) (WORDS * random.uniform(row, i))).append(',');
      }
      text.append(row % 2 == 0 ? "a" : "b").append('\n');
    }
    return text.toString();
  }

  /** Each of the seven words twice, with a class by chance. */
  static String word() {
    StringBuilder text = new StringBuilder("w,kind\n");
    CounterRandom random = random(3);
    for (int row = 0; row < 2 * WORDS; row++) {
      text.append(row % WORDS).append(random.uniform(row, 0) < 0.5 ? ",a\n" : ",b\n");
    }
    return text.toString();
  }

  private static CounterRandom random(int table) {
    return new CounterRandom(7, CounterRandom.Stream.DIGITS, table);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static double spread(int i, double step) {
    double multiple = i * step;
    return multiple - Math.floor(multiple);
  }

  private static double rounded(double value, int parts) {
    return Math.rint(value * parts) / parts;
  }
}

package gradtwin.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A number, and the arithmetic that it comes out of.
 *
 * @param name of the number
 * @param parts what stands on the right of {@code =}, to be read in names or in numbers
 * @param value what it comes to
 */
public record Equation(String name, List<Part> parts, double value) {
  /** How many products of a sum are written out; of more, those that matter most. */
  private static final int WRITTEN_OUT = 8;

  private static final int KEPT = 6;

  public Equation {
    parts = List.copyOf(parts);
  }

  /**
   * A sign between numbers, or a number with its name.
   *
   * @param text the sign, or the name
   * @param number empty for a sign
   */
  public record Part(String text, Optional<Double> number) {
    static Part sign(String text) {
      return new Part(text, Optional.empty());
    }

    static Part number(String name, double value) {
      return new Part(name, Optional.of(value));
    }
  }

  /** A product of numbers. */
  record Product(List<Part> factors) {
    Product(Part... factors) {
      this(List.of(factors));
    }

    double value() {
      double value = 1;
      for (Part factor : factors) {
        value *= factor.number().orElseThrow();
      }
      return value;
    }

    private void appendTo(List<Part> parts) {
      for (int i = 0; i < factors.size(); i++) {
        if (i > 0) {
          parts.add(Part.sign("·"));
        }
        parts.add(factors.get(i));
      }
    }
  }

  static Equation of(String name, double value, Part... parts) {
    return new Equation(name, List.of(parts), value);
  }

  /** A sum of products. The least of many are added up to one number. */
  static Equation sum(String name, List<Product> products) {
    List<Part> parts = new ArrayList<>();
    List<Integer> kept = kept(products);
    double value = 0;
    double rest = 0;
    for (int i = 0; i < products.size(); i++) {
      value += products.get(i).value();
      if (!kept.contains(i)) {
        rest += products.get(i).value();
        continue;
      }
      if (!parts.isEmpty()) {
        parts.add(Part.sign(" + "));
      }
      products.get(i).appendTo(parts);
    }
    if (kept.size() < products.size()) {
      parts.add(Part.sign(" + "));
      parts.add(Part.number("(" + (products.size() - kept.size()) + " more)", rest));
    }
    return new Equation(name, parts, value);
  }

  /** In the order of the sum. */
  private static List<Integer> kept(List<Product> products) {
    List<Integer> all = IntStream.range(0, products.size()).boxed().toList();
    if (products.size() <= WRITTEN_OUT) {
      return all;
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(products.get(i).value())))
        .limit(KEPT)
        .sorted()
        .toList();
  }
}

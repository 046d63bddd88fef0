package gradtwin.report;

import gradtwin.compare.Tampering.Side;
import gradtwin.compare.plant.Plant;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of bugs as text: of each its name, what it damages, its sides, and its needs. */
public final class PlantTable {
  private static final String INDENT = "    ";

  private PlantTable() {}

  /** Three lines and more per bug: the first with its name first, the others indented. */
  public static String text(List<Plant> catalogue) {
    int width = catalogue.stream().mapToInt(plant -> plant.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Plant plant : catalogue) {
      String sides =
          plant.damage().sides().stream().map(Side::toString).collect(Collectors.joining(", "));
      text.append(plant.name())
          .append(" ".repeat(width - plant.name().length()))
          .append("  ")
          .append(plant.damage())
          .append("; ")
          .append(sides)
          .append('\n')
          .append(indented(plant.summary()))
          .append(indented("needs " + plant.needs()));
    }
    return text.toString();
  }

  private static String indented(String phrase) {
    return Figures.wrapped(phrase)
        .lines()
        .map(line -> INDENT + line + "\n")
        .collect(Collectors.joining());
  }
}

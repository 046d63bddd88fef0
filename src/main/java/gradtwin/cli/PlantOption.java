package gradtwin.cli;

import gradtwin.compare.Tampering;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.plant.Mutant;
import gradtwin.compare.plant.Plant;
import gradtwin.spec.Experiment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The bug that {@code --plant NAME[@LAYER]} and {@code --side} ask for.
 *
 * @param layer counted from 0; empty for where the bug shows best
 */
record PlantOption(Plant plant, Side side, Optional<Integer> layer) {
  private static final int NAMES_TO_LIST = 8;

  /**
   * Reads both.
   *
   * @throws Failure if there is no such bug or side, or a side without a bug
   */
  static Optional<PlantOption> read(Optional<String> plant, Optional<String> side) {
    Side where = side.map(PlantOption::side).orElse(Side.TWIN);
    if (side.isPresent() && plant.isEmpty()) {
      throw Failure.wrongInput("--side: expected together with --plant, whose bug it places");
    }
    return plant.map(
        text -> {
          String[] parts = text.split("@", 2);
          Plant bug = plant(parts[0]);
          if (!bug.damage().sides().contains(where)) {
            throw Failure.wrongInput(
                "--side: the bug '"
                    + bug.name()
                    + "' damages the "
                    + bug.damage()
                    + ", which can be done in the twin only, got '"
                    + where
                    + "'");
          }
          return new PlantOption(
              bug, where, parts.length > 1 ? Optional.of(layer(parts[1])) : Optional.empty());
        });
  }

  private static Side side(String word) {
    List<String> words = Arrays.stream(Side.values()).map(Side::toString).toList();
    return Arrays.stream(Side.values())
        .filter(side -> side.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.wrongInput(
                    "--side: expected one of "
                        + String.join(", ", words)
                        + ", got '"
                        + word
                        + "'"
                        + Suggestion.of(word, words)));
  }

  private static Plant plant(String name) {
    List<String> names = Plant.CATALOGUE.stream().map(Plant::name).toList();
    return Plant.named(name)
        .orElseThrow(
            () ->
                Failure.wrongInput(
                    "--plant: expected one of "
                        + names.stream().limit(NAMES_TO_LIST).collect(Collectors.joining(", "))
                        + ", ... (see --list-plants), got '"
                        + name
                        + "'"
                        + Suggestion.of(name, names)));
  }

  private static int layer(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw Failure.wrongInput(
          "--plant: expected the number of a layer after '@', counted from 0, got '"
              + number
              + "'");
    }
  }

  /**
   * The bug in a network.
   *
   * @throws Failure if it would not show there
   */
  Tampering in(Experiment experiment) {
    Optional<Mutant> mutant =
        layer.isPresent() ? plant.in(experiment, side, layer.get()) : plant.in(experiment, side);
    return mutant.orElseThrow(
        () ->
            Failure.wrongInput(
                "--plant: the bug '"
                    + plant.name()
                    + "' would not show in "
                    + layer.map(number -> "layer " + number + " of ").orElse("")
                    + "this network"
                    + ": it needs "
                    + plant.needs()));
  }
}

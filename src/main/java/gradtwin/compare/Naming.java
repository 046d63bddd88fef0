package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Difference.Worst;
import gradtwin.spec.Coordinates;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import java.util.List;

/** What a reader calls a tensor and its elements, and where the file says so. */
final class Naming {
  private final Coordinates coordinates;
  private final LayerPlaces places;

  Naming(Experiment experiment, LayerPlaces places) {
    this.coordinates = new Coordinates(experiment);
    this.places = places;
  }

  /** {@code layer 1 (output), gradient of W (configs/x.yaml line 14)}. */
  String of(Place place) {
    return place + places.of(place.layer()).map(at -> " (" + at + ")").orElse("");
  }

  /** {@code batch 1, input 3, unit 17}. */
  String of(Place place, Worst worst) {
    List<Integer> index = worst.index();
    String element =
        switch (place.role()) {
          case ACTIVATION -> coordinates.ofOutput(place.layer(), index);
          case DELTA -> coordinates.ofInput(place.layer(), index);
          case GRADIENT, MEMORY, UPDATE ->
              coordinates.ofParameter(place.layer(), place.parameter(), index);
        };
    boolean isStep = place.role() == Agreement.Role.UPDATE;
    return worst.batch() == 0 && !isStep
        ? element
        : (isStep ? "step " + (worst.batch() + 1) : "batch " + worst.batch()) + ", " + element;
  }
}

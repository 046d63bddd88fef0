package gradtwin.report;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.plant.Proof;
import gradtwin.compare.plant.Proof.Kill;
import gradtwin.compare.plant.Proof.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A proof as text for a terminal: which side, layer and tensor were named of each planted bug. */
public final class ProofTable {
  private ProofTable() {}

  /** The text, each line ending in a line end. */
  public static String text(Proof proof, Provenance provenance) {
    StringBuilder text = new StringBuilder();
    text.append(Figures.wrapped(verdict(proof)));
    text.append(
        Figures.wrapped(
            proof.name()
                + ": "
                + proof.precision()
                + ", seed "
                + proof.seed()
                + "; without any bug: "
                + proof.untouched()));
    text.append(Figures.wrapped("data: " + provenance.data())).append('\n');
    text.append(kills(proof)).append('\n');
    text.append(misnamed(proof));
    text.append(invisible(proof));
    text.append(
        Figures.wrapped(
            "A bug counts if it changes some tensor by more than "
                + String.format(Locale.ROOT, "%.0e", proof.threshold())
                + " of its largest number; 'size' is that change where it begins. It is 'named' if"
                + " the comparison says which side, which layer and which tensor; 'caught' if it"
                + " does not agree, but names another; '-' where it cannot be planted."));
    return text.toString();
  }

  private static String verdict(Proof proof) {
    Totals totals = proof.totals();
    String counts =
        String.format(
            Locale.ROOT,
            "%,d planted, %,d of them invisible here; of %,d visible ones %,d caught and %,d"
                + " rightly named (%.1f %%).",
            totals.planted(),
            totals.invisible(),
            totals.visible(),
            totals.caught(),
            totals.rightlyNamed(),
            totals.visible() == 0 ? 0 : 100.0 * totals.rightlyNamed() / totals.visible());
    return (proof.holds() ? "The comparison can fail: " : "Not proved: ") + counts;
  }

  /** A line for each bug and layer, whose sides stand beside each other. */
  private static TextTable kills(Proof proof) {
    Map<String, List<Kill>> bugs = new LinkedHashMap<>();
    for (Kill kill : proof.kills()) {
      if (kill.visible()) {
        bugs.computeIfAbsent(kill.bug() + "@" + kill.layer(), key -> new ArrayList<>()).add(kill);
      }
    }
    TextTable table = new TextTable(0, 1, 3, 4, 5);
    table.row("bug", "begins at", "size", "in twin", "in dl4j", "in both");
    for (List<Kill> bug : bugs.values()) {
      List<String> cells = new ArrayList<>();
      Kill first = bug.get(0);
      cells.add(first.bug());
      cells.add(place(first));
      cells.add(AgreementFigures.relative(first.size()));
      for (Side side : Side.values()) {
        cells.add(
            bug.stream()
                .filter(kill -> kill.planted() == side)
                .map(ProofTable::fate)
                .findFirst()
                .orElse("-"));
      }
      table.row(cells);
    }
    return table;
  }

  private static String fate(Kill kill) {
    if (!kill.caught()) {
      return "MISSED";
    }
    return kill.rightlyNamed() ? "named" : "caught";
  }

  /** What was said of each bug that was not caught, or of which another place or side was named. */
  private static String misnamed(Proof proof) {
    TextTable table = new TextTable(0, 1, 2, 3, 4, 5);
    table.row("not rightly named", "in", "side", "layer", "tensor", "verdict");
    boolean any = false;
    for (Kill kill : proof.kills()) {
      if (kill.visible() && !(kill.caught() && kill.rightlyNamed())) {
        any = true;
        table.row(
            kill.bug() + "@" + kill.layer(),
            kill.planted().toString(),
            answer(kill.sideNamed()),
            answer(kill.layerNamed()),
            answer(kill.tensorNamed()),
            verdict(kill));
      }
    }
    return any ? table + "\n" : "";
  }

  /** Those that change nothing here, by name. */
  private static String invisible(Proof proof) {
    List<String> names =
        proof.kills().stream()
            .filter(kill -> !kill.visible())
            .map(kill -> kill.bug() + "@" + kill.layer())
            .distinct()
            .toList();
    return names.isEmpty()
        ? ""
        : Figures.wrapped("They fit, but change nothing here: " + String.join(", ", names) + ".");
  }

  private static String answer(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static String place(Kill kill) {
    return kill.layer()
        + " "
        + kill.layerType()
        + kill.place().map(place -> " " + tensor(place)).orElse("");
  }

  /** The verdict, and what was named instead of the place where the bug begins. */
  private static String verdict(Kill kill) {
    Optional<Place> other = kill.named().filter(named -> !kill.place().equals(Optional.of(named)));
    return kill.verdict()
        + other.map(named -> " at " + named.layer() + " " + tensor(named)).orElse("");
  }

  private static String tensor(Place place) {
    return switch (place.role()) {
      case ACTIVATION -> "activation";
      case DELTA -> "delta";
      case GRADIENT -> place.parameter();
      case MEMORY -> "memory of " + place.parameter();
      case UPDATE -> "update of " + place.parameter();
    };
  }
}

package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import java.util.List;

/**
 * An experiment in the making.
 *
 * @param configuration the YAML file
 * @param table its data
 */
record Draft(Mapping configuration, Table table) {
  /** The text of the file, whose data lie in a file of that name beside it. */
  String text(String data) {
    Mapping section = configuration.section("data").with("path", data);
    return YamlWriter.text(configuration.with("data", section));
  }

  /** The layers, first to last. */
  List<Yaml> layers() {
    return configuration.section("network").get("layers").orElseThrow() instanceof Items items
        ? items.items()
        : List.of();
  }

  Draft withLayers(List<Yaml> layers) {
    Mapping network = configuration.section("network").with("layers", new Items(layers));
    return new Draft(configuration.with("network", network), table);
  }

  /** The same with another section. */
  Draft with(String section, Mapping value) {
    return new Draft(configuration.with(section, value), table);
  }

  Draft with(Table other) {
    return new Draft(configuration, other);
  }
}

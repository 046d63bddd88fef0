package gradtwin.compare.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A YAML document in the making: what a generator writes and a shrinker takes away from. */
sealed interface Yaml {
  /** On one line, in brackets and braces. */
  String inline();

  /** One value, as written. */
  record Scalar(String text) implements Yaml {
    @Override
    public String inline() {
      return text;
    }
  }

  /** A list. */
  record Items(List<Yaml> items) implements Yaml {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String inline() {
      return items.stream().map(Yaml::inline).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The same with another item at an index. */
    Items with(int index, Yaml item) {
      List<Yaml> changed = new ArrayList<>(items);
      changed.set(index, item);
      return new Items(changed);
    }

    /** The same without the item at an index. */
    Items without(int index) {
      List<Yaml> changed = new ArrayList<>(items);
      changed.remove(index);
      return new Items(changed);
    }
  }

  /** Keys and values in order. */
  record Mapping(Map<String, Yaml> entries) implements Yaml {
    static final Mapping EMPTY = new Mapping(Map.of());

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Optional<Yaml> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /** The mapping at a key; empty if there is none. */
    Mapping section(String key) {
      return entries.get(key) instanceof Mapping mapping ? mapping : EMPTY;
    }

    /** The same with one more value, or with another at a key. */
    Mapping with(String key, Yaml value) {
      Map<String, Yaml> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed);
    }

    Mapping with(String key, Object scalar) {
      return with(key, new Scalar(scalar.toString()));
    }

    Mapping without(String key) {
      Map<String, Yaml> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(changed);
    }

    @Override
    public String inline() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().inline())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A word, with parameters or without: {@code {type: word}} is written as the word alone. */
  static Yaml word(String word, Mapping parameters) {
    if (parameters.entries().isEmpty()) {
      return new Scalar(word);
    }
    Map<String, Yaml> entries = new LinkedHashMap<>();
    entries.put("type", new Scalar(word));
    entries.putAll(parameters.entries());
    return new Mapping(entries);
  }

  /** The word that a value stands for: its type, or the value itself; empty for a list. */
  default Optional<String> word() {
    if (this instanceof Mapping mapping) {
      return mapping.get("type").map(Yaml::inline);
    }
    return this instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  /** The parameters of a word. */
  default Mapping parameters() {
    return this instanceof Mapping mapping ? mapping.without("type") : Mapping.EMPTY;
  }
}

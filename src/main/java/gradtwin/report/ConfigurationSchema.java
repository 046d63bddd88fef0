package gradtwin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Range;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON Schema of configurations, for editors that complete and check YAML by one.
 *
 * <p>It is made of the questions that the program itself asks of a file, so that it knows every
 * key, rule, default and help, and nothing else. What a schema cannot say (shapes that fit, pairs
 * that make sense) is left to {@code validate}.
 */
public final class ConfigurationSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String TYPE = "type";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode definitions = NODES.objectNode();
  private final Set<String> defined = new LinkedHashSet<>();

  private ConfigurationSchema() {}

  /**
   * The schema of a mapping with these keys.
   *
   * @param title what the mapping is
   */
  public static String of(String title, List<Question> questions) {
    ConfigurationSchema schema = new ConfigurationSchema();
    ObjectNode root = NODES.objectNode().put("$schema", DIALECT).put("title", title);
    root.setAll(schema.mapping(questions));
    root.set("$defs", schema.definitions);
    return Json.document(root);
  }

  /** A mapping; one of several if a word in it decides which other keys there are. */
  private ObjectNode mapping(List<Question> questions) {
    Optional<Question> variant =
        questions.stream().filter(q -> q.rule() instanceof Rule.Variant).findFirst();
    if (variant.isEmpty()) {
      return object(NODES.objectNode(), questions);
    }
    Vocabulary<?> vocabulary = ((Rule.Variant) variant.get().rule()).vocabulary();
    ArrayNode kinds = NODES.arrayNode();
    for (String word : vocabulary.words()) {
      Set<Question> all = new LinkedHashSet<>(vocabulary.questions(word));
      questions.stream().filter(q -> !q.equals(variant.get())).forEach(all::add);
      ObjectNode constant = NODES.objectNode().put("const", word);
      ObjectNode start = NODES.objectNode();
      start.set(variant.get().key(), constant);
      kinds.add(object(start, List.copyOf(all), variant.get().key()));
    }
    ObjectNode mapping = NODES.objectNode();
    mapping.set("oneOf", kinds);
    return mapping;
  }

  /**
   * A mapping whose keys are known.
   *
   * @param properties those that there are already
   * @param requiredFirst the keys among them that must be given
   */
  private ObjectNode object(
      ObjectNode properties, List<Question> questions, String... requiredFirst) {
    List<String> required = new ArrayList<>(List.of(requiredFirst));
    for (Question question : questions) {
      properties.set(question.key(), property(question));
      if (question.isRequired()) {
        required.add(question.key());
      }
    }
    ObjectNode object = NODES.objectNode().put(TYPE, "object");
    object.set("properties", properties);
    if (!required.isEmpty()) {
      ArrayNode names = object.putArray("required");
      required.forEach(names::add);
    }
    return object.put("additionalProperties", false);
  }

  private ObjectNode property(Question question) {
    ObjectNode property = NODES.objectNode().put("description", question.help());
    property.setAll(value(question.rule()));
    fallback(question).ifPresent(value -> property.set("default", value));
    return property;
  }

  /** What a value must be. */
  private ObjectNode value(Rule rule) {
    ObjectNode value = NODES.objectNode();
    if (rule instanceof Rule.WholeNumber number) {
      return within(value.put(TYPE, "integer"), number.range());
    }
    if (rule instanceof Rule.Real real) {
      return within(value.put(TYPE, "number"), real.range());
    }
    if (rule instanceof Rule.RealOr or) {
      value
          .putArray("oneOf")
          .add(within(NODES.objectNode().put(TYPE, "number"), or.range()))
          .add(NODES.objectNode().put("$ref", define(or.vocabulary())));
      return value;
    }
    if (rule instanceof Rule.Table table) {
      value.put(TYPE, "object").put("minProperties", 1);
      value.set(
          "additionalProperties", within(NODES.objectNode().put(TYPE, "number"), table.values()));
      return value;
    }
    if (rule instanceof Rule.Numbers numbers) {
      value.put(TYPE, "array");
      value.set("items", within(NODES.objectNode().put(TYPE, "number"), numbers.range()));
      return value;
    }
    if (rule instanceof Rule.Sizes sizes) {
      ObjectNode number = within(NODES.objectNode().put(TYPE, "integer"), sizes.range());
      if (sizes.axes() == 1) {
        return number;
      }
      ObjectNode list = NODES.objectNode().put(TYPE, "array");
      list.set("items", number);
      list.put("minItems", sizes.axes()).put("maxItems", sizes.axes());
      value.putArray("oneOf").add(number).add(list);
      return value;
    }
    if (rule instanceof Rule.Seed) {
      return value.put(TYPE, "integer");
    }
    if (rule instanceof Rule.Flag) {
      return value.put(TYPE, "boolean");
    }
    if (rule instanceof Rule.Text) {
      return text();
    }
    if (rule instanceof Rule.Texts) {
      value.put(TYPE, "array").set("items", text());
      return value;
    }
    if (rule instanceof Rule.OneOf one) {
      ArrayNode names = value.putArray("enum");
      one.names().forEach(names::add);
      return value;
    }
    if (rule instanceof Rule.Word word) {
      return value.put("$ref", define(word.vocabulary()));
    }
    if (rule instanceof Rule.Words words) {
      value.put(TYPE, "array").put("minItems", 1);
      value.putObject("items").put("$ref", define(words.vocabulary()));
      return value;
    }
    if (rule instanceof Rule.Section section) {
      return mapping(section.questions());
    }
    throw new IllegalArgumentException("expected a rule that a schema can say, got " + rule);
  }

  /** A number or a flag is a text too, where a text is asked for: the name of a column may be 7. */
  private static ObjectNode text() {
    ObjectNode text = NODES.objectNode();
    text.putArray(TYPE).add("string").add("number").add("boolean");
    return text.put("minLength", 1);
  }

  private static ObjectNode within(ObjectNode number, Range range) {
    if (Double.isFinite(range.minimum())) {
      set(number, range.minimumIncluded() ? "minimum" : "exclusiveMinimum", range.minimum());
    }
    if (Double.isFinite(range.maximum())) {
      set(number, range.maximumIncluded() ? "maximum" : "exclusiveMaximum", range.maximum());
    }
    return number;
  }

  private static void set(ObjectNode number, String key, double bound) {
    if (bound == Math.rint(bound)) {
      number.put(key, (long) bound);
    } else {
      number.put(key, bound);
    }
  }

  /** Defines a vocabulary once, and refers to it: a layer may hold a layer. */
  private String define(Vocabulary<?> vocabulary) {
    String name = vocabulary.noun().replace(' ', '-');
    if (defined.add(name)) {
      ArrayNode ways = NODES.arrayNode();
      ArrayNode alone = NODES.arrayNode();
      for (String word : vocabulary.words()) {
        List<Question> questions = vocabulary.questions(word);
        if (questions.stream().noneMatch(Question::isRequired)) {
          alone.add(word);
        }
        ObjectNode type = NODES.objectNode();
        type.putObject(TYPE).put("const", word);
        ways.add(object(type, questions, TYPE));
      }
      if (!alone.isEmpty()) {
        ObjectNode words = NODES.objectNode();
        words.set("enum", alone);
        ways.insert(0, words);
      }
      ObjectNode definition = NODES.objectNode();
      definition.set("oneOf", ways);
      definitions.set(name, definition);
    }
    return "#/$defs/" + name;
  }

  private static Optional<JsonNode> fallback(Question question) {
    String text = question.fallback();
    boolean isNone = text.isEmpty() || text.equals("none");
    Rule rule = question.rule();
    if ((rule instanceof Rule.WholeNumber || rule instanceof Rule.Sizes) && !isNone) {
      return Optional.of(NODES.numberNode(Integer.parseInt(text)));
    }
    if (rule instanceof Rule.Seed && !isNone) {
      return Optional.of(NODES.numberNode(Long.parseLong(text)));
    }
    if ((rule instanceof Rule.Real || rule instanceof Rule.RealOr) && !isNone) {
      return Optional.of(NODES.numberNode(Double.parseDouble(text)));
    }
    if (rule instanceof Rule.Flag && !isNone) {
      return Optional.of(NODES.booleanNode(Boolean.parseBoolean(text)));
    }
    boolean isWord = rule instanceof Rule.OneOf || rule instanceof Rule.Word;
    // "none" is also a word of some vocabularies
    boolean named =
        rule instanceof Rule.Word word
            ? word.vocabulary().words().contains(text)
            : rule instanceof Rule.OneOf one && one.names().contains(text);
    return isWord && named ? Optional.of(NODES.textNode(text)) : Optional.empty();
  }
}

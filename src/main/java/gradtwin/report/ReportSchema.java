package gradtwin.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of a record as {@link Json} writes it: made of the record's own components, so
 * that it can say nothing else.
 */
public final class ReportSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String TYPE = "type";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode definitions = NODES.objectNode();

  private ReportSchema() {}

  /**
   * The schema of a document.
   *
   * @param title what the document is
   */
  public static String of(String title, Class<? extends Record> type) {
    ReportSchema schema = new ReportSchema();
    ObjectNode root = NODES.objectNode().put("$schema", DIALECT).put("title", title);
    root.setAll(schema.object(type));
    root.set("$defs", schema.definitions);
    return Json.document(root);
  }

  private ObjectNode object(Class<?> type) {
    ObjectNode object = NODES.objectNode().put(TYPE, "object");
    ObjectNode properties = object.putObject("properties");
    addComponents(type, properties, object.putArray("required"));
    return object;
  }

  private void addComponents(Class<?> type, ObjectNode properties, ArrayNode required) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        addComponents(component.getType(), properties, required);
        continue;
      }
      properties.set(component.getName(), value(component.getGenericType()));
      if (component.getType() != Optional.class) {
        required.add(component.getName());
      }
    }
  }

  private ObjectNode value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> container = (Class<?>) generic.getRawType();
      Type[] contents = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(container)) {
        ObjectNode array = typed("array");
        array.set("items", value(contents[0]));
        return array;
      }
      if (Map.class.isAssignableFrom(container)) {
        ObjectNode map = typed("object");
        map.set("additionalProperties", value(contents[1]));
        return map;
      }
      return value(contents[0]); // of what may be absent
    }
    return value((Class<?>) type);
  }

  private ObjectNode value(Class<?> type) {
    if (type.isRecord()) {
      String name = type.getName().replaceFirst(".*[.]", "").replace('$', '.');
      if (!definitions.has(name)) {
        definitions.putObject(name); // a record may hold its like
        definitions.set(name, object(type));
      }
      return NODES.objectNode().put("$ref", "#/$defs/" + name);
    }
    if (type.isEnum()) {
      ObjectNode words = NODES.objectNode();
      ArrayNode names = words.putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        names.add(word(constant));
      }
      return words;
    }
    if (type == double.class || type == Double.class) {
      ObjectNode number = NODES.objectNode();
      ArrayNode forms = number.putArray("anyOf");
      forms.add(typed("number"));
      forms.addObject().putArray("enum").add("NaN").add("Infinity").add("-Infinity");
      return number;
    }
    if (type == boolean.class) {
      return typed("boolean");
    }
    return typed(type == String.class ? "string" : "integer");
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put(TYPE, type);
  }

  /** A constant as it is written. */
  private static String word(Object constant) {
    try {
      return Json.read(Json.line(constant), String.class);
    } catch (IOException e) {
      throw new IllegalStateException("expected " + constant + " to be written as a text", e);
    }
  }
}

package gradtwin.spec;

import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The reference of everything that a file may say, as Markdown.
 *
 * <p>Keys, rules, defaults and help are the questions that the program asks of a file; formulas,
 * shapes, sources and DL4J's classes are the Javadoc of the twins. It is written by {@link
 * ReferenceTest}.
 */
final class Reference {
  private static final String HEAD =
      """
      # Reference

      Everything that a configuration may say. This page is generated: keys, rules, defaults and help
      are the questions that the program asks of a file, formulas and shapes the documentation of the
      twin that computes them. `gradtwin schema` prints the same for editors.

      A value that takes parameters is written as its word alone (`activation: relu`) or as a mapping
      (`activation: {type: leakyRelu, alpha: 0.1}`). N is the number of examples of a batch. An example
      is a row [features], a sequence [features, steps], an image [channels, height, width] or a volume
      [channels, depth, height, width]; DL4J's layouts are NCW, NCHW and NCDHW.

      Where DL4J 1.0.0-M2.1 computes something wrongly, `configs/known-deviations` holds a file that
      shows it, with the size, the cause and what to do.

      Left out on purpose: unsupervised pretraining (autoencoder and variational autoencoder layers),
      object detection (Yolo2), one-class networks (OCNN), truncated backpropagation through time, and
      data laid out channels last (NHWC, NWC), for which layers of DL4J 1.0.0-M2.1 pool or compare along
      the wrong axis.
      """;

  private final TwinDocumentation documentation = new TwinDocumentation();
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Vocabulary<?>> pending = new LinkedHashMap<>();
  private final List<String> done = new ArrayList<>();

  private Reference() {}

  static String text() {
    Reference reference = new Reference();
    reference.text.append(HEAD);
    reference.mapping("The file", Experiment.questions(), 2);
    while (!reference.pending.isEmpty()) {
      String noun = reference.pending.keySet().iterator().next();
      reference.done.add(noun);
      reference.vocabulary(noun, reference.pending.remove(noun));
    }
    return reference.text.toString().strip() + "\n";
  }

  private void heading(int level, String title) {
    text.append('\n').append("#".repeat(level)).append(' ').append(title).append("\n\n");
  }

  /** A table of keys, and then each section among them. */
  private void mapping(String title, List<Question> questions, int level) {
    heading(level, title);
    table(questions);
    for (Question question : questions) {
      if (question.rule() instanceof Rule.Section section) {
        mapping("`" + question.key() + "`", section.questions(), Math.min(level + 1, 5));
      }
    }
  }

  private void table(List<Question> questions) {
    text.append("| key | expected | default | meaning |\n|---|---|---|---|\n");
    for (Question question : questions) {
      text.append("| `")
          .append(question.key())
          .append("` | ")
          .append(expected(question.rule()))
          .append(" | ")
          .append(fallback(question))
          .append(" | ")
          .append(question.help().replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private static String fallback(Question question) {
    String fallback = question.fallback();
    if (question.isRequired()) {
      return "required";
    }
    boolean optional = fallback.equals("none") && !isWord(question.rule(), fallback);
    return optional ? "" : "`" + fallback + "`";
  }

  private static boolean isWord(Rule rule, String word) {
    return rule instanceof Rule.Word known && known.vocabulary().words().contains(word);
  }

  private String expected(Rule rule) {
    if (rule instanceof Rule.Word word) {
      return article(word.vocabulary());
    }
    if (rule instanceof Rule.Variant variant) {
      return article(variant.vocabulary()) + ", whose keys stand beside it";
    }
    if (rule instanceof Rule.Words words) {
      return "a list of " + link(words.vocabulary()) + "s";
    }
    if (rule instanceof Rule.RealOr or) {
      return new Rule.Real(or.range()).expected() + ", or " + article(or.vocabulary());
    }
    return rule.expected().replace("|", "\\|");
  }

  private String article(Vocabulary<?> vocabulary) {
    boolean vowel = "aeiou".indexOf(vocabulary.noun().charAt(0)) >= 0;
    return (vowel ? "an " : "a ") + link(vocabulary);
  }

  private String link(Vocabulary<?> vocabulary) {
    // schedules of other ranges have the same words
    String noun = vocabulary.noun().replaceFirst("^.* schedule$", "schedule");
    if (!done.contains(noun)) {
      pending.putIfAbsent(noun, vocabulary);
    }
    return "[" + noun + "](#" + title(noun).toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
  }

  private static String title(String noun) {
    return Character.toUpperCase(noun.charAt(0)) + noun.substring(1) + " words";
  }

  private <T> void vocabulary(String noun, Vocabulary<T> vocabulary) {
    heading(2, title(noun));
    text.append(String.join(", ", vocabulary.words().stream().map(w -> "`" + w + "`").toList()));
    text.append(".\n");
    vocabulary
        .refusals()
        .forEach(
            (word, why) ->
                text.append("\nRefused: `").append(word).append("` ").append(why).append(".\n"));
    for (String word : vocabulary.words()) {
      heading(3, "`" + word + "`");
      described(word, vocabulary.example(word))
          .ifPresent(type -> text.append(documentation.of(type)).append("\n\n"));
      List<Question> questions = vocabulary.questions(word);
      if (questions.isEmpty()) {
        text.append("No parameters.\n");
      } else {
        table(questions);
      }
      for (Question question : questions) {
        if (question.rule() instanceof Rule.Section section) {
          text.append("\n`").append(question.key()).append("`:\n\n");
          table(section.questions());
        }
      }
    }
  }

  /**
   * The class whose Javadoc says what a word means: that of its twin, which the record holds or
   * links to; else the record itself where a word has one of its own name.
   */
  private Optional<Class<?>> described(String word, Object spec) {
    Class<?> type = spec.getClass();
    Optional<Class<?>> held = twinOf(spec).map(Object::getClass);
    if (held.isPresent()) {
      return held.filter(c -> c.getName().startsWith("gradtwin.twin."));
    }
    if (!type.isRecord()) {
      return Optional.empty();
    }
    return documentation
        .links(type)
        .map(Reference::twinClass)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Optional.of(type).filter(t -> t.getSimpleName().equalsIgnoreCase(word)));
  }

  private static Optional<Object> twinOf(Object spec) {
    if (!spec.getClass().isRecord()) {
      return Optional.empty();
    }
    for (RecordComponent component : spec.getClass().getRecordComponents()) {
      if (component.getName().equals("twin")) {
        try {
          component.getAccessor().setAccessible(true);
          return Optional.of(component.getAccessor().invoke(spec));
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException("cannot ask " + spec + " for its twin", e);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Class<?>> twinClass(String name) {
    try {
      return Optional.of(Class.forName("gradtwin.twin.layer." + name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}

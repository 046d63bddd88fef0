package gradtwin.spec;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.javadoc.Javadoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Javadoc of classes of this program, as Markdown: the formulas stand in one place only. */
final class TwinDocumentation {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n?\\}</pre>", Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("\\{@link\\s+#?([\\w.#()]+)(?:\\s+([^}]+))?}");

  private final Map<Path, CompilationUnit> parsed = new HashMap<>();

  /** The description of a class, without its tags. */
  String of(Class<?> type) {
    return markdown(javadoc(type).getDescription().toText());
  }

  /** The classes of the twin that the Javadoc of a class links to, by their simple names. */
  Stream<String> links(Class<?> type) {
    Matcher link = LINK.matcher(javadoc(type).getDescription().toText());
    return link.results().map(found -> found.group(1));
  }

  /**
   * The formulas of all classes of the twin, by name within the room, as {@code
   * gradtwin.twin.WrittenFormula} reads them.
   */
  String formulas() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES.resolve("gradtwin/twin"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        for (TypeDeclaration<?> type :
            parsed.computeIfAbsent(file, TwinDocumentation::parse).findAll(TypeDeclaration.class)) {
          String name = type.getFullyQualifiedName().orElseThrow();
          type.getJavadoc()
              .flatMap(javadoc -> formula(javadoc.getDescription().toText()))
              .ifPresent(
                  formula ->
                      text.append("# ")
                          .append(name.replaceFirst("^gradtwin\\.twin\\.", ""))
                          .append('\n')
                          .append(formula)
                          .append("\n\n"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().strip() + "\n";
  }

  private static Optional<String> formula(String javadoc) {
    Matcher block = BLOCK.matcher(javadoc.replace("\r", ""));
    return block.find() ? Optional.of(block.group(1).stripTrailing()) : Optional.empty();
  }

  private Javadoc javadoc(Class<?> type) {
    TypeDeclaration<?> declaration =
        unit(type).findAll(TypeDeclaration.class).stream()
            .filter(d -> d.getNameAsString().equals(type.getSimpleName()))
            .findFirst()
            .map(d -> (TypeDeclaration<?>) d)
            .orElseThrow(() -> new IllegalStateException("no source of " + type));
    return declaration
        .getJavadoc()
        .orElseThrow(() -> new IllegalStateException("no Javadoc of " + type));
  }

  private CompilationUnit unit(Class<?> type) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    Path file = SOURCES.resolve(outer.getName().replace('.', '/') + ".java");
    return parsed.computeIfAbsent(file, TwinDocumentation::parse);
  }

  private static CompilationUnit parse(Path file) {
    try {
      ParserConfiguration java17 =
          new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);
      return new JavaParser(java17).parse(Files.readString(file)).getResult().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paragraphs in Markdown, formulas in fences. */
  static String markdown(String javadoc) {
    StringBuilder text = new StringBuilder();
    Matcher block = BLOCK.matcher(javadoc.replace("\r", ""));
    int from = 0;
    while (block.find()) {
      text.append(paragraphs(javadoc.substring(from, block.start())));
      text.append("```\n").append(block.group(1)).append("\n```\n\n");
      from = block.end();
    }
    return text.append(paragraphs(javadoc.substring(from))).toString().strip();
  }

  private static String paragraphs(String javadoc) {
    StringBuilder text = new StringBuilder();
    for (String paragraph : javadoc.split("<p>|\\n\\s*\\n", -1)) {
      String line = inline(paragraph).replaceAll("\\s+", " ").strip();
      if (!line.isEmpty()) {
        text.append(line).append("\n\n");
      }
    }
    return text.toString();
  }

  private static String inline(String javadoc) {
    String code = javadoc.replaceAll("\\{@code\\s+([^{}]*)}", "`$1`");
    String linked =
        LINK.matcher(code)
            .replaceAll(
                link ->
                    Matcher.quoteReplacement(
                        Optional.ofNullable(link.group(2))
                            .orElse("`" + link.group(1).replaceAll(".*[.#](?=\\w)", "") + "`")));
    return linked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}

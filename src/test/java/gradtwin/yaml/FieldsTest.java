package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static <T> Document<T> read(String text, Function<Fields, T> reader) {
    return Document.read("f.yaml", text, List.of(), reader);
  }

  private static String message(Document<?> document) {
    assertEquals(1, document.diagnostics().size(), document.diagnostics().toString());
    assertEquals(Optional.empty(), document.value());
    return document.diagnostics().get(0).message();
  }

  @ParameterizedTest
  @CsvSource({"a: 3, 3", "a: -4, -4", "a: 3.0, 3", "a: 1e3, 1000", "b: 1, 7"})
  void wholeNumbers(String text, int expected) {
    Document<Integer> document =
        read(
            text,
            fields -> {
              fields.optionalText("b", "another");
              return fields.wholeNumber("a", "how many", Range.ANY, 7);
            });
    assertEquals(Optional.of(expected), document.value());
  }

  /** 3e9 is whole and in range, but no int. */
  @ParameterizedTest
  @ValueSource(strings = {"a: 3.5", "a: 3e9", "a: '3'", "a: x", "a: []", "a: {}", "a:"})
  void noWholeNumbers(String text) {
    String message = message(read(text, f -> f.wholeNumber("a", "how many", Range.ANY, 7)));
    assertTrue(message.startsWith("expected a whole number (how many), got "), message);
  }

  @ParameterizedTest
  @CsvSource({"'a: 3', 3, 3", "'a: [3, 4]', 3, 4", "'a: [3.0, 4]', 3, 4", "'{}', 7, 7"})
  void sizesForAllAxesOrForEach(String text, int first, int second) {
    assertEquals(
        Optional.of(List.of(first, second)),
        read(text, f -> f.sizes("a", "how large", 2, Range.POSITIVE, 7)).value());
  }

  @Test
  void sizesThatMayBeLeftOut() {
    Function<Fields, Optional<List<Integer>>> sizes =
        f -> f.optionalSizes("a", "how large", 2, Range.POSITIVE);
    assertEquals(Optional.of(Optional.empty()), read("{}", sizes).value());
    assertEquals(Optional.of(Optional.of(List.of(3, 4))), read("a: [3, 4]", sizes).value());
  }

  @Test
  void sizesOfOneAxisAreNoList() {
    assertEquals(
        Optional.of(List.of(3)),
        read("a: 3", f -> f.sizes("a", "how large", 1, Range.POSITIVE)).value());
    assertEquals(
        "expected a whole number above 0 (how large), got a list of 1 value",
        message(read("a: [3]", f -> f.sizes("a", "how large", 1, Range.POSITIVE))));
  }

  @Test
  void noSizes() {
    Function<Fields, List<Integer>> sizes = f -> f.sizes("a", "how large", 2, Range.atLeast(1));
    String rule = "expected a whole number of at least 1, or a list of 2 (how large), got ";
    assertEquals(rule + "a list of 3 values", message(read("a: [1, 2, 3]", sizes)));
    assertEquals(rule + "a mapping", message(read("a: {x: 1}", sizes)));
    assertEquals(rule + "'0'", message(read("a: 0", sizes)));
    String item = "expected a whole number of at least 1 in this list, got ";
    assertEquals(item + "'2.5'", message(read("a: [1, 2.5]", sizes)));
    assertEquals(item + "a list of 1 value", message(read("a: [1, [2]]", sizes)));
    assertEquals(
        "the key 'a' (how large) is missing: expected a whole number of at least 1, or a list of 2",
        message(read("{}", sizes)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1})
  void seedsHaveSixtyFourBits(long seed) {
    assertEquals(Optional.of(seed), read("a: " + seed, f -> f.seed("a", "a seed", 7)).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "1.0", "1e3", "'1'", "0x1", "x"})
  void noSeeds(String seed) {
    assertTrue(
        message(read("a: " + seed, f -> f.seed("a", "a seed", 7))).startsWith("expected a whole"));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void flags(String text, boolean expected) {
    assertEquals(Optional.of(expected), read("a: " + text, f -> f.flag("a", "?", true)).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "yes", "on", "1", "'true'", "~"})
  void noFlags(String text) {
    String message = message(read("a: " + text, f -> f.flag("a", "or not", true)));
    assertTrue(message.startsWith("expected true or false (or not), got "), message);
  }

  /** The legal stand-in keeps reading going, and is never handed out. */
  @Test
  void allFaultsAtOnce() {
    Document<String> document =
        read(
            "a: x\nb: 0\nd: 1\nzebra: 1\n",
            fields ->
                ""
                    + fields.wholeNumber("a", "first", Range.between(5, 6))
                    + fields.number("b", "second", Range.POSITIVE)
                    + fields.number("c", "third", Range.between(5, 6))
                    + fields.flag("d", "fourth", true));
    assertEquals(Optional.empty(), document.value());
    assertEquals(
        List.of("", "a", "b", "d", "zebra"),
        document.diagnostics().stream().map(Diagnostic::path).toList());
  }

  @Test
  void hintToRemoveQuotesOnlyWhereItHelps() {
    assertTrue(
        message(read("a: '3'", f -> f.number("a", "?", Range.ANY)))
            .endsWith("; remove the quotes"));
    assertFalse(
        message(read("a: 'x'", f -> f.number("a", "?", Range.ANY))).contains("remove the quotes"));
    assertFalse(
        message(read("a: '-3'", f -> f.number("a", "?", Range.POSITIVE))).contains("quotes"));
  }

  @Test
  void misspeltRequiredKeyIsOneFault() {
    assertEquals(
        "unknown key; did you mean 'units'? That key is required.",
        message(read("unit: 3", f -> f.wholeNumber("units", "how many", Range.ANY))));
    assertEquals(
        "unknown key; did you mean 'units'?",
        message(read("unit: 3", f -> f.wholeNumber("units", "how many", Range.ANY, 7))));
    assertEquals(
        "unknown key; did you mean 'units'?",
        message(read("unit: 3\nunits: 4", f -> f.wholeNumber("units", "how many", Range.ANY))));
    assertEquals(
        "unknown key; the keys here are units",
        message(read("zebra: 3\nunits: 4", f -> f.wholeNumber("units", "how many", Range.ANY))));
  }

  @Test
  void optionalsAreEmptyWhenAbsent() {
    assertEquals(Optional.of(Optional.empty()), read("{}", f -> f.optionalText("a", "?")).value());
    assertEquals(
        Optional.of(Optional.of("x")), read("a: x", f -> f.optionalText("a", "?")).value());
    assertEquals(
        Optional.of(Optional.empty()),
        read("{}", f -> f.optionalSection("a", "?", s -> s.flag("b", "?", true))).value());
    assertEquals(
        Optional.of(Optional.of(true)),
        read("a: {}", f -> f.optionalSection("a", "?", s -> s.flag("b", "?", true))).value());
  }

  /** The reference is made of these. */
  @Test
  void questionsAreRememberedWithRuleHelpAndDefault() {
    Fields fields = Fields.blank();
    fields.number("rate", "how fast", Range.FRACTION, 0.25);
    fields.text("name", "a name");
    assertEquals(
        List.of(
            new Fields.Question("rate", new Rule.Real(Range.FRACTION), "how fast", "0.25"),
            new Fields.Question("name", new Rule.Text(), "a name", "")),
        fields.questions());
  }

  @Test
  void faultsOfReadersStandAtTheirKey() {
    Document<String> document =
        read(
            "a: 1\nb: 2\n",
            fields -> {
              fields.optionalText("a", "?");
              fields.optionalText("b", "?");
              fields.error("b", "no");
              fields.deviation("absent", "careful");
              return "";
            });
    assertEquals(
        List.of(
            "f.yaml:1:1: warning: absent: careful\n  a: 1\n  ^",
            "f.yaml:2:4: error: b: no\n  b: 2\n     ^"),
        document.diagnostics().stream().map(Diagnostic::render).toList());
  }

  /** What was read with a fault is told apart, and each item knows its place. */
  @Test
  void itemsKnowWhetherTheyAreSound() {
    Vocabulary<Integer> words =
        Vocabulary.<Integer>of("number")
            .word("one", fields -> 1)
            .word("other", fields -> fields.wholeNumber("value", "which", Range.ANY));
    Document<List<Located<Integer>>> document =
        read(
            "a:\n  - one\n  - two\n  - {type: other, value: x}\n  - {type: other, value: 9}\n",
            fields -> {
              List<Located<Integer>> items = fields.words("a", "numbers", words);
              assertEquals(
                  List.of(true, false, false, true), items.stream().map(Located::sound).toList());
              assertEquals("a[3]", items.get(3).path());
              assertEquals(9, items.get(3).value());
              fields.errorAt(items.get(3), "value", "too large");
              fields.warningAt(items.get(0), "value", "small");
              return items;
            });
    assertEquals(
        List.of("2:5 a[0].value", "3:5 a[1]", "4:26 a[2].value", "5:26 a[3].value"),
        document.diagnostics().stream()
            .map(d -> d.location().line() + ":" + d.location().column() + " " + d.path())
            .toList());
  }

  @Test
  void longVocabulariesAreShownInPart() {
    Vocabulary<Integer> words = Vocabulary.of("word");
    for (int i = 0; i < 13; i++) {
      int value = i;
      words.word("w" + i, fields -> value);
    }
    assertEquals(
        "expected a word (w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11 ...), got 'q'",
        message(read("a: q", f -> f.word("a", "?", words))));
  }

  @Test
  void vocabularyHoldsEachWordOnce() {
    Vocabulary<Integer> words = Vocabulary.<Integer>of("word").word("a", fields -> 1);
    assertThrows(IllegalArgumentException.class, () -> words.word("a", fields -> 2));
    assertEquals(List.of("a"), words.words());
  }

  /**
   * A variant decides which keys its own mapping has; an unknown one makes none of them unknown.
   */
  @Test
  void variants() {
    Vocabulary<String> kinds =
        Vocabulary.<String>of("kind")
            .word("plain", fields -> "plain")
            .word("sized", fields -> "sized " + fields.wholeNumber("size", "?", Range.ANY));
    assertEquals(
        Optional.of("sized 3"),
        read("kind: sized\nsize: 3", f -> f.variant("kind", "which", kinds)).value());
    assertEquals(
        "unknown key; the keys here are kind",
        message(read("kind: plain\nsize: 3", f -> f.variant("kind", "which", kinds))));
    assertEquals(
        "expected a kind (plain, sized), got 'plane'; did you mean 'plain'?",
        message(read("kind: plane\nsize: 3", f -> f.variant("kind", "which", kinds))));
  }

  @Test
  void listsOfNumbers() {
    assertEquals(
        Optional.of(List.of(1.0, -2.5, 1e3)),
        read("a: [1, -2.5, 1e3]", f -> f.numbers("a", "some", Range.ANY)).value());
    Document<List<Double>> none =
        read(
            "b: 1",
            f -> {
              f.optionalText("b", "another");
              return f.numbers("a", "some", Range.ANY);
            });
    assertEquals(Optional.of(List.of()), none.value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1, x] | expected a number above 0 in this list, got 'x'",
        "a: ['1'] | expected a number above 0 in this list, got the text \"1\"",
        "a: [0] | expected a number above 0 in this list, got '0'",
        "a: [[1]] | expected a number above 0 in this list, got a list of 1 value",
        "a: 1 | expected a list of numbers above 0 (some), got '1'"
      })
  void noListsOfNumbers(String text, String message) {
    assertEquals(message, message(read(text, f -> f.numbers("a", "some", Range.POSITIVE))));
  }

  @Test
  void numbersThatMayBeLeftOut() {
    assertEquals(
        Optional.of(Optional.of(2.5)),
        read("a: 2.5", f -> f.optionalNumber("a", "some", Range.ANY)).value());
    assertTrue(
        message(read("a: -1", f -> f.optionalNumber("a", "some", Range.POSITIVE)))
            .startsWith("expected a number above 0"));
  }

  @Test
  void refusedWordsHaveTheirReason() {
    Vocabulary<String> words =
        Vocabulary.<String>of("word").word("here", f -> "here").refused("gone", "is no more");
    assertEquals("'gone' is no more", message(read("a: gone", f -> f.word("a", "some", words))));
    assertEquals(List.of("here"), words.words());
  }

  private static final Vocabulary<Double> CHANGES =
      Vocabulary.<Double>of("change")
          .word("halved", fields -> fields.number("initial", "before", Range.POSITIVE, 2) / 2)
          .refused("doubled", "is never a good idea");

  @ParameterizedTest
  @CsvSource({"a: 0.5, 0.5", "a: halved, 1", "'a: {type: halved, initial: 6}', 3", "{}, 7"})
  void numbersOrWords(String text, double expected) {
    assertEquals(
        Optional.of(expected),
        read(text, f -> f.numberOr("a", "rate", Range.POSITIVE, 7, n -> n, CHANGES)).value());
  }

  @Test
  void neitherANumberNorAWord() {
    assertEquals(
        "expected a number above 0, or a change (halved), got 'halfed'; did you mean 'halved'?",
        message(read("a: halfed", f -> f.numberOr("a", "rate", Range.POSITIVE, n -> n, CHANGES))));
    assertEquals(
        "expected a number above 0, or a change (halved), got '-1'",
        message(read("a: -1", f -> f.numberOr("a", "rate", Range.POSITIVE, n -> n, CHANGES))));
    assertTrue(
        message(read("b: 1", f -> f.numberOr("a", "rate", Range.POSITIVE, n -> n, CHANGES)))
            .contains("'a'"));
  }

  private static Document<Map<Integer, Double>> table(String text) {
    return read(text, f -> f.numberTable("a", "values", Range.between(0, 9), Range.POSITIVE));
  }

  @Test
  void tablesOfNumbers() {
    Document<Map<Integer, Double>> document = table("a: {0: 0.5, 3: 2}");
    assertEquals(Optional.of(Map.of(0, 0.5, 3, 2.0)), document.value());
    assertEquals(List.of("0", "3"), List.copyOf(keys(document)));
  }

  private static List<String> keys(Document<?> document) {
    return document.resolved().values().stream()
        .map(entry -> entry.path().substring("a.".length()))
        .toList();
  }

  @Test
  void faultsInATableStandAtTheirPlace() {
    assertEquals("expected a number above 0, got '-1'", message(table("a: {0: -1}")));
    assertEquals(
        "expected a whole number from 0 to 9 as a key, got '10'", message(table("a: {10: 1}")));
    assertEquals(
        "expected a whole number from 0 to 9 as a key, got 'x'", message(table("a: {x: 1}")));
    assertEquals(
        "expected a mapping from whole numbers from 0 to 9 to numbers above 0 (values), got '3'",
        message(table("a: 3")));
  }

  @Test
  void listsOfWordsThatMayBeLeftOut() {
    assertEquals(
        Optional.of(List.of(1.0, 3.0)),
        read("a: [halved, {type: halved, initial: 6}]", f -> f.optionalWords("a", "?", CHANGES))
            .value());
    assertEquals(
        Optional.of(List.of()), read("{}", f -> f.optionalWords("a", "?", CHANGES)).value());
    assertEquals(
        Optional.of(List.of()), read("a: []", f -> f.optionalWords("a", "?", CHANGES)).value());
    assertTrue(
        message(read("a: halved", f -> f.optionalWords("a", "?", CHANGES)))
            .startsWith("expected a list of changes"));
  }
}

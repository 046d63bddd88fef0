package gradtwin.cli;

import gradtwin.train.EngineKind;
import java.util.Arrays;
import java.util.List;

/** The engine as the command line writes it. */
final class EngineWord {
  private EngineWord() {}

  /**
   * The engine that a word stands for.
   *
   * @throws Failure if there is none
   */
  static EngineKind read(String word) {
    List<String> words = Arrays.stream(EngineKind.values()).map(EngineKind::word).toList();
    return Arrays.stream(EngineKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.wrongInput(
                    "--engine: expected one of "
                        + String.join(", ", words)
                        + ", got '"
                        + word
                        + "'"
                        + Suggestion.of(word, words)));
  }
}

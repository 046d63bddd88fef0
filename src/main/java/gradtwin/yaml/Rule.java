package gradtwin.yaml;

import java.util.List;
import java.util.function.Function;

/** What the value of a key must be. */
public sealed interface Rule {
  /** In words, to follow "expected". */
  String expected();

  /** A whole number of 32 bits. */
  record WholeNumber(Range range) implements Rule {
    @Override
    public String expected() {
      return ("a whole number " + range).strip();
    }
  }

  /**
   * A whole number for each of some axes, or one for all of them.
   *
   * @param axes how many, at least 1; for one there is no list
   */
  record Sizes(int axes, Range range) implements Rule {
    @Override
    public String expected() {
      String number = new WholeNumber(range).expected();
      return axes == 1 ? number : number + ", or a list of " + axes;
    }
  }

  /** A whole number of 64 bits. */
  record Seed() implements Rule {
    @Override
    public String expected() {
      return "a whole number from -2^63 to 2^63 - 1";
    }
  }

  /** A number. */
  record Real(Range range) implements Rule {
    @Override
    public String expected() {
      return ("a number " + range).strip();
    }
  }

  /** A number, or a word with its parameters. */
  record RealOr(Range range, Vocabulary<?> vocabulary) implements Rule {
    @Override
    public String expected() {
      return new Real(range).expected() + ", or " + WordReader.expected(vocabulary);
    }
  }

  /** A mapping from whole numbers to numbers. */
  record Table(Range keys, Range values) implements Rule {
    @Override
    public String expected() {
      return ("a mapping from whole numbers " + keys).strip()
          + (" to numbers " + values).stripTrailing();
    }
  }

  /** A list of numbers. */
  record Numbers(Range range) implements Rule {
    @Override
    public String expected() {
      return ("a list of numbers " + range).strip();
    }
  }

  /** True or false. */
  record Flag() implements Rule {
    @Override
    public String expected() {
      return "true or false";
    }
  }

  /** Characters, at least one. */
  record Text() implements Rule {
    @Override
    public String expected() {
      return "a text";
    }
  }

  /** A list of texts. */
  record Texts() implements Rule {
    @Override
    public String expected() {
      return "a list of texts";
    }
  }

  /** One of a few names. */
  record OneOf(List<String> names) implements Rule {
    public OneOf {
      names = List.copyOf(names);
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", names);
    }
  }

  /** A word with its parameters: alone, or as a mapping with a type. */
  record Word(Vocabulary<?> vocabulary) implements Rule {
    @Override
    public String expected() {
      return WordReader.expected(vocabulary);
    }
  }

  /** A word whose parameters stand beside it, in the same mapping. */
  record Variant(Vocabulary<?> vocabulary) implements Rule {
    @Override
    public String expected() {
      return WordReader.expected(vocabulary);
    }
  }

  /** A list of words with their parameters. */
  record Words(Vocabulary<?> vocabulary) implements Rule {
    @Override
    public String expected() {
      return "a list of " + vocabulary.noun() + "s";
    }
  }

  /**
   * A mapping.
   *
   * @param reader asks for its keys
   */
  record Section(Function<Fields, ?> reader) implements Rule {
    @Override
    public String expected() {
      return "a mapping";
    }

    /** The keys that it may have. */
    public List<Fields.Question> questions() {
      return Fields.questionsOf(reader);
    }
  }
}

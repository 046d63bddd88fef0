package gradtwin.train;

import gradtwin.spec.Experiment;
import java.io.IOException;
import java.nio.file.Path;

/** Who computes. */
public enum EngineKind {
  /** Deeplearning4j. Starts its native library. */
  DL4J("dl4j", "zip") {
    @Override
    public Engine create(Experiment experiment) {
      return Dl4jEngine.create(experiment);
    }

    @Override
    public Engine load(Experiment experiment, Path model) throws IOException {
      return Dl4jEngine.load(experiment, model);
    }
  },
  /** The network by hand. Needs nothing but the JDK. */
  TWIN("twin", "npz") {
    @Override
    public Engine create(Experiment experiment) {
      return TwinEngine.create(experiment);
    }

    @Override
    public Engine load(Experiment experiment, Path model) throws IOException {
      return TwinEngine.load(experiment, model);
    }
  };

  private final String word;
  private final String fileExtension;

  EngineKind(String word, String fileExtension) {
    this.word = word;
    this.fileExtension = fileExtension;
  }

  /** A network with fresh parameters. */
  public abstract Engine create(Experiment experiment);

  /**
   * A network that was saved.
   *
   * @throws IOException if the file cannot be read, or holds the model of another configuration
   */
  public abstract Engine load(Experiment experiment, Path model) throws IOException;

  /** As the command line writes it. */
  public String word() {
    return word;
  }

  /** The name of a file that holds a model of this engine. */
  public String fileName(String stem) {
    return stem + "." + fileExtension;
  }
}

package gradtwin.dl4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What ND4J keeps for the whole program and networks change: the default data types, which a
 * network sets to its own, the number of threads, and the state of the thread's random generator,
 * which building one seeds anew. Who else uses ND4J wants to find them as they were.
 */
public final class Nd4jSettings {
  private final DataType type;
  private final DataType floatingPointType;
  private final Dl4jThreads threads;
  private final long rootState;
  private final long nodeState;

  private Nd4jSettings() {
    Random random = Nd4j.getRandom();
    this.type = Nd4j.dataType();
    this.floatingPointType = Nd4j.defaultFloatingPointType();
    this.threads = Dl4jThreads.current();
    this.rootState = random.rootState();
    this.nodeState = random.nodeState();
  }

  /** Takes note of the settings as they are. */
  public static Nd4jSettings keep() {
    return new Nd4jSettings();
  }

  /** Puts them back. */
  public void restore() {
    Nd4j.setDefaultDataTypes(type, floatingPointType);
    threads.use();
    Nd4j.getRandom().setStates(rootState, nodeState);
  }
}

package gradtwin.bench;

import gradtwin.train.Epoch;
import gradtwin.train.TrainingObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/**
 * Lets a training go on by as many steps as the driver asks for, and tells it how long they took.
 * Knows the time between two questions, so all that the training loop does counts: gathering
 * batches, steps, and what ends an epoch.
 */
final class PacedTraining implements TrainingObserver {
  private final Dialogue dialogue;
  private int asked;
  private int done;
  private long start;
  private double losses;
  private int examplesBefore;
  private double sumBefore;

  PacedTraining(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  /** Before a step: whether there will be no more. Waits until the driver wants it. */
  boolean pausesForEver() {
    if (done < asked) {
      return false;
    }
    long end = System.nanoTime();
    if (asked > 0) {
      dialogue.ran(end - start, losses / asked);
    }
    OptionalInt next = nextRun();
    asked = next.orElse(0);
    done = 0;
    losses = 0;
    start = System.nanoTime();
    return next.isEmpty();
  }

  private OptionalInt nextRun() {
    try {
      return dialogue.nextRun();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the step's own loss out of the mean over the epoch so far. */
  @Override
  public void step(int epoch, int examples, double loss) {
    double sum = loss * examples;
    losses += (sum - sumBefore) / (examples - examplesBefore);
    sumBefore = sum;
    examplesBefore = examples;
    done++;
  }

  @Override
  public void epoch(Epoch epoch) {
    sumBefore = 0;
    examplesBefore = 0;
  }
}

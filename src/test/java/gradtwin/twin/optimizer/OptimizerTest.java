package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.twin.Moment;
import gradtwin.twin.schedule.Clock;
import gradtwin.twin.schedule.Exponential;
import gradtwin.twin.schedule.Fixed;
import gradtwin.twin.schedule.Schedule;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  /**
   * The float32 numbers nearest to 0.1, 0.9, 0.999 and 1e-8, which have 23 bits after the point:
   * 0x1.999999999999ap-4, 0x1.ccccccccccccdp-1, 0x1.ff7ced916872bp-1 and 0x1.5798ee2308c3ap-27 end
   * there. 0.5 is one already.
   */
  @Test
  void everyHyperparameterIsRounded() {
    double tenth = 0x1.99999ap-4;
    double nineTenths = 0x1.ccccccp-1;
    double beta2 = 0x1.ff7ceep-1;
    double epsilon = 0x1.5798eep-27;
    assertEquals(new Sgd(tenth), new Sgd(0.1).roundedToFloat32());
    assertEquals(new Nesterovs(tenth, nineTenths), new Nesterovs(0.1, 0.9).roundedToFloat32());
    assertEquals(
        new Adam(tenth, nineTenths, beta2, epsilon),
        new Adam(0.1, 0.9, 0.999, 1e-8).roundedToFloat32());
    assertEquals(
        new RmsProp(tenth, nineTenths, epsilon), new RmsProp(0.1, 0.9, 1e-8).roundedToFloat32());
    assertEquals(new AdaGrad(tenth, epsilon), new AdaGrad(0.1, 1e-8).roundedToFloat32());
    assertEquals(
        new AmsGrad(tenth, nineTenths, beta2, epsilon),
        new AmsGrad(0.1, 0.9, 0.999, 1e-8).roundedToFloat32());
    assertEquals(
        new AdaMax(tenth, nineTenths, beta2), new AdaMax(0.1, 0.9, 0.999).roundedToFloat32());
    assertEquals(
        new Nadam(tenth, nineTenths, beta2, epsilon),
        new Nadam(0.1, 0.9, 0.999, 1e-8).roundedToFloat32());
    assertEquals(new AdaDelta(nineTenths, epsilon), new AdaDelta(0.9, 1e-8).roundedToFloat32());
    assertEquals(new NoOp(), new NoOp().roundedToFloat32());
    assertEquals(new Sgd(0.5), new Sgd(0.5).roundedToFloat32());
  }

  /** 0.2 * 0.5 = 0.1 at the second iteration; rounded after it was computed. */
  @Test
  void schedulesMakeTheHyperparametersOfTheMoment() {
    Schedule rate = new Exponential(0.2, 0.5, Clock.ITERATION);
    OptimizerSchedule scheduled = new OptimizerSchedule.ScheduledRate(new Sgd(7), rate);
    Moment second = new Moment(1, 0);
    assertEquals(new Sgd(0.2), scheduled.at(Moment.START));
    assertEquals(new Sgd(0.1), scheduled.at(second));
    assertEquals(new Sgd(0x1.99999ap-4), scheduled.roundedToFloat32().at(second));

    OptimizerSchedule both = new OptimizerSchedule.ScheduledMomentum(rate, new Fixed(0.5));
    assertEquals(new Nesterovs(0.1, 0.5), both.at(second));
  }

  @Test
  void anotherLearningRateChangesNothingElse() {
    assertEquals(new Sgd(1), new Sgd(2).withLearningRate(1));
    assertEquals(new Nesterovs(1, 0.5), new Nesterovs(2, 0.5).withLearningRate(1));
    assertEquals(new Adam(1, 0.5, 0.6, 0.7), new Adam(2, 0.5, 0.6, 0.7).withLearningRate(1));
    assertEquals(new AmsGrad(1, 0.5, 0.6, 0.7), new AmsGrad(2, 0.5, 0.6, 0.7).withLearningRate(1));
    assertEquals(new AdaMax(1, 0.5, 0.6), new AdaMax(2, 0.5, 0.6).withLearningRate(1));
    assertEquals(new Nadam(1, 0.5, 0.6, 0.7), new Nadam(2, 0.5, 0.6, 0.7).withLearningRate(1));
    assertEquals(new RmsProp(1, 0.5, 0.6), new RmsProp(2, 0.5, 0.6).withLearningRate(1));
    assertEquals(new AdaGrad(1, 0.5), new AdaGrad(2, 0.5).withLearningRate(1));
  }
}

package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    assertEquals(new NoOp(), new NoOp().roundedToFloat32());
    assertEquals(new Sgd(0.5), new Sgd(0.5).roundedToFloat32());
  }
}

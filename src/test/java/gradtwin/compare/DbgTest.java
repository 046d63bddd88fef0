package gradtwin.compare;
import gradtwin.data.*; import gradtwin.dl4j.*; import gradtwin.spec.*; import gradtwin.tensor.*; import gradtwin.twin.*; import gradtwin.twin.formula.*;
import java.nio.file.Path; import java.util.*; import java.util.stream.*;
import org.junit.jupiter.api.Test;
class DbgTest {
  @Test void dbg() throws Exception {
    String name = System.getProperty("dbg.name", "layer-lstm-padding");
    Path file = RoundingSurvey.files().stream().filter(f -> f.getFileName().toString().equals(name + ".yaml")).findFirst().orElseThrow();
    DataCatalogue c = AgreementFiles.catalogue(file);
    Experiment e = Experiment.read("x", AgreementFiles.text(name), List.of("precision="+System.getProperty("dbg.p","float64"),"seed="+System.getProperty("dbg.seed","1")), c).value().orElseThrow();
    Dataset d = c.load(e.data(), e.labels(), e.seed(), FetchListener.SILENT);
    Batch b = d.training().batch(IntStream.range(0,Math.min(e.data().batchSize(), d.training().size())).toArray());
    if (e.precision() == Precision.FLOAT32) b = b.roundedToFloat32();
    Dl4jNetwork n = Dl4jNetwork.create(e);
    Network t = e.toTwin();
    var ps = n.parameters();
    for (int l = 0; l < ps.size(); l++) for (Parameter p : t.parameters().get(l)) p.value().overwriteWith(ps.get(l).get(p.key()));
    Step st = Step.training(0);
    Backpropagation D = n.backpropagate(b); Backpropagation H = t.backpropagate(b, st);
    NetworkFormula f = t.formula(b, st);
    Rounding r = new Rounding(f.formula(), f.loss());
    System.out.println("DBG shapes " + b.features().shape());
    double u = e.precision().unitRoundoff();
    for (int l = 0; l < ps.size(); l++) {
      show("act " + l, D.activations().get(l), H.activations().get(l), f.activations().get(l).value().values(), r.deviations(f.activations().get(l)), u);
      show("delta " + l, D.deltas().get(l), H.deltas().get(l), r.adjoints(f.arriving().get(l)), r.adjointDeviations(f.arriving().get(l)), u);
      for (Parameter p : t.parameters().get(l)) if (p.isLearned()) {
        Term q = f.formula().variable(p.value());
        show("grad " + l + p.key(), D.gradients().get(l).get(p.key()), H.gradients().get(l).get(p.key()), r.adjoints(q), r.adjointDeviations(q), u);
      }
    }
  }
  static void show(String what, Tensor D, Tensor H, double[] J, double[] s, double u) {
    double mh = 0, md = 0; int at = 0;
    for (int i = 0; i < J.length; i++) {
      double zh = Math.abs(H.values()[i] - J[i]) / (s[i] * 0x1p-53), zd = Math.abs(D.values()[i] - J[i]) / (s[i] * u);
      mh = Math.max(mh, zh); if (zd > md) { md = zd; at = i; }
    }
    System.out.printf("DBG %-10s n=%d  H-J max z %.2f   D-J max z %.2f at %d: D=%.17g J=%.17g  D-J=%.3fu|J| sigma=%.3fu|J|%n", what, J.length, mh, md, at, D.values()[at], J[at], (D.values()[at]-J[at])/(u*Math.abs(J[at])), s[at]/Math.abs(J[at]));
  }
}

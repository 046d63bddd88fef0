package gradtwin.spec;

import gradtwin.twin.layer.RecurrentLayer;
import gradtwin.yaml.Fields;
import java.util.function.Predicate;

/** A layer that goes through sequences and has an output at each step. */
public sealed interface RecurrentSpec extends LayerSpec
    permits SimpleRnn, Lstm, GravesLstm, Bidirectional, MaskZero {
  /** Whether it has a state of its own, rather than being around a layer that has. */
  default boolean isCell() {
    return false;
  }

  @Override
  RecurrentLayer toTwin(LayerContext context);

  /**
   * Reads the layer that another one is around.
   *
   * @param allowed which ones may be there
   * @param expected what that means, to follow "expected"
   * @param reason why others may not, to follow what came
   */
  static RecurrentSpec read(
      Fields fields, Predicate<RecurrentSpec> allowed, String expected, String reason) {
    int before = fields.errors();
    LayerSpec layer = fields.word("layer", "what it is around", LayerSpec.words());
    if (layer instanceof RecurrentSpec recurrent && allowed.test(recurrent)) {
      return recurrent;
    }
    if (fields.has("layer") && fields.errors() == before) {
      fields.error("layer", "expected " + expected + ", got '" + layer.word() + "'" + reason);
    }
    return SimpleRnn.read(Fields.blank());
  }
}

package gradtwin.report;

import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Outline;
import gradtwin.compare.Trace.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The network as a row of boxes: forward to the right above, backward to the left below, and an
 * arrow into each box that learns. Each part knows the stages that light it.
 */
public final class TraceDiagram {
  private static final int NARROWEST = 120;
  private static final int LETTER = 7;
  private static final int END = 84;
  private static final int GAP = 60;
  private static final int TOP = 12;
  private static final int HEIGHT = 64;
  private static final int BELOW = 30;

  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();
  private int width;

  /**
   * A box.
   *
   * @param stages that light it, counted from 1, with a blank between
   */
  public record Box(
      int x, int y, int width, int height, String name, String detail, String stages) {
    public int middle() {
      return x + width / 2;
    }
  }

  /**
   * An arrow.
   *
   * @param kind {@code forward}, {@code backward} or {@code update}
   * @param path as SVG has it
   * @param stage that lights it, counted from 1; 0 for none
   */
  public record Arrow(String kind, String path, int stage) {}

  TraceDiagram(Trace trace) {
    int last = trace.layers().size() - 1;
    box(END, "input", "x", stages(trace, Phase.START, -1));
    for (Outline layer : trace.layers()) {
      arrow("forward", stage(trace, Phase.FORWARD, layer.index()));
      if (layer.index() > 0) {
        arrow("backward", stage(trace, Phase.BACKWARD, layer.index() - 1));
      }
      width += GAP;
      String lit =
          stages(trace, Phase.FORWARD, layer.index())
              + " "
              + stages(trace, Phase.BACKWARD, layer.index())
              + " "
              + stages(trace, Phase.UPDATE, layer.index());
      int x = width;
      String name = layer.index() + " " + layer.type();
      String detail = detail(layer);
      int size = Math.max(NARROWEST, LETTER * Math.max(name.length() + 4, detail.length() + 2));
      box(size, name, detail, lit.strip());
      int update = stage(trace, Phase.UPDATE, layer.index());
      if (update > 0) {
        int middle = x + size / 2;
        int bottom = TOP + HEIGHT;
        arrows.add(
            new Arrow(
                "update", "M" + middle + " " + (bottom + BELOW - 4) + "V" + (bottom + 5), update));
      }
    }
    arrow("forward", stage(trace, Phase.LOSS, -1));
    arrow("backward", stage(trace, Phase.BACKWARD, last));
    width += GAP;
    box(END, "loss", "L", stages(trace, Phase.LOSS, -1));
  }

  private static String detail(Outline layer) {
    String shapes = layer.input() + " → " + layer.output();
    return layer.detail().isEmpty() || shapes.length() + layer.detail().length() > 20
        ? shapes
        : layer.detail() + " " + shapes;
  }

  private void box(int size, String name, String detail, String stages) {
    boxes.add(new Box(width, TOP, size, HEIGHT, name, detail, stages));
    width += size;
  }

  /** Across the gap that comes next. */
  private void arrow(String kind, int stage) {
    boolean forward = kind.equals("forward");
    int y = TOP + (forward ? HEIGHT / 3 : HEIGHT - HEIGHT / 3);
    int from = width + 6;
    int to = width + GAP - 6;
    arrows.add(
        new Arrow(
            kind, "M" + (forward ? from : to) + " " + y + "H" + (forward ? to : from), stage));
  }

  private static String stages(Trace trace, Phase phase, int layer) {
    int stage = stage(trace, phase, layer);
    return stage == 0 ? "" : Integer.toString(stage);
  }

  private static int stage(Trace trace, Phase phase, int layer) {
    for (int i = 0; i < trace.stages().size(); i++) {
      if (trace.stages().get(i).phase() == phase && trace.stages().get(i).layer() == layer) {
        return i + 1;
      }
    }
    return 0;
  }

  public List<Box> boxes() {
    return boxes;
  }

  public List<Arrow> arrows() {
    return arrows;
  }

  public int width() {
    return width;
  }

  public int height() {
    return TOP + HEIGHT + BELOW;
  }
}

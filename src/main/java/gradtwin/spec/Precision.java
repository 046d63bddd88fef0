package gradtwin.spec;

import org.nd4j.linalg.api.buffer.DataType;

/** The type of DL4J's numbers. The twin always computes in float64. */
public enum Precision {
  FLOAT32(DataType.FLOAT, 0x1.0p-24, Float.MIN_NORMAL),
  FLOAT64(DataType.DOUBLE, 0x1.0p-53, Double.MIN_NORMAL);

  private final DataType dl4j;
  private final double unitRoundoff;
  private final double smallestNormal;

  Precision(DataType dl4j, double unitRoundoff, double smallestNormal) {
    this.dl4j = dl4j;
    this.unitRoundoff = unitRoundoff;
    this.smallestNormal = smallestNormal;
  }

  public DataType toDl4j() {
    return dl4j;
  }

  /** The largest relative error of rounding a number to this type. */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /** The smallest positive number of which rounding is still relative. */
  public double smallestNormal() {
    return smallestNormal;
  }

  /** As the file writes it. */
  public String word() {
    return this == FLOAT32 ? "float32" : "float64";
  }
}

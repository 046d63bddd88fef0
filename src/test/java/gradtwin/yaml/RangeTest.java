package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void bounds() {
    assertTrue(Range.POSITIVE.contains(Double.MIN_VALUE));
    assertFalse(Range.POSITIVE.contains(0));
    assertTrue(Range.NOT_NEGATIVE.contains(0));
    assertTrue(Range.NOT_NEGATIVE.contains(-0.0));
    assertFalse(Range.NOT_NEGATIVE.contains(-Double.MIN_VALUE));
    assertTrue(Range.FRACTION.contains(0));
    assertTrue(Range.FRACTION.contains(Math.nextDown(1.0)));
    assertFalse(Range.FRACTION.contains(1));
    assertTrue(Range.between(2, 5).contains(2));
    assertTrue(Range.between(2, 5).contains(5));
    assertFalse(Range.between(2, 5).contains(5.5));
    assertTrue(Range.ANY.contains(-1e300));
  }

  @Test
  void noRangeHoldsNanOrInfinity() {
    for (Range range : new Range[] {Range.ANY, Range.POSITIVE, Range.FRACTION}) {
      assertFalse(range.contains(Double.NaN));
      assertFalse(range.contains(Double.POSITIVE_INFINITY));
      assertFalse(range.contains(Double.NEGATIVE_INFINITY));
    }
  }

  @Test
  void inWords() {
    assertEquals("above 0", Range.POSITIVE.toString());
    assertEquals("of at least 0", Range.NOT_NEGATIVE.toString());
    assertEquals("of at least 0 and below 1", Range.FRACTION.toString());
    assertEquals("from 1 to 1000000", Range.between(1, 1e6).toString());
    assertEquals("from 0 to 0.5", Range.between(0, 0.5).toString());
    assertEquals("", Range.ANY.toString());
    assertEquals("above -1 and at most 1", new Range(-1, false, 1, true).toString());
  }

  @Test
  void rangesWithinOthers() {
    assertTrue(Range.FRACTION.isWithin(Range.between(0, 1)));
    assertFalse(Range.between(0, 1).isWithin(Range.FRACTION));
    assertTrue(Range.POSITIVE.isWithin(Range.NOT_NEGATIVE));
    assertFalse(Range.NOT_NEGATIVE.isWithin(Range.POSITIVE));
    assertTrue(Range.ANY.isWithin(Range.ANY));
    assertFalse(Range.ANY.isWithin(Range.POSITIVE));
    assertTrue(Range.FRACTION.isWithin(Range.FRACTION));
  }
}

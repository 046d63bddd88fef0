package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void wordsStandLeftAndNumbersRight() {
    TextTable table =
        new TextTable(0).row("", "loss", "accuracy").row("train", "0.5", "1").row("t", "12.25");

    assertEquals(
        """
                loss  accuracy
        train    0.5         1
        t      12.25
        """,
        table.toString());
  }

  @Test
  void anEmptyTableIsNoLine() {
    assertEquals("", new TextTable().toString());
  }
}

package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.report.Png.Colour;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
  @Test
  void anotherReaderSeesTheSamePicture() throws IOException {
    Colour[] palette = {
      new Colour(0, 0, 0, 0), new Colour(255, 0, 10, 255), new Colour(1, 2, 3, 128)
    };
    byte[] pixels = {0, 1, 2, 2, 1, 0};

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.file(3, 2, pixels, palette)));

    assertEquals(3, image.getWidth());
    assertEquals(2, image.getHeight());
    assertEquals(0, image.getRGB(0, 0));
    assertEquals(0xffff000a, image.getRGB(1, 0));
    assertEquals(0x80010203, image.getRGB(2, 0));
    assertEquals(0x80010203, image.getRGB(0, 1));
    assertEquals(0xffff000a, image.getRGB(1, 1));
  }

  @Test
  void asAUri() {
    String uri = Png.dataUri(1, 1, new byte[1], new Colour[] {new Colour(0, 0, 0, 0)});

    assertEquals("data:image/png;base64,iVBORw0KGgo", uri.substring(0, 33));
  }
}

package gradtwin.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gradtwin.bench.BenchResult.GrowthPoint;
import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.Spread;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A benchmark as one HTML file that needs nothing else. The template {@code bench.jte} arranges
 * what this class words.
 */
public final class BenchPage {
  private static final String TEMPLATES = "gradtwin.report.template";

  private final BenchReport report;

  private BenchPage(BenchReport report) {
    this.report = report;
  }

  /** The page, to be written in UTF-8. */
  public static String html(BenchReport report) {
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, BenchPage.class.getClassLoader(), TEMPLATES);
    StringOutput html = new StringOutput();
    templates.render("bench.jte", new BenchPage(report), html);
    return html.toString();
  }

  public Provenance provenance() {
    return report.provenance();
  }

  public boolean interrupted() {
    return report.result().interrupted();
  }

  /** What the numbers depend on. */
  public Map<String, String> facts() {
    return report.facts();
  }

  /** What could not be measured, a sentence for each reason. */
  public List<String> missing() {
    return report.missing();
  }

  /** What is in the charts. */
  public record ChartData(List<Row> rows, List<GrowthPoint> growth) {}

  /** What the charts draw, as JSON that may stand inside a script element. */
  public String chartData() {
    ChartData data = new ChartData(report.result().rows(), report.result().growth());
    return Json.line(data).replace("<", "\\u003c");
  }

  /** One line of a table: names first, then numbers. */
  public record Line(List<String> names, List<String> numbers) {}

  /** The table of times. */
  public List<Line> times() {
    return report.result().rows().stream()
        .map(
            row ->
                line(
                    List.of(row.network().toString(), row.subject().toString()),
                    List.of(Figures.count(row.batch())),
                    row.microsecondsPerStep(),
                    List.of(
                        BenchReport.microseconds(row.stepsPerSecond()), BenchReport.losses(row))))
        .toList();
  }

  private static Line line(
      List<String> names, List<String> before, Spread spread, List<String> after) {
    List<String> numbers = new ArrayList<>(before);
    numbers.add(BenchReport.microseconds(spread.median()));
    numbers.add(BenchReport.microseconds(spread.minimum()));
    numbers.add(BenchReport.microseconds(spread.maximum()));
    numbers.addAll(after);
    return new Line(names, numbers);
  }

  /** The table of ratios. */
  public List<Line> ratios() {
    return report.result().ratios().stream().map(BenchPage::line).toList();
  }

  private static Line line(Ratio ratio) {
    return new Line(
        List.of(
            ratio.network().toString(), ratio.subject().toString(), ratio.reference().toString()),
        List.of(
            Figures.count(ratio.batch()),
            BenchReport.times(ratio.speed().median()),
            BenchReport.times(ratio.speed().minimum()),
            BenchReport.times(ratio.speed().maximum())));
  }

  /** The table of the growth. */
  public List<Line> growth() {
    return report.result().growth().stream()
        .map(
            point ->
                line(
                    List.of(point.axis().toString(), point.subject().toString()),
                    List.of(Figures.count(point.value())),
                    point.microsecondsPerStep(),
                    List.of()))
        .toList();
  }

  /** The table of kernels. */
  public List<Line> kernels() {
    return report.result().kernels().stream().map(BenchPage::line).toList();
  }

  private static Line line(KernelResult kernel) {
    return line(
        List.of(kernel.kernel(), kernel.shape()),
        List.of(),
        kernel.microseconds(),
        List.of(
            kernel.gigaflops().map(BenchReport::rate).orElse("–"),
            Figures.count(Math.round(kernel.bytesAllocated()))));
  }

  public String style() {
    return resource("comparison.css") + resource("bench.css");
  }

  public String script() {
    return resource("bench.js");
  }

  /** Apache ECharts, whose first lines hold its license. */
  public String chartLibrary() {
    return resource("echarts.min.js");
  }

  private static String resource(String name) {
    try (InputStream in = BenchPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name + " beside the report's classes");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

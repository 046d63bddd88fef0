/**
 * Results to text, JSON, HTML and test results in XML: renderers that compute nothing.
 *
 * <p>Text goes to people and is written for a terminal of 100 columns; JSON goes to programs. What
 * a comparison found is rendered by the classes that are named after it: {@link
 * gradtwin.report.AgreementTable} (text), {@link gradtwin.report.AgreementDocument} (JSON), {@link
 * gradtwin.report.AgreementPage} (HTML, with the template, style sheet and script {@code
 * comparison.*}) and {@link gradtwin.report.AgreementJunit}. {@link gradtwin.report.Json} decides
 * how anything is written as JSON.
 */
package gradtwin.report;

/**
 * Results to text and JSON: renderers that compute nothing.
 *
 * <p>Text goes to people and is written for a terminal of 100 columns; JSON goes to programs. The
 * JSON library's types end in {@link gradtwin.report.Json}.
 */
package gradtwin.report;

/**
 * Bugs that can be planted on purpose, and the proof that the comparison finds them.
 *
 * <p>A bug is written as what it makes of the twin; {@link gradtwin.compare.Tampering} says how it
 * comes to DL4J's side. Uses the comparison; the comparison does not know it.
 */
package gradtwin.compare.plant;

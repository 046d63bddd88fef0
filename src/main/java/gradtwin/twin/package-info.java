/**
 * The network by hand: the independent implementation that DL4J is held against.
 *
 * <p>Depends on {@code tensor} and the JDK only, which a test holds. Every class gives its formula
 * forward and backward and the published source that it follows; where DL4J does something else, it
 * is said and not imitated.
 */
package gradtwin.twin;

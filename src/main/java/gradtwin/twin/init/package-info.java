/** The distributions that initial weights are drawn from. */
package gradtwin.twin.init;

/** Losses, and the objectives that join a loss with the output activation. */
package gradtwin.twin.loss;

/** Hyperparameters that change in the course of the training. */
package gradtwin.twin.schedule;
